import type { ChatRole } from './chat-turns.ts'
import type { ColumnSummary } from './column-summary.ts'

/** Which field of a row feeds a channel; with a role, which turns of the conversation in that field. */
export type ChannelMapping = { readonly name: string; readonly field: string; readonly role?: ChatRole }

/** How rows become documents. The first channel is the main one: a document has its text, and other channels where they are filled. */
export type ColumnMapping = {
  readonly id: string | null
  readonly channels: readonly ChannelMapping[]
  /** columns that are not kept; absent: none */
  readonly leftOut?: readonly string[]
}

const names = (list: string): readonly string[] => list.split(' ')

// names of columns, best first, as `plainName` writes them
const documentNames = names('text content body document fulltext rawtext')
const answerNames = names('response output answer completion generation reply modeloutput modelresponse generatedtext target')
const otherTextNames = names(
  'message comment review reviewtext article abstract transcript story passage essay speech post tweet lyrics plot summary description caption sentence utterance statement quote context',
)
const promptNames = names('prompt instruction question query input request usermessage userprompt problem')
const idNames = names(
  'id _id uid uuid guid docid documentid rowid recordid sampleid exampleid itemid identifier key idx index file filename',
)

/** A chosen field that holds a conversation is read by the role the channel's name says, any other name by all its turns. */
export function channelFor(name: string, column: ColumnSummary): ChannelMapping {
  if (column.kind !== 'messages') return { name, field: column.name }
  const roles: Readonly<Record<string, ChatRole>> = {
    prompt: 'user',
    user: 'user',
    response: 'assistant',
    assistant: 'assistant',
    system: 'system',
  }
  return { name, field: column.name, role: roles[name] ?? 'conversation' }
}

/**
 * The channels columns suggest, main one first; none where no column holds text.
 *
 * A column with a usual name wins while its values are not a few repeated ones; else a conversation; else the column
 * with the longest median text. Beside an answer or a text, a column named like a prompt becomes the channel `prompt`.
 */
export function detectChannels(columns: readonly ColumnSummary[], rows: number): readonly ChannelMapping[] {
  const texts = columns.filter((column) => column.kind === 'text')
  const named = (wanted: readonly string[], among = texts.filter((column) => !isUnlikely(column, rows))) =>
    wanted.flatMap((name) => among.find((column) => plainName(column.name) === name) ?? [])[0]

  const preferred = preferences(columns)
  if (preferred !== null) return preferred
  const conversation = columns.find((column) => column.kind === 'messages')
  const main =
    named([...documentNames, ...answerNames]) ??
    (conversation === undefined ? (named(otherTextNames) ?? longestText(texts, rows)) : undefined)
  if (main === undefined && conversation !== undefined) {
    return [channelFor('response', conversation), channelFor('prompt', conversation)]
  }
  if (main === undefined) return []
  const prompt = named(promptNames, texts)
  if (prompt === undefined || prompt === main) return [{ name: 'text', field: main.name }]
  const mainName = answerNames.includes(plainName(main.name)) ? 'response' : 'text'
  return [
    { name: mainName, field: main.name },
    { name: 'prompt', field: prompt.name },
  ]
}

/** The column that names a row: by its name, and hardly any value twice; null where rows must be numbered. */
export function detectId(columns: readonly ColumnSummary[], rows: number, taken: readonly string[]): string | null {
  const candidates = columns.filter(({ name, kind, filled, distinct, medianLength }) => {
    const isScalar = kind === 'text' || kind === 'number'
    return (
      isScalar &&
      filled * 2 > rows &&
      !taken.includes(name) &&
      medianLength <= 200 &&
      distinct > filled * (plainName(name) === 'id' ? 0.5 : 0.95)
    )
  })
  const byName = idNames.flatMap((name) => candidates.find((column) => plainName(column.name) === name) ?? [])[0]
  const bySuffix = candidates.find(
    ({ name }) => /(^|[^a-z])id$|[a-z]I[dD]$/.test(name) && !/user|author|parent|speaker|thread|session/i.test(name),
  )
  return (byName ?? bySuffix)?.name ?? null
}

/** `chosen` and `rejected` answers, as preference data has them, with the prompt from a column of its own or out of the conversation. */
function preferences(columns: readonly ColumnSummary[]): readonly ChannelMapping[] | null {
  const [chosen, rejected] = ['chosen', 'rejected'].map((name) => columns.find((column) => plainName(column.name) === name))
  if (chosen === undefined || rejected === undefined || chosen.kind !== rejected.kind) return null
  if (chosen.kind !== 'text' && chosen.kind !== 'messages') return null
  const answers = [chosen, rejected].map((column) =>
    column.kind === 'messages'
      ? { name: plainName(column.name), field: column.name, role: 'assistant' as const }
      : { name: plainName(column.name), field: column.name },
  )
  const prompt = columns.find((column) => column.kind === 'text' && promptNames.includes(plainName(column.name)))
  if (prompt !== undefined) return [...answers, { name: 'prompt', field: prompt.name }]
  return chosen.kind === 'messages' ? [...answers, { name: 'prompt', field: chosen.name, role: 'user' }] : answers
}

/** Mostly empty, or a few values over and over, as labels are. */
function isUnlikely({ filled, distinct, medianLength }: ColumnSummary, rows: number): boolean {
  return filled * 2 < rows || (filled >= 20 && distinct * 5 < filled && medianLength < 80)
}

/** The longest text by its median, addresses and hashes last. */
function longestText(texts: readonly ColumnSummary[], rows: number): ColumnSummary | undefined {
  const weight = (column: ColumnSummary) => {
    const isProse = column.examples.some((example) => !/^(https?:|\/|[\w.:/@=+-]*$)/.test(example))
    return (column.medianLength + 1) * (isProse ? 100 : 1) * (isUnlikely(column, rows) ? 0.001 : 1)
  }
  return [...texts].sort((a, b) => weight(b) - weight(a))[0]
}

/** Lower case, letters and digits of any script only; a leading underscore stays. */
function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?!^_)[^\p{L}\p{N}]+/gu, '')
}
