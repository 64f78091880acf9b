import { contentKey, WordHashes } from './word-hashes.ts'

/**
 * A value per document that may say which documents are one unit.
 *
 * `pair`: the id or field by which rows of two sides are paired; `prompt`: the text of a channel that another channel answers, compared
 * by its words; `column`: metadata, compared as it is. Missing is null, blank text or a code below 0.
 */
export type UnitKey = {
  readonly name: string
  readonly kind: 'pair' | 'prompt' | 'column'
  /** [documents] */
  readonly values: readonly (string | null)[] | Int32Array
}

/** What became of a key: taken, or why not. */
export type KeyVerdict = 'taken' | 'coarser' | 'no-key-by-name' | 'mostly-missing' | 'one-value' | 'hardly-repeats' | 'few-values'

export type CodedKey = {
  /** [documents], from 0 in the order of first appearance, -1 where missing or left out. */
  readonly codes: Int32Array
  /** Documents that are not left out, those of them with a value, and how many different values these have. */
  readonly rows: number
  readonly filled: number
  readonly distinct: number
}

/** A key's values as numbers. `mask` [documents] is 0 where a document is left out. */
export function codeKey({ kind, values }: UnitKey, mask?: Uint8Array): CodedKey {
  const codes = new Int32Array(values.length)
  const known = new Map<string | number, number>()
  const words = kind === 'prompt' ? new WordHashes() : null
  let rows = 0
  let filled = 0
  for (let document = 0; document < values.length; document++) {
    codes[document] = -1
    if (mask?.[document] === 0) continue
    rows++
    const value = values[document] ?? null
    if (value === null || (typeof value === 'number' ? value < 0 : value.trim() === '')) continue
    filled++
    let key: string | number = value
    if (words !== null && typeof value === 'string') {
      words.read(value)
      key = contentKey(words)
    }
    const code = known.get(key) ?? known.size
    if (code === known.size) known.set(key, code)
    codes[document] = code
  }
  return { codes, rows, filled, distinct: known.size }
}

/** Names of columns whose values are made to tell apart what was asked, or what rows were cut from. */
const strongNames = new Set(
  `prompt question instruction query problem pair_id group_id thread thread_id conversation conversation_id dialogue dialogue_id dialog
  dialog_id chat_id session session_id ticket_id parent parent_id doc_id document document_id article_id passage_id paragraph_id context
  context_id item_id story_id example_id prompt_id question_id instruction_id query_id problem_id original original_id source_id
  source_text original_text`.split(/\s+/),
)

/** Names of columns that do so in some corpora and in others are labels (`source: news`). */
const weakNames = new Set('source pair group topic_id article passage paragraph chat item story ticket url uri link'.split(' '))

/**
 * Whether a key can be the unit by itself. It has to be filled in over half of the documents and to repeat: 2 values at least, and at most
 * 90 % as many as filled rows. And it must not look like a label, a few values with many rows each, since then little is left to count:
 * of `filled` rows with `distinct` values, filled / distinct is at most 50, and at most 5 · distinct; for columns whose names are also
 * used for labels (source, pair, group, ...) below `distinct`. A column counts only where its name is known for a key, in whatever case
 * (`promptId`, `Prompt ID`); so `label`, `model`, `subset`, `author`, `topic`, `split` never do.
 */
export function judgeKey({ name, kind }: UnitKey, { rows, filled, distinct }: CodedKey): KeyVerdict {
  const plain = plainName(name)
  const weak = kind === 'column' && weakNames.has(plain)
  if (kind === 'column' && !weak && !strongNames.has(plain)) return 'no-key-by-name'
  if (filled * 2 <= rows) return 'mostly-missing'
  if (distinct < 2) return 'one-value'
  if (distinct > 0.9 * filled) return 'hardly-repeats'
  const rowsEach = filled / distinct
  const tooFew = rowsEach > 50 || (weak ? rowsEach >= distinct : rowsEach > 5 * distinct)
  return tooFew ? 'few-values' : 'taken'
}

/** `promptId`, `Prompt ID` and `prompt-id` as `prompt_id`. */
function plainName(name: string): string {
  const cut = name.trim().replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
  return cut.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_')
}
