import { basename } from 'node:path'
import { Failure } from '../../../contract/failure.ts'
import { channelFor, detectChannels, detectId, type ColumnMapping } from './column-mapping.ts'
import { summarizeColumns, type ColumnSummary } from './column-summary.ts'
import type { CorpusSource } from './corpus-source.ts'
import { toJsonValue, type JsonValue } from './json-value.ts'
import { refuseWithoutRows } from './no-rows.ts'
import type { RawRow, RowProblem } from './raw-row.ts'
import { readRawRows } from './raw-rows.ts'

export type PreviewRow = { readonly row: number; readonly fields: { readonly [name: string]: JsonValue } }

/** What a corpus holds and how it would be read, from its first rows. JSON throughout. */
export type CorpusPreview = {
  readonly source: CorpusSource
  readonly columns: readonly ColumnSummary[]
  readonly mapping: ColumnMapping
  /** the first five, their texts cut to 2,000 characters */
  readonly rows: readonly PreviewRow[]
  /** rows among the first that cannot be read */
  readonly problems: readonly RowProblem[]
}

/** What the user decides about columns: `text` and `channels` replace what would be found, the first channel named is the main one. */
export type ColumnChoice = {
  readonly text?: string
  /** null: rows are named by their numbers */
  readonly id?: string | null
  /** channel name to field */
  readonly channels?: Readonly<Record<string, string>>
  /** columns that are not kept */
  readonly leftOut?: readonly string[]
}

const sampleRows = 200
const sampleCharacters = 32 * 1024 * 1024
const shownRows = 5
const shownCharacters = 2000
const keptProblems = 200
const channelName = /^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,39}$/u

/**
 * Reads the first 200 rows of a corpus (fewer when they are huge, more when none of these can be read) and decides which
 * columns are text and id.
 * @throws Failure where no row can be read, no column holds text, or a column the user names is not there
 */
export async function previewCorpus(source: CorpusSource, choice: ColumnChoice = {}, signal?: AbortSignal): Promise<CorpusPreview> {
  const { rows, problems } = await readSample(source, signal)
  const columns = summarizeColumns(rows, source.kind === 'csv' || source.kind === 'tsv')
  const mapping = chooseMapping(source, columns, rows.length, choice)
  return { source, columns, mapping, rows: rows.slice(0, shownRows).map(showRow), problems }
}

async function readSample(
  source: CorpusSource,
  signal?: AbortSignal,
): Promise<{ readonly rows: readonly RawRow[]; readonly problems: readonly RowProblem[] }> {
  const rows: RawRow[] = []
  const problems: RowProblem[] = []
  let characters = 0
  let skipped = 0
  const isEnough = () =>
    rows.length >= sampleRows || characters > sampleCharacters || (rows.length > 0 && rows.length + skipped >= sampleRows)
  reading: for await (const { items } of readRawRows(source, signal)) {
    for (const each of items) {
      if ('row' in each) {
        rows.push(each.row)
        for (const value of Object.values(each.row.fields)) if (typeof value === 'string') characters += value.length
      } else if (++skipped <= keptProblems) problems.push(each.problem)
      if (isEnough()) break reading
    }
  }
  if (rows.length === 0) refuseWithoutRows(source, skipped, problems[0])
  return { rows, problems }
}

function chooseMapping(source: CorpusSource, columns: readonly ColumnSummary[], rows: number, choice: ColumnChoice): ColumnMapping {
  const find = (field: string): ColumnSummary => {
    const column = columns.find(({ name }) => name === field)
    if (column !== undefined) return column
    throw new Failure(
      'bad-input',
      `${basename(source.path)} has no column "${field}".`,
      `Its columns are ${columns.map(({ name }) => name).join(', ')}.`,
    )
  }
  const wanted = [...(choice.text === undefined ? [] : [['text', choice.text] as const]), ...Object.entries(choice.channels ?? {})]
  for (const [name] of wanted) {
    if (channelName.test(name)) continue
    throw new Failure(
      'bad-input',
      `"${name}" cannot be the name of a channel.`,
      'Use up to 40 letters, digits, dots, dashes and underscores, such as prompt=question.',
    )
  }
  const chosen = wanted.filter(([name], position) => name !== 'text' || position === 0 || choice.text === undefined)
  /** What is found by itself is read in the same way when it is named. */
  const asFound = (name: string, field: string) =>
    source.kind === 'text-folder' || choice.text !== undefined
      ? undefined
      : found().find((each) => each.name === name && each.field === field)
  const found = () => (source.kind === 'text-folder' ? [{ name: 'text', field: 'text' }] : detectChannels(columns, rows))
  const channels =
    wanted.length > 0 ? chosen.map(([name, field]) => asFound(name, field) ?? channelFor(name, find(field))) : found()
  if (channels.length === 0) {
    const hint = `Name the column to read (--text FIELD); there are ${columns.map(({ name, kind }) => `${name} (${kind})`).join(', ')}.`
    throw new Failure('bad-input', `${basename(source.path)} has no column with text.`, hint)
  }
  const taken = channels.map(({ field }) => field)
  const { id, leftOut = [] } = choice
  const named = id === undefined ? detectId(columns, rows, taken) : id === null ? null : find(id).name
  const unkept = leftOut.filter((field) => field !== named && !taken.includes(field))
  return { id: named, channels, ...(unkept.length > 0 ? { leftOut: unkept } : {}) }
}

function showRow({ row, fields }: RawRow): PreviewRow {
  const shown = Object.create(null) as Record<string, JsonValue>
  for (const [name, value] of Object.entries(fields)) {
    const whole = toJsonValue(value, () => {})
    shown[name] =
      typeof whole === 'string' && whole.length > shownCharacters ? `${whole.slice(0, shownCharacters).toWellFormed()}…` : whole
  }
  return { row, fields: shown }
}
