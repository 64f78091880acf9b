import type { DiffFamily, DiffRequest, DiffResult, DiffRow } from '../../src/contract/differences.ts'
import type { TrendRequest, TrendResult, TrendRow } from '../../src/contract/trends.ts'
import { countOf, type FakeGroup, groupIn, labelIn, presentOf, qValues, strongestQuotes, twoSided } from './fake-groups.ts'
import type { FakeProject } from './fake-project.ts'

/** How many rows come with examples. */
const withExamples = 40

/** Differences as the engine would give them, by a plain test of two shares. */
export function fakeDiff(project: FakeProject, request: DiffRequest): Omit<DiffResult, 'analysis' | 'recipe' | 'warnings'> {
  const target = groupIn(project, request.target, request.where)
  const others = request.against.map((group) => groupIn(project, group, request.where))
  const groups = [target, ...others]
  const made = project.latents.flatMap((latent, number) => {
    const [first = 0, ...rest] = groups.map((group) => countOf(presentOf(group, latent)) / group.documents)
    const most = Math.max(...rest)
    if (first + most === 0 || Math.max(first, most) < request.coverage[0] || Math.max(first, most) > request.coverage[1]) return []
    return [rowOf(project, number, first, rest, target, others)]
  })
  const q = qValues(made.map(({ pValue }) => pValue))
  const qAdjusted = qValues(made.map(({ pAdjusted }) => pAdjusted ?? 1))
  const rows = made
    .map((row, index): DiffRow => {
      const found = (q[index] ?? 1) <= request.rate
      return {
        ...row,
        qValue: q[index] ?? 1,
        qAdjusted: qAdjusted[index] ?? 1,
        intervalSelected: found ? [row.interval[0] - 0.01, row.interval[1] + 0.01] : null,
        replicated: found ? row.latent % 7 !== 3 : null,
        flips: found && row.latent % 11 === 5,
      }
    })
    .filter(({ difference }) => request.direction === 'both' || difference > 0 === (request.direction === 'up'))
    .sort(
      (a, b) => (a.pAdjusted ?? 1) - (b.pAdjusted ?? 1) || Math.abs(b.difference) - Math.abs(a.difference) || a.latent - b.latent,
    )
  const families = familiesOf(project, rows, target, others)
  const shown = rows
    .map((row) => ({ ...row, family: families.find(({ latents }) => latents.includes(row.latent))?.family ?? null }))
    .slice(request.offset, request.offset + request.limit)
    .map((row, index) => ({
      ...row,
      examples: index < withExamples ? examplesOf(project, row, target, others, request.examples) : null,
    }))
  const median = others.reduce((sum, each) => sum + each.medianTokens, 0) / others.length
  return {
    lens: 'small-english',
    groups: groups.map((group) => ({
      group: group.group,
      name: group.name,
      found: group.documents,
      folded: 0,
      unpaired: 0,
      documents: group.documents,
      units: group.documents,
      effective: group.documents,
      medianTokens: group.medianTokens,
    })),
    design: request.pair === 'none' ? 'independent' : 'paired',
    unitsBy: [request.unit === 'auto' ? 'document' : request.unit],
    adjustment: { kind: 'strata', strata: 10, overlap: 0.93, why: null },
    lengthRatio: target.medianTokens / Math.max(1, median),
    total: rows.length,
    tested: made.length,
    discoveries: rows.filter(({ qValue }) => qValue <= request.rate).length,
    adjustedDiscoveries: rows.filter(({ qAdjusted: each }) => (each ?? 1) <= request.rate).length,
    paperClaims: rows.filter(({ difference }) => difference > 0.03).length,
    smallestDetectable: 2.8 * Math.sqrt((0.1 * 0.9 * 2) / target.documents),
    families,
    rows: shown,
  }
}

/** What must be read with the figures of two groups of different length. */
export function lengthWarning({ lengthRatio }: Pick<DiffResult, 'lengthRatio'>): readonly string[] {
  if (lengthRatio < 1.2 && lengthRatio > 1 / 1.2) return []
  const longer = lengthRatio > 1 ? 'longer' : 'shorter'
  const percent = Math.round(100 * Math.abs(lengthRatio - 1))
  return [
    `Documents of the target are ${percent} % ${longer} by the median: longer documents have more latents present. Go by the adjusted figures.`,
  ]
}

function rowOf(
  project: FakeProject,
  latent: number,
  target: number,
  others: readonly number[],
  first: FakeGroup,
  rest: readonly FakeGroup[],
) {
  const most = Math.max(...others)
  const comparedWith = others.indexOf(most)
  const other = rest[comparedWith] ?? first
  const difference = target - most
  const pooled = (target * first.documents + most * other.documents) / (first.documents + other.documents)
  const spread = Math.sqrt(Math.max(pooled * (1 - pooled), 0.0005) * (1 / first.documents + 1 / other.documents))
  const rate = -Math.log(1 - Math.min(0.999, pooled)) / ((first.medianTokens + other.medianTokens) / 2)
  const expected = Math.exp(-rate * other.medianTokens) - Math.exp(-rate * first.medianTokens)
  const adjusted = difference - expected
  const interval = (middle: number) => [Math.max(-1, middle - 1.96 * spread), Math.min(1, middle + 1.96 * spread)] as const
  return {
    latent,
    label: labelIn(project, latent),
    origin: project.latents[latent]?.origin ?? null,
    family: null,
    target,
    others,
    comparedWith,
    difference,
    interval: interval(difference),
    ratio: most === 0 ? null : target / most,
    meanActivation: [target * 3.1, most * 3.1] as const,
    expectedFromLength: expected,
    testable: true,
    pValue: twoSided(difference / spread),
    adjustedDifference: adjusted,
    adjustedInterval: interval(adjusted),
    pAdjusted: twoSided(adjusted / spread),
    byThreshold: [difference * 0.9, difference, difference * (latent % 11 === 5 ? -0.2 : 0.8)],
    examples: null,
  }
}

/** Each labelled concept with the latents of its single words. */
function familiesOf(
  project: FakeProject,
  rows: readonly DiffRow[],
  target: FakeGroup,
  others: readonly FakeGroup[],
): readonly DiffFamily[] {
  const near = rows.slice(0, 200)
  const taken = new Set<number>()
  return near.flatMap((row) => {
    const words = project.latents[row.latent]?.words
    if (words === undefined || words.size < 3 || taken.has(row.latent)) return []
    const like = near.filter(({ latent }) => {
      const own = [...(project.latents[latent]?.words.keys() ?? [])]
      return latent !== row.latent && !taken.has(latent) && own.length === 1 && words.has(own[0] ?? -1)
    })
    if (like.length === 0) return []
    const latents = [row, ...like]
      .sort((a, b) => (a.pAdjusted ?? 1) - (b.pAdjusted ?? 1))
      .map(({ latent }) => latent)
      .slice(0, 6)
    for (const latent of latents) taken.add(latent)
    const share = (group: FakeGroup) => countOf(presentOf(group, project.latents[row.latent])) / group.documents
    const [own, other] = [share(target), Math.max(...others.map(share))]
    return [
      { family: row.latent, latents, kind: 'duplicates' as const, target: own, other, difference: own - other, pValue: row.pValue },
    ]
  })
}

function examplesOf(project: FakeProject, row: DiffRow, target: FakeGroup, others: readonly FakeGroup[], count: number) {
  const other = others[row.comparedWith ?? 0] ?? target
  return {
    target: strongestQuotes(project, target, row.latent, count),
    others: strongestQuotes(project, other, row.latent, count),
  }
}

/** Trends as the engine would give them, by the slope of the shares. */
export function fakeTrend(project: FakeProject, request: TrendRequest): Omit<TrendResult, 'analysis' | 'recipe' | 'warnings'> {
  const groups = request.groups.map((group) => groupIn(project, group, request.where))
  const positions = request.positions ?? groups.map((_, index) => index)
  const middle = positions.reduce((sum, each) => sum + each, 0) / positions.length
  const spread = positions.reduce((sum, each) => sum + (each - middle) ** 2, 0)
  const made = project.latents.flatMap((latent, number): TrendRow[] => {
    const frequencies = groups.map((group) => countOf(presentOf(group, latent)) / group.documents)
    const mean = frequencies.reduce((sum, each) => sum + each, 0) / groups.length
    if (mean === 0) return []
    const slope = frequencies.reduce((sum, each, index) => sum + ((positions[index] ?? 0) - middle) * each, 0) / spread
    const error = Math.sqrt((mean * (1 - mean) + 0.0005) / ((groups[0]?.documents ?? 1) * spread))
    const steps = frequencies.slice(1).map((each, index) => each - (frequencies[index] ?? 0))
    return [
      {
        latent: number,
        label: labelIn(project, number),
        origin: latent.origin,
        frequencies,
        slope,
        change: (frequencies.at(-1) ?? 0) - (frequencies[0] ?? 0),
        monotone: steps.every((step) => step >= 0) || steps.every((step) => step <= 0),
        pValue: twoSided(slope / error),
        qValue: 1,
        pAdjusted: twoSided((0.9 * slope) / error),
        qAdjusted: 1,
      },
    ]
  })
  const q = qValues(made.map(({ pValue }) => pValue))
  const qAdjusted = qValues(made.map(({ pAdjusted }) => pAdjusted ?? 1))
  const rows = made
    .map((row, index) => ({ ...row, qValue: q[index] ?? 1, qAdjusted: qAdjusted[index] ?? 1 }))
    .filter(({ monotone }) => monotone || !request.monotone)
    .sort((a, b) => a.pAdjusted! - b.pAdjusted! || Math.abs(b.slope) - Math.abs(a.slope) || a.latent - b.latent)
  return {
    lens: 'small-english',
    groups: groups.map(({ name, documents, medianTokens }, index) => ({
      name,
      position: positions[index] ?? index,
      documents,
      medianTokens,
    })),
    unitsBy: [request.unit === 'auto' ? 'document' : request.unit],
    total: rows.length,
    tested: made.length,
    discoveries: rows.filter(({ qValue }) => qValue <= request.rate).length,
    adjustedDiscoveries: rows.filter(({ qAdjusted: each }) => (each ?? 1) <= request.rate).length,
    rows: rows.slice(request.offset, request.offset + request.limit),
  }
}
