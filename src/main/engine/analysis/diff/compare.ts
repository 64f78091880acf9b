import { smallestDetectable, smallestDetectablePaired } from '../../numerics/detectable-difference.ts'
import { testable } from '../../numerics/false-discovery.ts'
import { smallestFisherP } from '../../numerics/hypergeometric.ts'
import { type Active, type ActivationSource, type CutSources, presentDocuments } from './compared.ts'
import { type CutOutcome, decideCut } from './cut-decision.ts'
import type { Outcome, Prepared } from './prepare.ts'
import { testAgainst } from './prepare.ts'
import { adjustmentOf } from './summary.ts'
import { testableBound } from './testable-bound.ts'
import { countAtMost, testableQValues } from './testable-q-values.ts'

/** Of every latent, [dSae] each. */
export type Comparison = {
  readonly prepared: Prepared
  readonly dSae: number
  /** [groups x dSae]: counted documents where present. */
  readonly present: Uint32Array
  /** Index in `prepared.against` of the contrast that gives the difference. */
  readonly which: Uint8Array
  /** Target minus other, -1..1. */
  readonly difference: Float64Array
  readonly p: Float64Array
  /** 1 where the margins let it reach significance; q is 1 elsewhere. */
  readonly testable: Uint8Array
  readonly q: Float64Array
  /** Adjusted for length and controls; null where that was refused. p and q are 1 where not testable. */
  readonly adjusted: { readonly difference: Float64Array; readonly p: Float64Array; readonly q: Float64Array } | null
  /** 0 not screened on half A, 1 not replicated on half B, 2 replicated. */
  readonly replicated: Uint8Array
  readonly tested: number
  readonly discoveries: number
  readonly adjustedDiscoveries: number
  /** Latents whose frequency in the target exceeds that in every other group by more than 0.03. */
  readonly paperClaims: number
  /** Above a frequency of 10 %, at the level of the first discovery, four times in five; NaN where nothing could be found. */
  readonly smallestDetectable: number
}

const paperRule = 0.03
const baseFrequency = 0.1

/**
 * Tests every latent, in one pass over the source (and one over each cut source of pairs).
 *
 * Latents that cannot become testable are counted only. Benjamini-Hochberg runs over the testable ones (`testable`),
 * raw and adjusted over the same. Bounds of frequency asked for by the user choose rows, not tests: to choose tests by
 * the larger frequency would choose by the outcome. Replication: discoveries on half A's units, then same sign and p at most the rate on half B's.
 */
export function compare(prepared: Prepared, source: ActivationSource, cuts: CutSources | null): Comparison {
  const { compared, settings, layout, against } = prepared
  const { dSae } = source
  const columns = emptyColumns(dSae)
  const present = new Uint32Array(compared.groups * dSae)
  const raw = against.map((each) => each.raw)
  const halves = [against.map((each) => each.halves[0]), against.map((each) => each.halves[1])] as const
  const adjusted = against.flatMap((each) => each.adjusted ?? [])
  const strataAdjusted = adjusted.length === against.length ? emptyColumns(dSae) : null
  const documents = new Uint32Array(compared.documents)
  const counts = new Uint32Array(compared.groups)
  const outcome: Outcome = { difference: 0, p: 1, which: 0 }
  const half = [emptyColumns(dSae), emptyColumns(dSae)] as const
  const smallestOf = smallestAgainst(prepared)

  const possible = testableBound(settings.rate)

  function visit(latent: number, active: Active): void {
    const count = presentDocuments(active, settings.thresholds[latent]!, settings.minTokens, documents)
    if (count === 0) return
    counts.fill(0)
    for (let at = 0; at < count; at++) counts[compared.group[documents[at]!]!]! += layout.used[documents[at]!]!
    let all = 0
    for (let group = 0; group < counts.length; group++) {
      present[group * dSae + latent] = counts[group]!
      all += counts[group]!
    }
    testAgainst(raw, documents, count, outcome)
    columns.which[latent] = outcome.which
    write(columns, latent, outcome, smallestOf(all, raw[0]!))
    possible.add(columns.smallest[latent]!)
    if (columns.smallest[latent]! > possible.bound) return
    if (strataAdjusted !== null) {
      testAgainst(adjusted, documents, count, outcome)
      write(strataAdjusted, latent, outcome, 0)
    }
    testAgainst(halves[0], documents, count, outcome)
    write(half[0], latent, outcome, smallestOf(all, halves[0][0]!))
    if (outcome.p > settings.rate) return
    testAgainst(halves[1], documents, count, outcome)
    write(half[1], latent, outcome, 0)
  }
  source.each(visit)

  const mask = testable(columns.smallest, settings.rate)
  const cutAdjusted = cuts === null || adjustmentOf(prepared, cuts).kind !== 'cut' ? null : compareCuts(prepared, cuts, mask, dSae)
  const tested = mask.reduce((sum, each) => sum + each, 0)
  const q = testableQValues(columns.p, mask)
  const adjustedColumns = strataAdjusted ?? cutAdjusted
  const adjustedQ = adjustedColumns === null ? null : testableQValues(adjustedColumns.p, mask)
  return {
    prepared,
    dSae,
    present,
    which: columns.which,
    difference: columns.difference,
    p: columns.p,
    testable: mask,
    q,
    adjusted: adjustedColumns === null ? null : { difference: adjustedColumns.difference, p: adjustedColumns.p, q: adjustedQ! },
    replicated: replicate(half[0], half[1], settings.rate),
    tested,
    discoveries: countAtMost(q, settings.rate),
    adjustedDiscoveries: adjustedQ === null ? 0 : countAtMost(adjustedQ, settings.rate),
    paperClaims: paperClaims(prepared, present, dSae),
    smallestDetectable: detectable(prepared, settings.rate / Math.max(1, tested)),
  }
}

type Columns = { difference: Float64Array; p: Float64Array; smallest: Float64Array; which: Uint8Array }

function emptyColumns(dSae: number): Columns {
  const ones = () => new Float64Array(dSae).fill(1)
  return { difference: new Float64Array(dSae), p: ones(), smallest: ones(), which: new Uint8Array(dSae) }
}

function write(columns: Columns, latent: number, { difference, p }: Outcome, smallest: number): void {
  columns.difference[latent] = difference
  columns.p[latent] = p
  columns.smallest[latent] = smallest
}

/**
 * The smallest p by margins. Against several groups: as if all others were one, a function of how many have the latent at all, which does
 * not tell in which group.
 */
function smallestAgainst({
  against,
  compared,
  layout,
}: Prepared): (all: number, contrast: { readonly smallest: number }) => number {
  if (against.length === 1) return (_, contrast) => contrast.smallest
  let target = 0
  let documents = 0
  for (let document = 0; document < compared.documents; document++) {
    documents += layout.used[document]!
    target += layout.used[document]! * +(compared.group[document] === 0)
  }
  const known = new Float64Array(documents + 1)
  return (all) => (known[all] ||= smallestFisherP(all, target, documents - target))
}

/** Pairs cut to equal length, and what both cuts say. Of the testable latents. */
function compareCuts(prepared: Prepared, cuts: CutSources, mask: Uint8Array, dSae: number): Columns {
  const decided = emptyColumns(dSae)
  const [first, last] = [compareCut(prepared, cuts.first, mask), compareCut(prepared, cuts.last, mask)]
  const at = (columns: Columns, latent: number): CutOutcome => ({ difference: columns.difference[latent]!, p: columns.p[latent]! })
  for (let latent = 0; latent < dSae; latent++) {
    if (mask[latent] === 0) continue
    const { difference, p } = decideCut(at(first, latent), at(last, latent))
    decided.difference[latent] = difference
    decided.p[latent] = p
  }
  return decided
}

function compareCut({ compared, settings, against }: Prepared, source: ActivationSource, mask: Uint8Array): Columns {
  const columns = emptyColumns(source.dSae)
  const contrasts = against.map((each) => each.raw)
  const documents = new Uint32Array(compared.documents)
  const outcome: Outcome = { difference: 0, p: 1, which: 0 }
  source.each((latent, active) => {
    if (mask[latent] === 0) return
    const count = presentDocuments(active, settings.thresholds[latent]!, settings.minTokens, documents)
    testAgainst(contrasts, documents, count, outcome)
    write(columns, latent, outcome, 0)
  })
  return columns
}

function replicate(halfA: Columns, halfB: Columns, rate: number): Uint8Array {
  const screened = testableQValues(halfA.p, testable(halfA.smallest, rate))
  const replicated = new Uint8Array(screened.length)
  for (let latent = 0; latent < screened.length; latent++) {
    if (screened[latent]! > rate) continue
    const same = halfB.p[latent]! <= rate && halfA.difference[latent]! * halfB.difference[latent]! > 0
    replicated[latent] = same ? 2 : 1
  }
  return replicated
}

/** [groups], documents that count. */
export function countedDocuments({ compared, layout }: Prepared): Uint32Array {
  const counted = new Uint32Array(compared.groups)
  for (let document = 0; document < compared.documents; document++) counted[compared.group[document]!]! += layout.used[document]!
  return counted
}

function paperClaims(prepared: Prepared, present: Uint32Array, dSae: number): number {
  const sizes = countedDocuments(prepared)
  let claims = 0
  for (let latent = 0; latent < dSae; latent++) {
    const target = present[latent]! / Math.max(1, sizes[0]!)
    let other = 0
    for (let group = 1; group < sizes.length; group++)
      other = Math.max(other, present[group * dSae + latent]! / Math.max(1, sizes[group]!))
    claims += +(target - other > paperRule)
  }
  return claims
}

/** Of several others the worst. Units of several documents count by Kish's effective number, as if each said one thing. */
function detectable({ against, layout, compared }: Prepared, alpha: number): number {
  return Math.max(
    ...against.map(({ sides }) => {
      const sizes =
        layout.design === 'clustered' ? effectiveSizes(sides.side, compared.unit, compared.units) : [sides.target, sides.other]
      if (layout.design !== 'paired') return smallestDetectable(sizes[0]!, sizes[1]!, baseFrequency, alpha)
      return smallestDetectablePaired(sides.target, 2 * baseFrequency * (1 - baseFrequency), alpha)
    }),
  )
}

function effectiveSizes(side: Uint8Array, unit: Uint32Array, units: number): [number, number] {
  const sizes = [new Uint32Array(units), new Uint32Array(units)] as const
  for (let document = 0; document < side.length; document++)
    if (side[document]! < 2) sizes[side[document] as 0 | 1][unit[document]!]!++
  const effective = (each: Uint32Array) => {
    const squares = each.reduce((sum, size) => sum + size * size, 0)
    return squares === 0 ? 0 : each.reduce((sum, size) => sum + size, 0) ** 2 / squares
  }
  return [effective(sizes[0]), effective(sizes[1])]
}
