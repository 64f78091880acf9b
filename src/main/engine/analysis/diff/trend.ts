import type { TrendRow } from '../../../../contract/trends.ts'
import { testable } from '../../numerics/false-discovery.ts'
import { type ActivationSource, type Compared, type Presence, presentDocuments } from './compared.ts'
import { type LengthStrata, lengthStrata } from './length-strata.ts'
import { sortedByKey } from './sorted-by-key.ts'
import type { Strata } from './stratified-contrast.ts'
import { ScoreTest } from './score-test.ts'
import { withinTest } from './within-test.ts'
import { countAtMost, testableQValues } from './testable-q-values.ts'

export type TrendSettings = Presence & {
  /** [groups], where each group stands on the axis. */
  readonly positions: Float64Array
  readonly rate: number
}

/**
 * `independent`: Cochran and Armitage's test; `within`: within units that stand in several groups (a prompt answered by every generation);
 * `clustered`: units of several documents, each in one group.
 */
export type TrendDesign = 'independent' | 'within' | 'clustered'

/** Of every latent, [dSae] each. */
export type TrendComparison = {
  readonly design: TrendDesign
  readonly groups: number
  readonly dSae: number
  /** [groups], documents; all count, but units in one group only tell nothing in the design `within`: `uninformative` of them. */
  readonly documents: Uint32Array
  readonly uninformative: number
  /** [groups x dSae], documents where present. */
  readonly present: Uint32Array
  /** Change of frequency per unit of position. */
  readonly slope: Float64Array
  readonly p: Float64Array
  readonly testable: Uint8Array
  readonly q: Float64Array
  /** Within strata of length (and controls); null where groups do not overlap in length. 1 where not testable. */
  readonly adjusted: { readonly p: Float64Array; readonly q: Float64Array } | null
  readonly refusal: string | null
  readonly tested: number
  readonly discoveries: number
  readonly adjustedDiscoveries: number
}

/** Share of documents that units in several groups must hold for a test within units. */
const enoughWithin = 0.5

/** Tests every latent for a trend over the groups in the order of `positions`. One pass over the source. */
export function compareTrend(compared: Compared, source: ActivationSource, settings: TrendSettings): TrendComparison {
  const { group, groups } = compared
  const { dSae } = source
  const { design, spread } = designOf(compared)
  const scores = Float64Array.from(group, (each) => settings.positions[each]!)
  const raw = scoreTest(compared, scores, design, null)
  const lengths = lengthsOf(compared, settings.positions)
  const adjusted =
    lengths.refusal !== null
      ? null
      : design === 'within'
        ? withinTest(scores, compared.unit, compared.units, lengths)
        : scoreTest(compared, scores, design, lengths)
  const inseparable = lengths.refusal === null && adjusted === null
  const present = new Uint32Array(groups * dSae)
  const slope = new Float64Array(dSae)
  const ones = () => new Float64Array(dSae).fill(1)
  const [p, smallest, adjustedP] = [ones(), ones(), ones()]
  const documents = new Uint32Array(compared.documents)
  source.each((latent, active) => {
    const count = presentDocuments(active, settings.thresholds[latent]!, settings.minTokens, documents)
    if (count === 0) return
    for (let at = 0; at < count; at++) present[group[documents[at]!]! * dSae + latent]!++
    raw.run(documents, count)
    slope[latent] = raw.slope
    p[latent] = raw.p
    smallest[latent] = raw.smallest
    if (adjusted === null || smallest[latent]! > settings.rate) return
    adjusted.run(documents, count)
    adjustedP[latent] = adjusted.p
  })
  const mask = testable(smallest, settings.rate)
  const q = testableQValues(p, mask)
  const adjustedQ = testableQValues(adjustedP, mask)
  const sizes = new Uint32Array(groups)
  for (const each of group) sizes[each]!++
  return {
    design,
    groups,
    dSae,
    documents: sizes,
    uninformative: design === 'within' ? compared.documents - spread : 0,
    present,
    slope,
    p,
    testable: mask,
    q,
    adjusted: adjusted === null ? null : { p: adjustedP, q: adjustedQ },
    refusal: inseparable ? 'within units, length tells the groups apart' : lengths.refusal,
    tested: mask.reduce((sum, each) => sum + each, 0),
    discoveries: countAtMost(q, settings.rate),
    adjustedDiscoveries: adjusted === null ? 0 : countAtMost(adjustedQ, settings.rate),
  }
}

/** `spread`: documents in units that stand in several groups. */
function designOf({ documents, group, unit, units, keyed }: Compared): { design: TrendDesign; spread: number } {
  const first = new Int16Array(units).fill(-1)
  const several = new Uint8Array(units)
  const sizes = new Uint32Array(units)
  for (let document = 0; document < documents; document++) {
    const its = unit[document]!
    if (first[its] === -1) first[its] = group[document]!
    else if (first[its] !== group[document]!) several[its] = 1
    sizes[its]!++
  }
  let spread = 0
  let grouped = false
  for (let each = 0; each < units; each++) {
    spread += several[each]! * sizes[each]!
    grouped ||= sizes[each]! > 1 && several[each] === 0
  }
  if (keyed !== false && spread > 0 && spread >= enoughWithin * documents) return { design: 'within', spread }
  return { design: grouped ? 'clustered' : 'independent', spread }
}

function scoreTest(compared: Compared, scores: Float64Array, design: TrendDesign, lengths: Strata | null): ScoreTest {
  const { unit, units, group, groups } = compared
  const strata = lengths ?? (design === 'within' ? { stratum: unit, strata: units } : null)
  const drawn = design === 'clustered' ? Uint32Array.from(unit, (each, document) => each * groups + group[document]!) : null
  return new ScoreTest({
    scores,
    stratum: strata?.stratum ?? null,
    strata: strata?.strata ?? 1,
    unit: drawn,
    units: drawn === null ? 0 : units * groups,
    continuity: 0,
  })
}

/** Like lengths within both ends of the axis: groups below its mean position against the rest. */
function lengthsOf({ group, tokens, control }: Compared, positions: Float64Array): LengthStrata {
  const mean = positions.reduce((sum, each) => sum + each, 0) / positions.length
  const side = Uint8Array.from(group, (each) => +(positions[each]! < mean))
  const other = side.reduce((sum, each) => sum + each, 0)
  return lengthStrata({ side, target: side.length - other, other }, tokens, control)
}

export type TrendFigures = Omit<TrendRow, 'label' | 'origin'>

/** The rows of some latents, in the order given. */
export function trendFigures(comparison: TrendComparison, latents: Uint32Array): readonly TrendFigures[] {
  const { slope, p, q, adjusted } = comparison
  return Array.from(latents, (latent) => {
    const frequencies = frequenciesOf(comparison, latent)
    return {
      latent,
      frequencies,
      slope: slope[latent]!,
      change: frequencies.at(-1)! - frequencies[0]!,
      monotone: isMonotone(frequencies),
      pValue: p[latent]!,
      qValue: q[latent]!,
      pAdjusted: adjusted?.p[latent] ?? null,
      qAdjusted: adjusted?.q[latent] ?? null,
    }
  })
}

/** Latents present anywhere (`monotone`: only such), by adjusted p (raw where refused), then by the larger change, then by number. */
export function orderTrends(comparison: TrendComparison, monotone: boolean): Uint32Array {
  const { dSae, groups, present, slope, p, adjusted } = comparison
  const wanted: number[] = []
  for (let latent = 0; latent < dSae; latent++) {
    let all = 0
    for (let group = 0; group < groups; group++) all += present[group * dSae + latent]!
    if (all > 0 && (!monotone || isMonotone(frequenciesOf(comparison, latent)))) wanted.push(latent)
  }
  const steepest = slope.reduce((most, each) => Math.max(most, Math.abs(each)), Number.MIN_VALUE)
  const bySlope = sortedByKey(Uint32Array.from(wanted), (latent) => 2 - Math.abs(slope[latent]!) / steepest)
  return sortedByKey(bySlope, (latent) => (adjusted?.p ?? p)[latent]!)
}

function frequenciesOf({ groups, dSae, present, documents }: TrendComparison, latent: number): readonly number[] {
  return Array.from({ length: groups }, (_, group) => present[group * dSae + latent]! / Math.max(1, documents[group]!))
}

/** Rising, or falling, at every step; a step of 0 is neither. */
function isMonotone(frequencies: readonly number[]): boolean {
  const steps = frequencies.slice(1).map((each, at) => Math.sign(each - frequencies[at]!))
  return steps.length > 0 && steps[0] !== 0 && steps.every((step) => step === steps[0])
}
