import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Failure } from '../../../contract/failure.ts'
import type { LabelEvidence } from '../../../contract/latents.ts'
import { type Command, textOption, UsageError, wholeNumber } from '../command.ts'
import { counted, inertLine, textTable } from '../text-table.ts'

export const labelCommand: Command = {
  name: 'label',
  usage: '<project> N ["text"]',
  summary: "a person's label for a latent; without text, its label and history",
  options: { lens: { type: 'string' }, notes: { type: 'string' }, revert: { type: 'string' } },
  takes: [2, 3],
  async run({ positionals, values, engine }) {
    const { labels } = engine.operations
    const latent = wholeNumber(positionals[1] ?? '', 'N', { min: 0, max: 10_000_000 })
    const lens = textOption(values, 'lens')
    const of = { latent, ...(lens === undefined ? {} : { lens }) }
    const revert = textOption(values, 'revert')
    const text = positionals[2]
    if (revert !== undefined) await labels.revert({ id: wholeNumber(revert, '--revert', { min: 1, max: Number.MAX_SAFE_INTEGER }) })
    else if (text !== undefined) await labels.set({ ...of, text: checked(text), notes: textOption(values, 'notes') ?? '' })
    const [history, evidence] = await Promise.all([labels.history(of), labels.evidence(of)])
    const current = history.find((each) => each.current)
    const table = textTable(
      [
        { title: 'version', align: 'right' },
        { title: 'when' },
        { title: 'origin' },
        { title: 'by' },
        { title: 'score', align: 'right' },
        { title: '' },
        { title: 'label' },
      ],
      history.map((each) => [
        String(each.id),
        each.at,
        each.origin,
        each.author,
        each.score?.toFixed(2) ?? '',
        each.current ? 'current' : '',
        each.text,
      ]),
    )
    return {
      json: { latent, label: current?.text ?? null, history, evidence },
      text: history.length === 0 ? `Latent ${latent} has no label yet.` : [table, ...evidenceLines(evidence)].join('\n'),
    }
  },
}

export const labelsCommand: Command = {
  name: 'labels',
  usage: 'import|export <project> [file]',
  summary: 'labels from a file (JSONL, JSON map, CSV), or into one (by its ending; stdout without)',
  options: { lens: { type: 'string' } },
  takes: [2, 3],
  async run({ positionals, values, engine }) {
    const [action, , file] = positionals
    const lens = textOption(values, 'lens')
    const of = lens === undefined ? {} : { lens }
    if (action === 'import') {
      if (file === undefined) throw new UsageError('labels import takes a file: etalon labels import <project> labels.jsonl')
      const done = await engine.operations.labels.import({ ...of, file: resolve(file) })
      return { json: done, text: `${counted(done.imported, 'label')} imported, ${counted(done.skipped, 'line')} skipped.` }
    }
    if (action !== 'export') throw new UsageError(`labels takes import or export, not "${action ?? ''}".`)
    const format = file?.endsWith('.csv') ? 'csv' : file?.endsWith('.json') ? 'json' : 'jsonl'
    const exported = await engine.operations.labels.export({ ...of, format })
    if (file === undefined) return { json: { labels: exported.labels, text: exported.text }, text: exported.text.trimEnd() }
    await writeNew(resolve(file), exported.text)
    return {
      json: { labels: exported.labels, out: resolve(file) },
      text: `${counted(exported.labels, 'label')} written to ${inertLine(resolve(file))}`,
    }
  },
}

/** What the label that came with the lens rests on, below the history; nothing where it was only counted. */
function evidenceLines(evidence: LabelEvidence | null): readonly string[] {
  if (evidence === null || evidence.examples.length === 0) return []
  const { label, score, scoreHard, sameAs, examples } = evidence
  const figures = [
    ...(score === null ? [] : [`score ${score.toFixed(2)} against random phrases`]),
    ...(scoreHard === null ? [] : [`${scoreHard.toFixed(2)} against hard ones`]),
    ...(sameAs === null ? [] : [`says the same as that of latent ${sameAs}`]),
  ]
  const head = `The lens's label "${inertLine(label)}"${figures.length === 0 ? '' : `, ${figures.join(', ')},`} was made from phrases such as:`
  return ['', head, ...examples.map((each) => `  ${inertLine(each)}`)]
}

function checked(text: string): string {
  if (text.length > 400)
    throw new Failure(
      'bad-input',
      `The label has ${text.length} characters; a label takes at most 400.`,
      'Put the rest into --notes.',
    )
  return text
}

/** Overwrites only a file that holds the same text already. */
async function writeNew(path: string, text: string): Promise<void> {
  const present = await readFile(path, 'utf8').catch(() => null)
  if (present === text) return
  if (present !== null) throw new Failure('conflict', `${path} is there already.`, 'Name another file, or move it away first.')
  await writeFile(path, text, { flag: 'wx' })
}
