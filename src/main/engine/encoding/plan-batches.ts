/** A run of tokens of one document, read in one row of a batch. */
export type Row = {
  readonly document: number
  /** Position in the document of the first token. */ readonly from: number
  readonly length: number
}

export type Batch = {
  readonly rows: readonly Row[]
  /** Longest row, in tokens without the beginning-of-sequence token. */ readonly longest: number
}

/** Tokens of a batch, padding included: from 500 to 1,000 is fastest on processor cores, as then the activations stay in the cache. */
export const batchTokens = 640

/**
 * Rows of like length together, so that little is padded.
 *
 * Depends only on the rows given: the same block always makes the same batches.
 *
 * @param before tokens put before each row (1 with a beginning-of-sequence token)
 */
export function planBatches(rows: readonly Row[], before: number): readonly Batch[] {
  const sorted = rows.map((row, at) => ({ row, at })).sort((a, b) => a.row.length - b.row.length || a.at - b.at)
  const batches: Batch[] = []
  let open: Row[] = []
  for (const { row } of sorted) {
    if (open.length > 0 && (open.length + 1) * (row.length + before) > batchTokens) {
      batches.push({ rows: open, longest: open.at(-1)?.length ?? 0 })
      open = []
    }
    open.push(row)
  }
  if (open.length > 0) batches.push({ rows: open, longest: open.at(-1)?.length ?? 0 })
  return batches
}
