import { type Command, corporaFrom, readingFrom, readingOptions, textOption, UsageError, wholeNumber } from '../command.ts'
import { inertLine } from '../text-table.ts'

export const keepCommand: Command = {
  name: 'keep',
  usage:
    '<project> latent N | document CORPUS ID | diff [N] | pair [N] | cluster [N] | search | hypothesis N | text TEXT | section TITLE',
  summary: 'a finding, with --note TEXT; of an analysis without N the whole',
  options: {
    ...readingOptions,
    corpus: { type: 'string', multiple: true },
    note: { type: 'string' },
    latent: { type: 'string' },
    analysis: { type: 'string' },
    run: { type: 'string' },
  },
  takes: [2, 4],
  async run({ positionals, values, engine }) {
    const [, kind, subject = '', id] = positionals
    const kept = { ...readingFrom(values), note: textOption(values, 'note') ?? '' }
    const finding = await keepOne()
    return {
      json: { finding },
      text: `Kept as ${finding.kind === 'section' ? 'section' : 'finding'} ${finding.id}: ${inertLine(finding.title)}${finding.sameAs === null ? '' : `\nThe same was kept before, as finding ${finding.sameAs}.`}`,
    }

    function keepOne() {
      const { keep } = engine.operations.findings
      if (kind === 'latent' && id === undefined) {
        return keep({ kind, latent: wholeNumber(subject, 'N', { min: 0, max: 10_000_000 }), ...corporaFrom(values), ...kept })
      }
      if (kind === 'document' && id !== undefined) {
        const latent = textOption(values, 'latent')
        const shown = latent === undefined ? {} : { latent: wholeNumber(latent, '--latent', { min: 0, max: 10_000_000 }) }
        return keep({ kind, corpus: subject, id, ...shown, ...kept })
      }
      if (kind === 'diff' || kind === 'pair' || kind === 'cluster' || (kind === 'search' && subject === '')) return keepRow(kind)
      if (kind === 'hypothesis') return keepHypothesis()
      const { note, lens } = kept
      if (kind === 'text' && id === undefined && subject !== '') {
        const latent = textOption(values, 'latent')
        const shown = latent === undefined ? {} : { latent: wholeNumber(latent, '--latent', { min: 0, max: 10_000_000 }) }
        return keep({ kind, text: subject, note, lens, ...shown })
      }
      if (kind === 'section' && id === undefined) return keep({ kind, title: subject, before: null, note })
      throw new UsageError(
        'keep takes: latent N, document CORPUS ID, of an analysis: diff LATENT, pair N, cluster N (without a number the whole), search, of a run: hypothesis N, or: text TEXT, section TITLE.',
      )
    }

    /** One of the run named by --run, else of the last that brought hypotheses. */
    async function keepHypothesis() {
      const place = wholeNumber(subject, 'N', { min: 1, max: 10 }) - 1
      const named = textOption(values, 'run')
      const run =
        named === undefined
          ? (await engine.operations.languageModels.runs()).find((each) => each.kind === 'hypotheses' && each.state === 'done')?.run
          : wholeNumber(named, '--run', { min: 1, max: Number.MAX_SAFE_INTEGER })
      if (run === undefined) throw new UsageError('No run has brought hypotheses here yet: etalon hypotheses <project> first.')
      return engine.operations.findings.keep({ kind: 'hypothesis', run, hypothesis: place, note: kept.note })
    }

    /** A row of the analysis named by --analysis, else of the last of its kind. */
    async function keepRow(row: 'diff' | 'pair' | 'cluster' | 'search') {
      const { note } = kept
      const analysis = await analysisFor(row)
      const at = subject === '' ? undefined : wholeNumber(subject, 'N', { min: 0, max: 10_000_000 })
      const { keep } = engine.operations.findings
      if (row === 'diff') return keep({ kind: 'difference', analysis, latent: at, note })
      if (row === 'pair') return keep({ kind: 'pair', analysis, pair: at === undefined ? undefined : at - 1, note })
      if (row === 'cluster') return keep({ kind: 'cluster', analysis, cluster: at, note })
      return keep({ kind: 'search', analysis, note })
    }

    async function analysisFor(row: 'diff' | 'pair' | 'cluster' | 'search'): Promise<number> {
      const named = textOption(values, 'analysis')
      if (named !== undefined) return wholeNumber(named, '--analysis', { min: 1, max: Number.MAX_SAFE_INTEGER })
      const kindOf = row === 'pair' ? 'correlate' : row
      const [last] = await engine.operations.analyses.list({ kind: kindOf, offset: 0, limit: 1 })
      if (last === undefined) throw new UsageError(`No ${kindOf} has run here yet: etalon ${kindOf} <project> first.`)
      return last.id
    }
  },
}
