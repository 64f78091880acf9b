import type { DiffDesign } from '../../../../contract/differences.ts'
import type { Compared } from './compared.ts'

/** Which test the units call for, and which documents it can use. */
export type Layout = {
  readonly design: DiffDesign
  /** [documents], 1 where counted. */
  readonly used: Uint8Array
  /** [groups]: documents not counted, for want of a partner (paired) or of their unit's other side (stratified). */
  readonly leftOut: Uint32Array
  /** Units on both sides that are too few to compare within, and are counted as one unit on each side: warn. 0 elsewhere. */
  readonly straddling: number
}

/** Share of the smaller side's documents that must stand in units with both sides, for a comparison within units. */
const enoughWithin = 0.5

/**
 * The design of a comparison:
 * - `paired` where there are pair keys. Used are documents whose key has the target and another group (`union`: every group).
 * - `stratified` where at least half of the smaller side's documents are in units that also have the other side (any group but 0).
 *   Only such units are used. Never where units are not `keyed`.
 * - `clustered` where any unit has several documents on a side; `independent` otherwise. All documents are used. Where fewer units have
 *   both sides, each such unit counts as two, one a side: what they share makes the sides alike, so the variance is overstated, never
 *   understated.
 */
export function layoutOf(compared: Compared, union: boolean): Layout {
  if (compared.pair !== null) return pairedLayout(compared, compared.pair, union)
  const { documents, groups, group, unit, units } = compared
  const onSide = [new Uint32Array(units), new Uint32Array(units)] as const
  const sizes = [0, 0]
  for (let document = 0; document < documents; document++) {
    const side = group[document] === 0 ? 0 : 1
    onSide[side][unit[document]!]!++
    sizes[side]!++
  }
  const within = [0, 0]
  let straddling = 0
  let several = false
  for (let each = 0; each < units; each++) {
    const [target, other] = [onSide[0][each]!, onSide[1][each]!]
    several ||= target > 1 || other > 1
    if (target === 0 || other === 0) continue
    straddling++
    within[0]! += target
    within[1]! += other
  }
  const used = new Uint8Array(documents).fill(1)
  const leftOut = new Uint32Array(groups)
  const smaller = sizes[0]! <= sizes[1]! ? 0 : 1
  if (compared.keyed !== false && straddling > 0 && within[smaller]! >= enoughWithin * sizes[smaller]!) {
    for (let document = 0; document < documents; document++) {
      const its = unit[document]!
      if (onSide[0][its]! > 0 && onSide[1][its]! > 0) continue
      used[document] = 0
      leftOut[group[document]!]!++
    }
    return { design: 'stratified', used, leftOut, straddling: 0 }
  }
  return { design: several ? 'clustered' : 'independent', used, leftOut, straddling }
}

function pairedLayout({ documents, groups, group }: Compared, pair: Int32Array, union: boolean): Layout {
  let keys = 0
  for (let document = 0; document < documents; document++) keys = Math.max(keys, pair[document]! + 1)
  const others = new Uint8Array(keys)
  const target = new Uint8Array(keys)
  for (let document = 0; document < documents; document++) {
    const key = pair[document]!
    if (key < 0) continue
    if (group[document] === 0) target[key] = 1
    else others[key]!++
  }
  const wanted = union ? groups - 1 : 1
  const used = new Uint8Array(documents)
  const leftOut = new Uint32Array(groups)
  for (let document = 0; document < documents; document++) {
    const key = pair[document]!
    if (key >= 0 && target[key] === 1 && others[key]! >= wanted) used[document] = 1
    else leftOut[group[document]!]!++
  }
  return { design: 'paired', used, leftOut, straddling: 0 }
}
