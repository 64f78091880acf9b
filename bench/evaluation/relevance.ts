/** Which documents a query asks for, by what is known of them. */

export type Relevance =
  | { readonly column: string; readonly values: readonly string[] }
  | { readonly pattern: string; readonly least: number; readonly flags: string }

export type Query = {
  readonly id: string
  readonly part: 'development' | 'test'
  readonly kind: 'content' | 'form'
  readonly corpora: readonly string[]
  readonly query: string
  readonly relevant: Relevance
}

export type Row = { readonly text: string } & Readonly<Record<string, unknown>>

/** 1 where relevant, [rows]. */
export function relevantRows({ relevant }: Query, rows: readonly Row[]): Uint8Array {
  if ('column' in relevant) {
    const wanted = new Set(relevant.values)
    return Uint8Array.from(rows, (row) => {
      const value = row[relevant.column]
      return (Array.isArray(value) ? value : [value]).some((each) => wanted.has(String(each))) ? 1 : 0
    })
  }
  const pattern = new RegExp(relevant.pattern, `g${relevant.flags}`)
  return Uint8Array.from(rows, ({ text }) => ((text.match(pattern) ?? []).length >= relevant.least ? 1 : 0))
}

const emptyWords = new Set(
  'a about an and as at be being by for from has have he his how in is it many much of on one or so that the their them then they to was what when where which who will with without'.split(
    ' ',
  ),
)

/** The words of a query that are not mere grammar. */
export function fullWords(query: string): string[] {
  return (query.match(/\p{L}+/gu) ?? []).filter((word) => !emptyWords.has(word.toLowerCase()))
}

/**
 * How much more often a word of the query stands in the relevant texts than in the others: the share of relevant texts with any of its words (as
 * written, little words left out) minus that of the rest.
 */
export function wordLift({ query }: Query, rows: readonly Row[], relevant: Uint8Array): number {
  const words = fullWords(query.toLowerCase())
  const pattern = new RegExp(`(?<!\\p{L})(?:${words.join('|')})(?!\\p{L})`, 'iu')
  const has = [0, 0]
  const all = [0, 0]
  rows.forEach(({ text }, at) => {
    all[relevant[at]!]! += 1
    if (pattern.test(text)) has[relevant[at]!]! += 1
  })
  return has[1]! / all[1]! - has[0]! / Math.max(1, all[0]!)
}
