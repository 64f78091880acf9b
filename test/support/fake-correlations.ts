import type { CorrelateRequest, CorrelateResult, PairRow, Property } from '../../src/contract/correlations.ts'
import { metadataTexts } from '../../src/renderer/client/metadata-texts.ts'
import { type FakeGroup, groupIn, labelIn, presentOf, qValues, quoteOf, twoSided } from './fake-groups.ts'
import type { FakeProject } from './fake-project.ts'

type Candidate = { readonly property: Property; readonly latent: number | null; readonly bits: Uint8Array; readonly count: number }

const mostLatents = 240
const mostValues = 12

/** Pairs as the engine would give them, over the most frequent latents within the bounds. */
export function fakeCorrelate(
  project: FakeProject,
  request: CorrelateRequest,
): Omit<CorrelateResult, 'analysis' | 'recipe' | 'warnings'> {
  const group = groupIn(project, request.group, request.where)
  const [channelA, channelB] = request.between ?? ['text', 'text']
  const a = latentsOf(project, group, request, channelA)
  const b = request.withColumn === undefined ? latentsOf(project, group, request, channelB) : valuesOf(group, request.withColumn)
  const sameSide = request.between === undefined && request.withColumn === undefined
  const pairs: Omit<PairRow, 'qValue'>[] = []
  a.forEach((one, index) => {
    for (const other of sameSide ? b.slice(index + 1) : b) {
      const pair = pairOf(project, group, one, other, request)
      if (pair !== null) pairs.push(pair)
    }
  })
  const q = qValues(pairs.map(({ pValue }) => pValue))
  const kept = pairs
    .map((pair, index) => ({ ...pair, qValue: q[index] ?? 1 }))
    .filter(
      ({ npmi, labelSimilarity, sameToken }) =>
        npmi >= request.minNpmi &&
        (labelSimilarity ?? -1) <= request.maxLabelSimilarity &&
        (!request.apart || (sameToken ?? 0) < 0.5),
    )
    .sort((x, y) => y.npmiLow - x.npmiLow)
  return {
    lens: 'small-english',
    documents: group.documents,
    folded: 0,
    units: group.documents,
    unitsBy: [request.unit === 'auto' ? 'document' : request.unit],
    properties: [a.length, b.length],
    tested: sameSide ? (a.length * (a.length - 1)) / 2 : a.length * b.length,
    discoveries: q.filter((each) => each <= request.rate).length,
    independenceDiscoveries: pairs.filter(({ pIndependence }) => pIndependence <= request.rate / 10).length,
    total: kept.length,
    pairs: kept
      .slice(request.offset, request.offset + request.limit)
      .map((pair) => ({ ...pair, examples: examplesOf(project, group, pair, request.examples) })),
  }
}

function latentsOf(project: FakeProject, group: FakeGroup, request: CorrelateRequest, channel: string): readonly Candidate[] {
  return project.latents
    .map((latent, number): Candidate => {
      const bits = new Uint8Array(group.parts.reduce((sum, { corpus }) => sum + corpus.documents, 0))
      let offset = 0
      let count = 0
      presentOf(group, latent).forEach((ordinals, part) => {
        for (const ordinal of ordinals) bits[offset + ordinal] = 1
        count += ordinals.length
        offset += group.parts[part]?.corpus.documents ?? 0
      })
      return { property: { kind: 'latent', latent: number, label: labelIn(project, number), channel }, latent: number, bits, count }
    })
    .filter(({ count }) => count >= request.minSupport && count <= request.maxFrequency * group.documents)
    .sort(
      (a, b) =>
        Number(b.property.kind === 'latent' && b.property.label !== null) -
          Number(a.property.kind === 'latent' && a.property.label !== null) || b.count - a.count,
    )
    .slice(0, mostLatents)
}

function valuesOf(group: FakeGroup, column: string): readonly Candidate[] {
  const found = new Map<string, number[]>()
  let offset = 0
  let documents = 0
  for (const { corpus, takesPart } of group.parts) {
    for (let ordinal = 0; ordinal < corpus.documents; ordinal++)
      for (const value of takesPart[ordinal] === 1 ? metadataTexts(corpus.metadata(ordinal)[column]) : [])
        found.set(value, [...(found.get(value) ?? []), offset + ordinal])
    offset += corpus.documents
    documents += corpus.documents
  }
  return [...found]
    .sort((a, b) => b[1].length - a[1].length)
    .slice(0, mostValues)
    .map(([value, at]) => {
      const bits = new Uint8Array(documents)
      for (const each of at) bits[each] = 1
      return { property: { kind: 'value', column, value }, latent: null, bits, count: at.length }
    })
}

function pairOf(
  project: FakeProject,
  group: FakeGroup,
  a: Candidate,
  b: Candidate,
  request: CorrelateRequest,
): Omit<PairRow, 'qValue'> | null {
  let support = 0
  for (let at = 0; at < a.bits.length; at++) support += (a.bits[at] ?? 0) & (b.bits[at] ?? 0)
  if (support < request.minSupport) return null
  const n = group.documents
  const chance = (a.count * b.count) / n
  const expected = chance * 1.15
  const npmi = npmiOf(support, a.count, b.count, n)
  const low = npmiOf(Math.max(1, support - 1.96 * Math.sqrt(support)), a.count, b.count, n)
  const words = (each: Candidate) => new Set(each.latent === null ? [] : project.latents[each.latent]?.words.keys())
  const shared = [...words(a)].filter((word) => words(b).has(word)).length
  const labelled = [a, b].every(({ property }) => property.kind === 'latent' && property.label !== null)
  return {
    a: a.property,
    b: b.property,
    npmi,
    npmiLow: low,
    support,
    supportUnits: support,
    documentsA: a.count,
    documentsB: b.count,
    givenB: support / b.count,
    givenA: support / a.count,
    expected,
    pIndependence: twoSided((support - chance) / Math.sqrt(Math.max(1, chance))),
    pValue: support <= expected ? 1 : twoSided((support - expected) / Math.sqrt(Math.max(1, expected))),
    labelSimilarity: labelled ? (shared > 0 ? 0.82 : 0.05 + ((a.count * 31 + b.count * 17) % 40) / 100) : null,
    sameToken: a.latent === null || b.latent === null || request.between !== undefined ? null : shared > 0 ? 0.9 : 0.08,
    examples: [],
  }
}

function npmiOf(support: number, a: number, b: number, n: number): number {
  return support >= n ? 1 : Math.log((support * n) / (a * b)) / -Math.log(support / n)
}

function examplesOf(
  project: FakeProject,
  group: FakeGroup,
  { a, b }: Pick<PairRow, 'a' | 'b'>,
  count: number,
): PairRow['examples'] {
  if (a.kind !== 'latent') return []
  const first = project.latents[a.latent]
  const second = b.kind === 'latent' ? project.latents[b.latent] : undefined
  if (first === undefined) return []
  return group.parts
    .flatMap(({ corpus }, part) => {
      const also = second === undefined ? null : new Set(presentOf(group, second)[part])
      return (presentOf(group, first)[part] ?? [])
        .filter(
          (ordinal) =>
            also?.has(ordinal) ?? (b.kind === 'value' && metadataTexts(corpus.metadata(ordinal)[b.column]).includes(b.value)),
        )
        .map((ordinal) => ({ corpus, ordinal }))
    })
    .slice(0, count)
    .map(({ corpus, ordinal }) => ({
      a: quoteOf(corpus, ordinal, first),
      b: second === undefined ? null : quoteOf(corpus, ordinal, second),
    }))
}
