import { fisherExact, smallestFisherP } from '../../numerics/hypergeometric.ts'
import { newcombeInterval } from '../../numerics/proportion-intervals.ts'
import type { Sides } from './compared.ts'
import type { Contrast } from './contrast.ts'

/** Counts below this on both sides are looked up: most latents are rare, and many share their counts. */
const lookedUp = 128

/** Every document by itself: Fisher's exact test, Newcombe's interval. */
export function independentContrast({ side, target, other }: Sides): Contrast {
  const known = new Float64Array(lookedUp * lookedUp)
  const knownSmallest = new Float64Array(target + other + 1)
  const counts = new Uint32Array(3)
  return {
    test(documents, count) {
      counts.fill(0)
      for (let at = 0; at < count; at++) counts[side[documents[at]!]!]!++
    },
    get difference() {
      return counts[0]! / Math.max(1, target) - counts[1]! / Math.max(1, other)
    },
    get p() {
      const a = counts[0]!
      const b = counts[1]!
      if (a >= lookedUp || b >= lookedUp) return fisherExact(a, target, b, other).p
      return (known[a * lookedUp + b] ||= fisherExact(a, target, b, other).p)
    },
    get smallest() {
      return (knownSmallest[counts[0]! + counts[1]!] ||= smallestFisherP(counts[0]! + counts[1]!, target, other))
    },
    interval: (z) => newcombeInterval({ successes: counts[0]!, trials: target }, { successes: counts[1]!, trials: other }, z),
  }
}
