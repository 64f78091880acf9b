import type { Sides } from './compared.ts'
import { type Contrast, widenedForNone } from './contrast.ts'
import type { Strata } from './stratified-contrast.ts'
import { studentFactor } from './student-factor.ts'
import { withinTest } from './within-test.ts'

/** Units on both sides, at like length and controls (`withinTest`); null where sides and lengths cannot be told apart. */
export function withinContrast({ side, target, other }: Sides, unit: Uint32Array, units: number, strata: Strata): Contrast | null {
  const scores = Float64Array.from(side, (each) => (each === 0 ? 1 : each === 1 ? 0 : NaN))
  const test = withinTest(scores, unit, units, strata)
  if (test === null) return null
  return {
    test: (documents, count) => test.run(documents, count),
    get difference() {
      return Math.max(-1, Math.min(1, test.slope))
    },
    get p() {
      return test.p
    },
    // What is testable is decided by the raw contrast's margins.
    smallest: 0,
    interval(z) {
      const half = studentFactor(z, units - 1) * test.slopeError
      return widenedForNone(test.slope, [test.slope - half, test.slope + half], target, other, z)
    },
  }
}
