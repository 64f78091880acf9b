/** Rows read at once; `longest` of them in tokens. */
export type Batch<Row> = { readonly rows: readonly Row[]; readonly longest: number }

/** Tokens of a batch, padding included: from 500 to 1,000 is fastest on processor cores, as then the activations stay in the cache. */
export const batchTokens = 640

/**
 * Rows of like length (all its tokens) together, so that little is padded.
 *
 * Depends only on the rows given: the same block always makes the same batches.
 */
export function planBatches<Row extends { readonly length: number }>(rows: readonly Row[]): readonly Batch<Row>[] {
  const sorted = rows.map((row, at) => ({ row, at })).sort((a, b) => a.row.length - b.row.length || a.at - b.at)
  const batches: Batch<Row>[] = []
  let open: Row[] = []
  for (const { row } of sorted) {
    if (open.length > 0 && (open.length + 1) * row.length > batchTokens) {
      batches.push({ rows: open, longest: open.at(-1)?.length ?? 0 })
      open = []
    }
    open.push(row)
  }
  if (open.length > 0) batches.push({ rows: open, longest: open.at(-1)?.length ?? 0 })
  return batches
}
