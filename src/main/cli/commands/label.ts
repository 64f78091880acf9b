import { Failure } from '../../../contract/failure.ts'
import { exportLabels, importLabels, labelFileOptions, listImports } from './label-files.ts'
import { labelModelOptions, modelActions } from './labels-by-model.ts'
import type { LabelEvidence } from '../../../contract/latents.ts'
import { type Command, type Invocation, type Outcome, textOption, UsageError, wholeNumber } from '../command.ts'
import { inertLine, textTable } from '../text-table.ts'

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
        { title: 'on', align: 'right' },
        { title: '' },
        { title: 'label' },
      ],
      history.map((each) => [
        String(each.id),
        each.at,
        each.origin,
        each.author,
        each.score?.toFixed(2) ?? '',
        each.scoredOn === null ? '' : String(each.scoredOn),
        each.current ? 'current' : each.withdrawn ? 'withdrawn' : '',
        each.text,
      ]),
    )
    return {
      json: { latent, label: current?.text ?? null, history, evidence },
      text: history.length === 0 ? `Latent ${latent} has no label yet.` : [table, ...evidenceLines(evidence)].join('\n'),
    }
  },
}

/** What `labels` can be asked to do. */
const actions = new Map<string, (invocation: Invocation) => Promise<Outcome>>([
  ['import', importLabels],
  ['imports', listImports],
  ['export', exportLabels],
  ...Object.entries(modelActions),
])

export const labelsCommand: Command = {
  name: 'labels',
  usage:
    'import|imports|export|auto|score|count|queue|proposed|accept|edit|refuse|skip|flag|undo|decisions <project> [FILE|N [PROPOSAL]]',
  summary: 'labels from a file or into one; by a language model, scored; and decisions on what it proposed',
  options: { lens: { type: 'string' }, ...labelFileOptions, ...labelModelOptions },
  takes: [2, 4],
  async run(invocation) {
    const [action = ''] = invocation.positionals
    const act = actions.get(action)
    if (act !== undefined) return act(invocation)
    throw new UsageError(`labels takes ${[...actions.keys()].join(', ')}, not "${action}".`)
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
