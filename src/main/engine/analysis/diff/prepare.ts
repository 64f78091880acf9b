import type { Interval } from '../../numerics/proportion-intervals.ts'
import { clusteredContrast } from './clustered-contrast.ts'
import { type Compared, type Presence, type Sides, sidesOf } from './compared.ts'
import type { Contrast } from './contrast.ts'
import { independentContrast } from './independent-contrast.ts'
import { type Layout, layoutOf } from './layout.ts'
import { type LengthStrata, lengthStrata } from './length-strata.ts'
import { pairedContrast } from './paired-contrast.ts'
import { stratifiedContrast } from './stratified-contrast.ts'
import { withinContrast } from './within-contrast.ts'

export type DiffSettings = Presence & {
  /** `maximum`: against each other group, the hardest counts; `union`: against what any other group of the pair has (pairs only). */
  readonly mode: 'maximum' | 'union'
  /** False discovery rate, 0..1. */
  readonly rate: number
}

/** The target against one other group, or against all as one. */
export type Against = {
  /** Group, null for all others together. */
  readonly other: number | null
  readonly sides: Sides
  readonly raw: Contrast
  /** Of the units in half 0 and in half 1. */
  readonly halves: readonly [Contrast, Contrast]
  /** Within strata of length and controls; null for pairs, and where `strata` refuses. */
  readonly adjusted: Contrast | null
  readonly strata: LengthStrata | null
}

export type Prepared = {
  readonly compared: Compared
  readonly settings: DiffSettings
  readonly layout: Layout
  readonly against: readonly Against[]
}

/** Chooses the design and sets up its tests. O(documents log documents); nothing of a latent is read. */
export function prepareDiff(compared: Compared, settings: DiffSettings): Prepared {
  const union = settings.mode === 'union' && compared.groups > 2
  const layout = layoutOf(compared, union)
  const others = union ? [null] : Array.from({ length: compared.groups - 1 }, (_, at) => at + 1)
  return { compared, settings, layout, against: others.map((other) => prepareAgainst(compared, layout, other)) }
}

function prepareAgainst(compared: Compared, layout: Layout, other: number | null): Against {
  const sides = sidesOf(compared, other, layout.used)
  const { unit, half, tokens, control } = compared
  const inHalf = (which: 0 | 1) =>
    contrastOf(
      compared,
      layout,
      sidesOf(
        compared,
        other,
        layout.used.map((each, at) => each * +(half[unit[at]!] === which)),
      ),
    )
  const paired = layout.design === 'paired'
  const found = paired ? null : lengthStrata(sides, tokens, control)
  const adjusted = found === null || found.refusal !== null ? null : adjustedContrast(compared, layout, sides, found)
  const inseparable = found !== null && found.refusal === null && adjusted === null
  const strata = inseparable ? { ...found, refusal: 'within units, length tells the sides apart' } : found
  return { other, sides, raw: contrastOf(compared, layout, sides), halves: [inHalf(0), inHalf(1)], adjusted, strata }
}

/** The test of the design within strata of length and controls. */
function adjustedContrast({ unit, units }: Compared, { design }: Layout, sides: Sides, strata: LengthStrata): Contrast | null {
  if (design === 'clustered') return clusteredContrast(sides, unit, strata)
  return design === 'stratified' ? withinContrast(sides, unit, units, strata) : stratifiedContrast(sides, strata)
}

/** The test that the design calls for, on these sides. */
export function contrastOf({ unit, units, pair }: Compared, { design }: Layout, sides: Sides): Contrast {
  switch (design) {
    case 'independent':
      return independentContrast(sides)
    case 'paired':
      return pairedContrast(sides, { pair: pair!, unit, units })
    case 'stratified':
      return stratifiedContrast(sides, { stratum: unit, strata: units })
    case 'clustered':
      return clusteredContrast(sides, unit, null)
  }
}

/** The outcome against the others together. */
export type Outcome = {
  difference: number
  p: number
  /** Index of the contrast that gives the difference: the one where it is least. */
  which: number
}

/**
 * Tests a latent in every contrast. The difference is the least, that against the group which has the latent most. The p-value is the
 * largest, where the target lies above all others or below all of them, else 1 (intersection-union test: each null hypothesis, that it
 * equals one of them, is rejected by itself; Berger 1982).
 */
export function testAgainst(contrasts: readonly Contrast[], present: Uint32Array, count: number, outcome: Outcome): void {
  let least = Infinity
  let most = -Infinity
  for (let at = 0; at < contrasts.length; at++) {
    const contrast = contrasts[at]!
    contrast.test(present, count)
    const difference = contrast.difference
    if (difference < least) {
      least = difference
      outcome.which = at
    }
    most = Math.max(most, difference)
  }
  outcome.difference = least
  outcome.p = 1
  if (contrasts.length > 1 && !(least > 0 || most < 0)) return
  let p = 0
  for (let at = 0; at < contrasts.length; at++) p = Math.max(p, contrasts[at]!.p)
  outcome.p = p
}

/** The interval of what `testAgainst` tested last, [-1, 1] without contrasts. */
export function intervalAgainst(contrasts: readonly Contrast[], { which }: Outcome, z: number): Interval {
  return contrasts[which]?.interval(z) ?? [-1, 1]
}
