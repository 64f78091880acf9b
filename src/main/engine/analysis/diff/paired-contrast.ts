import { mcnemarExact, smallestMcnemarP } from '../../numerics/binomial.ts'
import { chi1Tail } from '../../numerics/normal.ts'
import { tangoInterval } from '../../numerics/tango-interval.ts'
import type { Sides } from './compared.ts'
import type { Contrast } from './contrast.ts'
import { studentFactor } from './student-factor.ts'

/** [documents]: the key of its pair, -1 without; and its unit. */
export type Pairing = { readonly pair: Int32Array; readonly unit: Uint32Array; readonly units: number }

/**
 * Pairs: McNemar's exact test, Tango's interval. Where a pair has several documents on a side (union of others), it has what any of them has.
 * Keys with only one side do not count.
 *
 * Where units hold several pairs, p is the larger of that and of whole units changing sides (sum of the units' net changes, over the root of
 * their sum of squares, less half a step), and the interval the wider of Tango's and of that over units.
 */
export function pairedContrast({ side }: Sides, pairing: Pairing): Contrast {
  const { keyOf, pairs, unitOf, sizes } = completePairs(side, pairing)
  const several = sizes.some((size) => size > 1)
  const sizeSquares = sizes.reduce((sum, size) => sum + size * size, 0)
  const liveUnits = sizes.reduce((sum, size) => sum + +(size > 0), 0)
  const seen = new Uint8Array(pairs)
  const touched = new Uint32Array(pairs)
  const net = new Int32Array(several ? pairing.units : 0)
  const touchedUnits = new Uint32Array(several ? pairs : 0)
  let [b, c, squares, absolute, withSizes, carriers] = [0, 0, 0, 0, 0, 0]

  function countUnits(count: number): void {
    carriers = 0
    for (let at = 0; at < count; at++) {
      const key = touched[at]!
      if (seen[key] === 3) continue
      const its = unitOf[key]!
      if (net[its] === 0) touchedUnits[carriers++] = its
      net[its]! += seen[key] === 1 ? 1 : -1
    }
    // A unit whose net came back to 0 stands in the list once more for each return: it adds nothing, or is reset after its first turn.
    ;[squares, absolute, withSizes] = [0, 0, 0]
    let live = 0
    for (let at = 0; at < carriers; at++) {
      const its = touchedUnits[at]!
      const change = net[its]!
      if (change === 0) continue
      live++
      squares += change * change
      absolute += Math.abs(change)
      withSizes += change * sizes[its]!
      net[its] = 0
    }
    carriers = live
  }

  return {
    test(documents, count) {
      let touchedCount = 0
      for (let at = 0; at < count; at++) {
        const key = keyOf[documents[at]!]!
        if (key < 0) continue
        if (seen[key] === 0) touched[touchedCount++] = key
        seen[key]! |= side[documents[at]!] === 0 ? 1 : 2
      }
      b = 0
      c = 0
      for (let at = 0; at < touchedCount; at++) {
        b += +(seen[touched[at]!] === 1)
        c += +(seen[touched[at]!] === 2)
      }
      if (several) countUnits(touchedCount)
      for (let at = 0; at < touchedCount; at++) seen[touched[at]!] = 0
    },
    get difference() {
      return pairs === 0 ? 0 : (b - c) / pairs
    },
    get p() {
      const byPairs = mcnemarExact(b, c).p
      if (!several || squares === 0) return byPairs
      const beyond = Math.max(0, Math.abs(b - c) - squares / absolute)
      return Math.max(byPairs, chi1Tail((beyond * beyond) / squares))
    },
    get smallest() {
      return smallestMcnemarP(several ? carriers : b + c)
    },
    interval(z) {
      const [low, high] = tangoInterval(b, c, pairs, z)
      if (!several || liveUnits < 3) return [low, high]
      const difference = (b - c) / pairs
      const sum = squares - 2 * difference * withSizes + difference * difference * sizeSquares
      const error = Math.sqrt((liveUnits / (liveUnits - 1)) * Math.max(0, sum)) / pairs
      const half = studentFactor(z, liveUnits - 1) * error
      return [Math.max(-1, Math.min(low, difference - half)), Math.min(1, Math.max(high, difference + half))]
    },
  }
}

/** Keys with both sides, numbered anew without gaps; [documents] -1 elsewhere. `sizes`: [units] pairs in each, by the target's unit. */
function completePairs(side: Uint8Array, { pair, unit, units }: Pairing) {
  let keys = 0
  for (let document = 0; document < side.length; document++) keys = Math.max(keys, pair[document]! + 1)
  const held = new Uint8Array(keys)
  for (let document = 0; document < side.length; document++)
    if (pair[document]! >= 0 && side[document]! < 2) held[pair[document]!]! |= side[document] === 0 ? 1 : 2
  const numbers = new Int32Array(keys).fill(-1)
  let pairs = 0
  for (let key = 0; key < keys; key++) if (held[key] === 3) numbers[key] = pairs++
  const keyOf = new Int32Array(side.length).fill(-1)
  const unitOf = new Uint32Array(pairs)
  const sizes = new Uint32Array(units)
  for (let document = 0; document < side.length; document++) {
    if (pair[document]! < 0 || side[document]! === 2) continue
    const key = numbers[pair[document]!]!
    keyOf[document] = key
    if (key < 0 || side[document] !== 0) continue
    unitOf[key] = unit[document]!
    sizes[unit[document]!]!++
  }
  return { keyOf, pairs, unitOf, sizes }
}
