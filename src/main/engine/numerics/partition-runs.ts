/** Runs `first` to `end` (exclusive). */
export type RunRange = { readonly first: number; readonly end: number }

/** Cuts runs into consecutive ranges of at least `entries` entries each (the last may have fewer). `starts` is [runs + 1]. */
export function partitionRuns(starts: Uint32Array, entries: number): RunRange[] {
  const ranges: RunRange[] = []
  const runs = starts.length - 1
  for (let first = 0; first < runs;) {
    let end = first + 1
    while (end < runs && starts[end]! - starts[first]! < entries) end++
    ranges.push({ first, end })
    first = end
  }
  return ranges
}
