import type { DiffRow } from '../../../contract/differences.ts'
import type { Direction } from '../../../contract/hypotheses.ts'

/** What is read of a row of the diff that hypotheses are made from. */
export type CandidateLatent = Pick<
  DiffRow,
  | 'latent'
  | 'label'
  | 'family'
  | 'target'
  | 'others'
  | 'comparedWith'
  | 'difference'
  | 'adjustedDifference'
  | 'testable'
  | 'qValue'
  | 'qAdjusted'
>

export type ChosenLatent = {
  readonly latent: number
  readonly label: string | null
  readonly direction: Direction
  /** Document frequency of the target and of the group it is compared with. */
  readonly shares: readonly [target: number, other: number]
  /** Target minus others, adjusted for length and controls where it could be. */
  readonly difference: number
  /** Other latents of its family that point the same way: one label stands for all. */
  readonly alike: readonly number[]
}

/**
 * The latents worth a label: discoveries at the false discovery rate, also after adjustment where there is one, the largest difference
 * first; of a family and direction only the first. Both directions share `most`: half each, and what one leaves the other takes.
 *
 * @param rows of a diff of the discovering half alone
 */
export function chooseLatents(
  rows: readonly CandidateLatent[],
  { most, rate }: { readonly most: number; readonly rate: number },
): readonly ChosenLatent[] {
  const found = rows.filter((row) => isDiscovery(row, rate))
  found.sort((a, b) => Math.abs(sizeOf(b)) - Math.abs(sizeOf(a)) || a.latent - b.latent)
  const alike = new Map<string, number[]>()
  const firsts: ChosenLatent[] = []
  for (const row of found) {
    const difference = sizeOf(row)
    const direction = difference > 0 ? 'up' : 'down'
    const family = `${row.family} ${direction}`
    const others = row.family === null ? undefined : alike.get(family)
    if (others !== undefined) {
      others.push(row.latent)
      continue
    }
    const its: number[] = []
    alike.set(family, its)
    firsts.push({ latent: row.latent, label: row.label, direction, shares: sharesOf(row), difference, alike: its })
  }
  const counts = { up: 0, down: 0 }
  for (const { direction } of firsts) counts[direction]++
  const half = Math.ceil(most / 2)
  const up = Math.min(counts.up, Math.max(half, most - counts.down))
  const room = { up, down: most - up }
  return firsts.filter(({ direction }) => room[direction]-- > 0)
}

/** Of all others together the frequency is the target's less the difference. */
function sharesOf({ target, others, comparedWith, difference }: CandidateLatent): readonly [number, number] {
  return [target, comparedWith === null ? target - difference : (others[comparedWith] ?? target - difference)]
}

function sizeOf({ difference, adjustedDifference }: CandidateLatent): number {
  return adjustedDifference ?? difference
}

function isDiscovery(row: CandidateLatent, rate: number): boolean {
  if (!row.testable || row.qValue > rate || sizeOf(row) === 0) return false
  return row.qAdjusted === null || (row.qAdjusted <= rate && sizeOf(row) * row.difference > 0)
}
