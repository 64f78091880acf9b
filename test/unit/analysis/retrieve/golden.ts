import { readFileSync } from 'node:fs'

export type RetrieveGolden = {
  readonly texts: readonly string[]
  readonly bm25: readonly { readonly query: string; readonly scores: readonly number[] }[]
  readonly rankings: readonly {
    readonly scores: readonly number[]
    readonly relevant: readonly number[]
    readonly averagePrecision: number
    readonly reciprocalRank: number
    readonly precisionAt3: number
    readonly areaUnderCurve: number | null
  }[]
  readonly overlaps: readonly { readonly a: readonly number[]; readonly b: readonly number[]; readonly overlap: number }[]
  readonly quantiles: readonly { readonly size: number; readonly quantile: number }[]
}

/** What bm25s, scikit-learn and numpy compute: test/golden/retrieve/make.py. */
export const golden = JSON.parse(
  readFileSync(new URL('../../../golden/retrieve/retrieve.json', import.meta.url), 'utf8'),
) as RetrieveGolden
