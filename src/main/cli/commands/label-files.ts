import { basename, resolve } from 'node:path'
import {
  conflictChoices,
  type ExportedLabels,
  type ImportedLabels,
  type LabelComparison,
  labelFormats,
  type LabelFileSummary,
  type LabelProblems,
} from '../../../contract/label-files.ts'
import { type Invocation, type Outcome, textOption, UsageError, type Values, wholeNumber } from '../command.ts'
import { count, counted, inertLine, textTable } from '../text-table.ts'

/** What `labels import` and `labels export` take beside what every command takes. */
export const labelFileOptions = {
  conflicts: { type: 'string' },
  compare: { type: 'boolean' },
  anyway: { type: 'boolean' },
  'keep-persons': { type: 'boolean' },
  undo: { type: 'string' },
  redo: { type: 'string' },
  format: { type: 'string' },
  history: { type: 'boolean' },
} as const

/** Problems and conflicts shown in the text; `--json` has the first 100 and 1,000. */
const mostShown = 10

export async function importLabels({ positionals, values, engine }: Invocation): Promise<Outcome> {
  const [undo, redo] = [numberIn(values, 'undo'), numberIn(values, 'redo')]
  if (undo !== null || redo !== null) return undoImport(engine, { import: (undo ?? redo)!, redo: undo === null })
  const file = positionals[2]
  if (file === undefined) throw new UsageError('labels import takes a file: etalon labels import <project> labels.jsonl')
  const { labels } = engine.operations
  const of = { ...lensFrom(values), file: resolve(file) }
  const conflicts = oneOf(values, 'conflicts', conflictChoices) ?? 'keep'
  if (values['compare'] === true) {
    const compared = await labels.compare(of)
    return { json: compared, text: comparedText(basename(file), compared) }
  }
  const done = await labels.import({
    ...of,
    conflicts,
    each: [],
    keepPersons: values['keep-persons'] === true,
    anyway: values['anyway'] === true,
  })
  return { json: done, text: importedText(basename(file), done) }
}

/** Imports that wrote something, the newest first. */
export async function listImports({ values, engine }: Invocation): Promise<Outcome> {
  const imports = await engine.operations.labels.imports(lensFrom(values))
  const table = textTable(
    [
      { title: 'import', align: 'right' },
      { title: 'when' },
      { title: 'file' },
      { title: 'versions', align: 'right' },
      { title: '' },
    ],
    imports.map(({ id, at, file, versions, undone }) => [String(id), at, file, count(versions), undone ? 'undone' : '']),
  )
  return { json: imports, text: imports.length === 0 ? 'No file has brought a label yet.' : table }
}

async function undoImport({ operations }: Invocation['engine'], which: { import: number; redo: boolean }): Promise<Outcome> {
  const done = await operations.labels.undoImport(which)
  const versions = counted(done.versions, 'version')
  const text = done.undone
    ? `Import ${done.id} (${inertLine(done.file)}) is undone: its ${versions} count no longer. --redo ${done.id} brings them back.`
    : `Import ${done.id} (${inertLine(done.file)}) counts again, with ${versions}.`
  return { json: done, text }
}

function numberIn(values: Values, name: string): number | null {
  const given = textOption(values, name)
  return given === undefined ? null : wholeNumber(given, `--${name}`, { min: 1, max: Number.MAX_SAFE_INTEGER })
}

export async function exportLabels({ positionals, values, engine }: Invocation): Promise<Outcome> {
  const file = positionals[2]
  const format = oneOf(values, 'format', labelFormats) ?? formatOf(file)
  const out = file === undefined ? {} : { out: resolve(file) }
  const asked = { ...lensFrom(values), format, history: values['history'] === true, ...out }
  const done = await engine.operations.labels.export(asked)
  return { json: done, text: done.text?.trimEnd() ?? exportedText(done) }
}

function lensFrom(values: Values): { lens?: string } {
  const lens = textOption(values, 'lens')
  return lens === undefined ? {} : { lens }
}

function oneOf<Choice extends string>(values: Values, name: string, choices: readonly Choice[]): Choice | undefined {
  const given = textOption(values, name)
  const choice = choices.find((each) => each === given)
  if (given !== undefined && choice === undefined)
    throw new UsageError(`--${name} takes ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}, not "${given}".`)
  return choice
}

/** By the ending of the file's name: CSV, JSON, else JSON Lines. */
function formatOf(file: string | undefined): 'csv' | 'json' | 'jsonl' {
  const ending = /\.(csv|json)(?:\.gz)?$/i.exec(file ?? '')?.[1]?.toLowerCase()
  return ending === 'csv' || ending === 'json' ? ending : 'jsonl'
}

function importedText(name: string, done: ImportedLabels): string {
  const { taken, both, kept } = done.conflicts
  const conflicts = [
    ...(taken === 0 ? [] : [`the file's label taken for ${count(taken)}`]),
    ...(both === 0 ? [] : [`the file's label put into the history of ${count(both)}`]),
    ...(kept === 0 ? [] : [`the standing label kept for ${count(kept)}`]),
  ]
  const lines = [
    `${inertLine(name)} (${done.format}): ${summary(done)}.`,
    ...(conflicts.length === 0 ? [] : [`Latents labelled otherwise here: ${conflicts.join(', ')}.`]),
    ...(kept > 0 && taken + both === 0
      ? ['--compare lists them; --conflicts take or --conflicts both brings in the labels of the file.']
      : []),
    ...(done.import === null ? [] : [`--undo ${done.import} takes this import back.`]),
  ]
  return [...lines, ...problemLines(done)].join('\n')
}

function comparedText(name: string, compared: LabelComparison): string {
  const { person, machine, first } = compared.conflicts
  const table = textTable(
    [
      { title: 'latent', align: 'right' },
      { title: 'label here', width: 45 },
      { title: 'by', width: 20 },
      { title: 'label in the file', width: 45 },
    ],
    first
      .slice(0, mostShown)
      .map(({ latent, standing, incoming }) => [
        String(latent),
        standing.text === '' ? '(withdrawn)' : standing.text,
        standing.author,
        incoming.text,
      ]),
  )
  const lines = [
    `${inertLine(name)} (${compared.format}), of which nothing was written: ${summary(compared)}.`,
    ...(compared.otherSae === null ? [] : [`${inertLine(compared.otherSae)} An import needs --anyway.`]),
    `Latents labelled otherwise here: ${count(person + machine)}, ${count(person)} of them by a person.`,
  ]
  return [...lines, ...(first.length === 0 ? [] : ['', table]), ...problemLines(compared)].join('\n')
}

function summary({ added, scored, equal }: LabelFileSummary): string {
  const withScore = scored === 0 ? '' : `, ${counted(scored, 'new score')} of labels already here`
  return `${counted(added, 'new label')}${withScore}, ${count(equal)} already here`
}

function problemLines({ skipped, notices }: LabelFileSummary): readonly string[] {
  return [...listed(skipped, 'skipped'), ...listed(notices, 'taken with a change')]
}

function listed({ count: all, first }: LabelProblems, what: string): readonly string[] {
  if (all === 0) return []
  const shown = first.slice(0, mostShown)
  const lines = shown.map(({ file, line, reason }) => `  ${file}${line === null ? '' : `, line ${line},`} ${reason}`)
  const more = all === shown.length ? [] : [`  and ${count(all - shown.length)} more`]
  return [`${counted(all, 'row')} ${what}:`, ...lines.map(inertLine), ...more]
}

function exportedText({ labels, versions, leftOut, out }: ExportedLabels): string {
  const earlier = versions === labels ? '' : ` and ${counted(versions - labels, 'earlier version')}`
  const written = `${counted(labels, 'label')}${earlier} written to ${inertLine(out ?? '')}`
  return leftOut === null ? written : `${written}\n${leftOut}`
}
