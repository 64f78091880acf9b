import { hash32 } from '../../numerics/seeded-random.ts'
import { noUnit } from './detect-units.ts'

/** Whether the unit with this key is in half A (0) or B (1). Depends on the key and the seed alone; either with probability 1/2. */
export function halfOf(key: string, seed: number): 0 | 1 {
  return (hash32(key, seed) >>> 31) as 0 | 1
}

/**
 * [units], the key of each unit: the smallest among its documents' in the order of UTF-16 code units. `unit` [documents] from `detectUnits`;
 * `keyOf` gives a document's key: the value of the field that made the units, else the content key of its text
 * (`NearDuplicates.contentKey`). So it depends on which documents are in the unit, not on their order, nor on other units. Documents with
 * `noUnit` count for nothing.
 *
 * Halves by these keys (`halfOf`) are stable: where documents are added, a unit changes its half only if one joins it whose key is smaller
 * than all of its own, or joins it with another unit; where near-duplicates made it, also if new ones draw the document with its smallest
 * key into another group. They are therefore not exactly equal: with n units, one has n/2 ± sqrt(n)/2.
 */
export function unitKeys(unit: Uint32Array, units: number, keyOf: (document: number) => string): readonly string[] {
  const keys: (string | undefined)[] = Array.from({ length: units })
  for (let document = 0; document < unit.length; document++) {
    const at = unit[document]!
    if (at === noUnit) continue
    const key = keyOf(document)
    const smallest = keys[at]
    if (smallest === undefined || key < smallest) keys[at] = key
  }
  return keys.map((key) => key ?? '')
}
