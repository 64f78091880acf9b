import type { LatentRow } from '../../../contract/latents.ts'

const ends = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1]

/** The end of the axis on which differences are drawn: the least round one that holds the intervals of these rows. */
export function differenceScale(rows: readonly LatentRow[]): number {
  const reach = Math.max(0, ...rows.flatMap(({ interval }) => (interval ?? []).map(Math.abs)))
  return ends.find((end) => end >= reach) ?? 1
}
