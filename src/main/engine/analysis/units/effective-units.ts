import { noUnit } from './detect-units.ts'

export type UnitSummary = {
  readonly documents: number
  readonly units: number
  /** Documents in the largest unit. */
  readonly largest: number
  /** From 1 to `units`; 0 without documents. */
  readonly effective: number
}

/**
 * How many documents, in how many units, and how many units of equal size would tell as much: Kish's effective number (sum n_u)² / sum n_u²
 * (Kish 1965). As if the documents of a unit all said the same: equal sizes give `units`, one giant unit gives nearly 1.
 *
 * `unit` [documents] from `detectUnits`, documents without one do not count; nor do those where `mask` [documents] is 0.
 */
export function unitSummary(unit: Uint32Array, mask?: Uint8Array): UnitSummary {
  let highest = -1
  for (const each of unit) if (each !== noUnit && each > highest) highest = each
  const sizes = new Uint32Array(highest + 1)
  let documents = 0
  for (let document = 0; document < unit.length; document++) {
    if (unit[document] === noUnit || mask?.[document] === 0) continue
    sizes[unit[document]!]!++
    documents++
  }
  let units = 0
  let largest = 0
  let squares = 0
  for (const size of sizes) {
    if (size > 0) units++
    if (size > largest) largest = size
    squares += size * size
  }
  return { documents, units, largest, effective: documents === 0 ? 0 : (documents * documents) / squares }
}
