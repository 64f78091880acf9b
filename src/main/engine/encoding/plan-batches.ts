/** Rows read at once; `longest` of them in tokens. */
export type Batch<Row> = { readonly rows: readonly Row[]; readonly longest: number }

/** Tokens of a batch, padding included: from 500 to 1,000 is fastest on processor cores, as then the activations stay in the cache. */
export const batchTokens = 640
/** What one more batch costs, in tokens: its share of a pass over the weights and of what does not depend on its size. */
const batchCost = 32

/**
 * Rows of like length (all its tokens) together, cut where the tokens read, padding included, and the batches cost least in all.
 *
 * Depends only on the rows given: the same block always makes the same batches.
 */
export function planBatches<Row extends { readonly length: number }>(rows: readonly Row[]): readonly Batch<Row>[] {
  const sorted = rows
    .map((row, at) => ({ row, at }))
    .sort((a, b) => a.row.length - b.row.length || a.at - b.at)
    .map(({ row }) => row)
  // [rows + 1]: what the first so many rows cost at least, and where their last batch begins.
  const least = new Float64Array(sorted.length + 1)
  const starts = new Int32Array(sorted.length + 1)
  sorted.forEach(({ length }, last) => {
    const end = last + 1
    least[end] = Infinity
    for (let start = last; start >= 0 && (start === last || (end - start) * length <= batchTokens); start--) {
      const cost = (least[start] ?? 0) + (end - start) * length + batchCost
      if (cost >= (least[end] ?? 0)) continue
      least[end] = cost
      starts[end] = start
    }
  })
  const batches: Batch<Row>[] = []
  for (let end = sorted.length; end > 0; end = starts[end] ?? 0)
    batches.push({ rows: sorted.slice(starts[end], end), longest: sorted[end - 1]?.length ?? 0 })
  return batches.reverse()
}
