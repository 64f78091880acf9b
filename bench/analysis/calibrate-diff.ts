import { compare, type Comparison } from '../../src/main/engine/analysis/diff/compare.ts'
import type { ActivationSource, Compared, CutSources, Presence } from '../../src/main/engine/analysis/diff/compared.ts'
import { prepareDiff } from '../../src/main/engine/analysis/diff/prepare.ts'

/** One draw: documents on their sides, with what they activate. */
export type Draw = {
  readonly compared: Compared
  readonly source: ActivationSource
  readonly cuts: CutSources | null
  readonly presence: Presence
  /** Latents that do differ, with the sign of target minus other: they are to be found, and are not counted among the others. */
  readonly planted?: ReadonlyMap<number, 1 | -1>
}

/** Totals over runs; `calibrated` makes shares and means of them. */
export type Calibration = {
  runs: number
  /** The design that the units called for, in the run made last. */
  design: string
  /** Runs with any discovery, with any after adjusting, and with any where documents count as units. */
  anyRaw: number
  anyAdjusted: number
  anyByDocument: number
  tested: number
  discoveries: number
  adjustedDiscoveries: number
  discoveriesByDocument: number
  /** Latents that a difference over 0.03 would have claimed. */
  paperClaims: number
  /** Runs where adjusting was refused. */
  refused: number
  planted: number
  plantedFound: number
  plantedFoundAdjusted: number
  /** p-values of testable latents at or below 0.05, 0.01, 0.001; raw and adjusted. */
  atLevels: number[]
  adjustedAtLevels: number[]
}

const levels = [0.05, 0.01, 0.001] as const

export function newCalibration(): Calibration {
  return {
    runs: 0,
    design: '',
    anyRaw: 0,
    anyAdjusted: 0,
    anyByDocument: 0,
    tested: 0,
    discoveries: 0,
    adjustedDiscoveries: 0,
    discoveriesByDocument: 0,
    paperClaims: 0,
    refused: 0,
    planted: 0,
    plantedFound: 0,
    plantedFoundAdjusted: 0,
    atLevels: [0, 0, 0],
    adjustedAtLevels: [0, 0, 0],
  }
}

/** Compares one draw, of which nothing but what is planted should be found, and adds what was found to the totals. */
export function addDraw(totals: Calibration, { compared, source, cuts, presence, planted = new Map() }: Draw, rate = 0.05): void {
  const settings = { ...presence, mode: 'maximum', rate } as const
  const prepared = prepareDiff(compared, settings)
  const comparison = compare(prepared, source, cuts)
  const { adjusted } = comparison
  const byDocument = compare(prepareDiff(withoutUnits(compared), settings), source, null)
  const discoveries = falseAmong(comparison, comparison.q, planted, rate)
  const adjustedDiscoveries = adjusted === null ? 0 : falseAmong(comparison, adjusted.q, planted, rate)
  const discoveriesByDocument = falseAmong(byDocument, byDocument.q, planted, rate)
  totals.runs++
  totals.design = prepared.layout.design
  totals.anyRaw += +(discoveries > 0)
  totals.anyAdjusted += +(adjustedDiscoveries > 0)
  totals.anyByDocument += +(discoveriesByDocument > 0)
  totals.tested += comparison.tested
  totals.discoveries += discoveries
  totals.adjustedDiscoveries += adjustedDiscoveries
  totals.discoveriesByDocument += discoveriesByDocument
  totals.paperClaims += comparison.paperClaims
  totals.refused += +(adjusted === null)
  for (const [latent, sign] of planted) {
    totals.planted++
    totals.plantedFound += +(comparison.q[latent]! <= rate && comparison.difference[latent]! * sign > 0)
    if (adjusted !== null) totals.plantedFoundAdjusted += +(adjusted.q[latent]! <= rate && adjusted.difference[latent]! * sign > 0)
  }
  for (const [at, level] of levels.entries()) {
    totals.atLevels[at]! += falseAmong(comparison, comparison.p, planted, level)
    if (adjusted !== null) totals.adjustedAtLevels[at]! += falseAmong(comparison, adjusted.p, planted, level)
  }
}

/** Counts of runs as they are, the rest as means over runs; shares of the p-values of testable latents. */
export function calibrated(totals: Calibration) {
  const { runs, tested } = totals
  const mean = (sum: number) => sum / Math.max(1, runs)
  const shares = (counts: readonly number[]) => counts.map((count) => count / Math.max(1, tested))
  return {
    runs,
    design: totals.design,
    runsWithAny: { raw: totals.anyRaw, adjusted: totals.anyAdjusted, documentsAsUnits: totals.anyByDocument },
    meanDiscoveries: {
      raw: mean(totals.discoveries),
      adjusted: mean(totals.adjustedDiscoveries),
      documentsAsUnits: mean(totals.discoveriesByDocument),
      paperRule: mean(totals.paperClaims),
    },
    meanTested: mean(tested),
    refused: totals.refused,
    planted: { all: totals.planted, found: totals.plantedFound, foundAdjusted: totals.plantedFoundAdjusted },
    sharesAtLevels: { levels, raw: shares(totals.atLevels), adjusted: shares(totals.adjustedAtLevels) },
  }
}

/** Every document by itself, on whichever side it is. */
function withoutUnits(compared: Compared): Compared {
  const { documents } = compared
  const unit = Uint32Array.from({ length: documents }, (_, document) => document)
  return { ...compared, unit, units: documents, half: new Uint8Array(documents), pair: null }
}

/** Testable latents, other than the planted ones, with a value at or below `level`. */
function falseAmong({ testable }: Comparison, values: Float64Array, planted: ReadonlyMap<number, unknown>, level: number): number {
  let count = 0
  for (let latent = 0; latent < values.length; latent++)
    if (testable[latent] === 1 && values[latent]! <= level && !planted.has(latent)) count++
  return count
}
