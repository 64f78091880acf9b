import type { DiffRow } from '../../../../contract/differences.ts'
import { fcrLevel } from '../../numerics/false-discovery.ts'
import { normalQuantile } from '../../numerics/normal.ts'
import { type Comparison, countedDocuments } from './compare.ts'
import { type Active, type ActivationSource, type CutSources, presentDocuments } from './compared.ts'
import { type CutOutcome, decideCut } from './cut-decision.ts'
import { expectedFromLength, type LengthTable, lengthTable } from './length-rate.ts'
import { type Against, intervalAgainst, type Outcome, testAgainst } from './prepare.ts'

/** A row but for what it is called and shown with. */
export type DiffFigures = Omit<DiffRow, 'label' | 'origin' | 'family' | 'examples'>

type Mutable = { -readonly [Key in keyof DiffFigures]: DiffFigures[Key] }

const inactive: Active = { documents: new Uint32Array(0), maxima: new Float32Array(0), tokensActive: new Uint32Array(0), count: 0 }

const z95 = 1.959963984540054

/**
 * The rows of some latents of a comparison, in the order given. The sources are read again, and may hold just these latents; they must be
 * those compared. A latent that is active nowhere has a row of zeros.
 */
export function figuresOf(
  comparison: Comparison,
  latents: Uint32Array,
  source: ActivationSource,
  cuts: CutSources | null,
): readonly DiffFigures[] {
  const { prepared } = comparison
  const rowOf = new Int32Array(comparison.dSae).fill(-1)
  latents.forEach((latent, row) => (rowOf[latent] = row))
  const room = new Uint32Array(prepared.compared.documents)
  const tables = prepared.against.map((each) => lengthTableOf(comparison, each))
  const rows = Array.from(latents, (latent) => bareRow(comparison, latent))
  const context = { comparison, room, tables, cut: discoveryCut(comparison), selected: selectedQuantile(comparison) }
  const filled = new Uint8Array(rows.length)
  source.each((latent, active) => {
    const row = rowOf[latent]!
    if (row < 0) return
    fillRow(context, rows[row]!, active)
    filled[row] = 1
  })
  rows.forEach((row, at) => filled[at] === 0 && fillRow(context, row, inactive))
  if (cuts !== null && comparison.adjusted !== null && prepared.layout.design === 'paired') fillCuts(context, rows, rowOf, cuts)
  return rows
}

type Context = {
  readonly comparison: Comparison
  /** [documents] */
  readonly room: Uint32Array
  readonly tables: readonly LengthTable[]
  /** The largest p that is a discovery; without discoveries that of a first one. */
  readonly cut: number
  /** Normal quantile of the intervals of discoveries. */
  readonly selected: number
}

function discoveryCut({ p, q, tested, prepared }: Comparison): number {
  const { rate } = prepared.settings
  return q.reduce((largest, each, latent) => (each <= rate ? Math.max(largest, p[latent]!) : largest), rate / Math.max(1, tested))
}

function selectedQuantile({ discoveries, tested, prepared }: Comparison): number {
  return normalQuantile((1 + fcrLevel(discoveries, tested, prepared.settings.rate)) / 2)
}

/** What the columns hold, and for the rest what holds of a latent that is present nowhere. */
function bareRow(comparison: Comparison, latent: number): Mutable {
  const { prepared, present, dSae, which } = comparison
  const sizes = countedDocuments(prepared)
  const frequencies = Array.from(sizes, (size, group) => present[group * dSae + latent]! / Math.max(1, size))
  const [target, ...others] = frequencies as [number, ...number[]]
  const { other } = prepared.against[which[latent]!]!
  const difference = comparison.difference[latent]!
  const against = other === null ? target - difference : frequencies[other]!
  const replicated = comparison.replicated[latent]!
  return {
    latent,
    target,
    others,
    comparedWith: other === null ? null : other - 1,
    difference,
    interval: [-1, 1],
    intervalSelected: null,
    ratio: against > 0 ? target / against : null,
    meanActivation: [0, 0],
    expectedFromLength: 0,
    testable: comparison.testable[latent] === 1,
    pValue: comparison.p[latent]!,
    qValue: comparison.q[latent]!,
    adjustedDifference: comparison.adjusted === null ? null : 0,
    adjustedInterval: comparison.adjusted === null ? null : [-1, 1],
    pAdjusted: comparison.adjusted === null ? null : comparison.adjusted.p[latent]!,
    qAdjusted: comparison.adjusted === null ? null : comparison.adjusted.q[latent]!,
    replicated: replicated === 0 ? null : replicated === 2,
    byThreshold: [0, 0, 0],
    flips: false,
  }
}

function fillRow({ comparison, room, tables, cut, selected }: Context, row: Mutable, active: Active): void {
  const { prepared } = comparison
  const { settings, against, compared } = prepared
  const which = comparison.which[row.latent]!
  const compareWith = against[which]!
  const raw = against.map((each) => each.raw)
  const outcome: Outcome = { difference: 0, p: 1, which }
  const threshold = settings.thresholds[row.latent]!

  const levels = levelsOf(threshold, active)
  const byThreshold = levels.map((level) => {
    testAgainst(raw, room, presentDocuments(active, level, settings.minTokens, room), outcome)
    return { difference: outcome.difference, found: outcome.p <= cut && row.testable }
  })
  row.byThreshold = byThreshold.map((each) => each.difference)
  const discovered = row.qValue <= settings.rate
  row.flips = byThreshold.some((each) => each.found !== discovered || each.difference * row.difference < 0)

  const count = presentDocuments(active, threshold, settings.minTokens, room)
  testAgainst(raw, room, count, outcome)
  row.interval = intervalAgainst(raw, outcome, z95)
  row.intervalSelected = discovered ? intervalAgainst(raw, outcome, selected) : null
  const sums = [0, 0]
  const counts = [0, 0]
  for (let entry = 0; entry < active.count; entry++) {
    const side = compareWith.sides.side[active.documents[entry]!]!
    if (side === 2 || !(active.maxima[entry]! > threshold && active.tokensActive[entry]! >= settings.minTokens)) continue
    sums[side]! += active.maxima[entry]!
    counts[side]!++
  }
  row.meanActivation = [sums[0]! / Math.max(1, compareWith.sides.target), sums[1]! / Math.max(1, compareWith.sides.other)]
  const table = tables[which]!
  const others = compareWith.other === null ? Math.round((row.target - row.difference) * table.others) : counts[1]!
  row.expectedFromLength = expectedFromLength(table, counts[0]! + others)

  if (compared.pair !== null || comparison.adjusted === null) return
  const adjusted = against.flatMap((each) => each.adjusted ?? [])
  testAgainst(adjusted, room, count, outcome)
  row.adjustedDifference = outcome.difference
  row.pAdjusted = outcome.p
  row.adjustedInterval = intervalAgainst(adjusted, outcome, z95)
}

/** Half the threshold, it, and twice it; of a threshold of 0 (or below) it, 10 % and 20 % of the latent's largest activation here. */
function levelsOf(threshold: number, { maxima, count }: Active): readonly [number, number, number] {
  if (threshold > 0) return [threshold / 2, threshold, threshold * 2]
  let largest = 0
  for (let entry = 0; entry < count; entry++) largest = Math.max(largest, maxima[entry]!)
  return [threshold, 0.1 * largest, 0.2 * largest]
}

function fillCuts({ comparison, room }: Context, rows: readonly Mutable[], rowOf: Int32Array, cuts: CutSources): void {
  const { settings, against } = comparison.prepared
  const raw = against.map((each) => each.raw)
  type Found = CutOutcome & { readonly interval: readonly [number, number] }
  const read = (source: ActivationSource) => {
    const found: Found[] = []
    const outcome: Outcome = { difference: 0, p: 1, which: 0 }
    testAgainst(raw, room, 0, outcome)
    const none = { difference: 0, p: 1, interval: intervalAgainst(raw, outcome, z95) }
    source.each((latent, active) => {
      const row = rowOf[latent]!
      if (row < 0) return
      const count = presentDocuments(active, settings.thresholds[latent]!, settings.minTokens, room)
      testAgainst(raw, room, count, outcome)
      found[row] = { difference: outcome.difference, p: outcome.p, interval: intervalAgainst(raw, outcome, z95) }
    })
    return (row: number): Found => found[row] ?? none
  }
  const [first, last] = [read(cuts.first), read(cuts.last)]
  rows.forEach((row, at) => {
    const decided = decideCut(first(at), last(at))
    row.adjustedDifference = decided.difference
    row.pAdjusted = decided.p
    row.adjustedInterval = decided.cut === 'first' ? first(at).interval : last(at).interval
  })
}

/** Of a union, the other side's length is that of all its documents of a pair together. */
function lengthTableOf({ prepared }: Comparison, { other, sides }: Against): LengthTable {
  const { tokens, pair, documents } = prepared.compared
  const lengths: [number[], number[]] = [[], []]
  const together = new Map<number, number>()
  for (let document = 0; document < documents; document++) {
    const side = sides.side[document]!
    if (side === 2) continue
    if (side === 0 || other !== null) lengths[side as 0 | 1].push(tokens[document]!)
    else together.set(pair![document]!, (together.get(pair![document]!) ?? 0) + tokens[document]!)
  }
  const others = other === null ? [...together.values()] : lengths[1]
  return lengthTable(Uint32Array.from(lengths[0]), Uint32Array.from(others))
}
