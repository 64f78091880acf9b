import type { CorrelateRequest, CorrelateResult, PairRow, Property } from '../../../../contract/correlations.ts'
import { Failure } from '../../../../contract/failure.ts'
import { correlate } from '../../analysis/correlate/correlate.ts'
import type { CorrelateResult as FoundPairs, PairRow as FoundPair } from '../../analysis/correlate/correlation.ts'
import { type BinaryMatrix, transpose } from '../../numerics/binary-matrix.ts'
import type { ProjectReading } from '../project-reading.ts'
import { activeSource } from './active-source.ts'
import { columnIn, duplicatesIn } from './document-keys.ts'
import { labelVectorsOf } from './label-vectors.ts'
import { pairFacts, type PairFacts } from './pair-facts.ts'
import { presenceMatrix } from './presence-matrix.ts'
import { recipeOf } from './recipe.ts'
import type { Worked } from './recorded.ts'
import { inChannel, refuseUnknownColumn, type Sample, sampleOf } from './sample.ts'
import { unitsOf } from './units-of.ts'

const mostValues = 500

/** The rows of one side of the pairs. */
type Side = {
  readonly matrix: BinaryMatrix
  readonly sample: Sample
  readonly property: (row: number) => Property
  readonly latents: Uint32Array | null
}

/** Pairs of latents, or of latents and metadata values, that go together beyond what rich documents explain. */
export async function correlateDocuments(project: ProjectReading, request: CorrelateRequest): Promise<Worked<CorrelateResult>> {
  if (request.between !== undefined && request.withColumn !== undefined)
    throw new Failure('bad-input', 'Pairs are between channels or with a column, not both.', 'Leave one of them out.')
  const [first, second] = request.between ?? [request.channel, undefined]
  const asked = await sampleOf(project, { ...request, channel: first }, [request.group])
  const { sample, unit, units, by, folded } = unitsOf(project, asked, duplicatesIn(project, asked, second), {
    unit: request.unit,
    foldDuplicates: request.foldDuplicates,
    seed: 1,
  })
  const a = latentSide(project, sample, request.minSupport)
  const b =
    second !== undefined
      ? latentSide(project, inChannel(project, sample, second), request.minSupport)
      : request.withColumn !== undefined
        ? valueSide(project, sample, request.withColumn)
        : null
  const chosen = chosenRows(request, b ?? a)
  const vectors = await labelVectorsOf(project, sample.stored)
  const facts = await pairFacts(project, a.sample, b?.latents === null ? null : (b?.sample ?? a.sample), vectors, request)
  const input = {
    a: a.matrix,
    b: b?.matrix ?? null,
    ...(chosen === undefined ? {} : { chosen }),
    corpus: sample.subject,
    unit,
    richness: b === null || b.latents === null ? ('a' as const) : ('both' as const),
    minimumSupport: request.minSupport,
    band: [0, request.maxFrequency] as const,
    rate: request.rate,
  }
  const latentOf = (side: Side, row: number) => side.latents?.[row] ?? null
  const found = correlate({
    ...input,
    limit: mostListed,
    accept: (i, j) => facts.accepts(latentOf(a, i), latentOf(b ?? a, j)),
  })
  const independence = correlate({ ...input, corpus: new Uint16Array(sample.documents), richness: 'none', limit: 0 })
  const passing = found.pairs.filter((pair) => pair.npmi >= request.minNpmi)
  const pairs = passing.slice(request.offset, request.offset + request.limit)
  const rows = pairs.map((pair, at) => rowOf(pair, a, b ?? a, facts, at < quotedPairs ? request.examples : 0))
  const [name = ''] = asked.names
  return {
    title: titleOf(request, name, sample.subjects[0]?.channel.name ?? ''),
    result: {
      analysis: null,
      recipe: recipeOf(
        project,
        'correlate',
        request,
        sample.stored,
        [...sample.subjects, ...(second === undefined ? [] : (b?.sample.subjects ?? []))],
        byLabels(request),
      ),
      warnings: warningsOf(request, sample, found),
      lens: sample.stored.name,
      documents: sample.documents,
      folded: folded.reduce((sum, each) => sum + each, 0),
      units,
      unitsBy: by,
      properties: [found.keptA, found.keptB],
      tested: found.tested,
      discoveries: found.discoveries,
      independenceDiscoveries: independence.discoveries,
      total: isFiltered(request) || passing.length < mostListed ? passing.length : found.discoveries,
      pairs: rows,
    },
  }
}

/** Pairs that filters choose from, the best first. */
const mostListed = 10_000
const quotedPairs = 100

/** Rows of the latents that pairs are asked of. */
function chosenRows({ latents, withColumn }: CorrelateRequest, { latents: ofRow, matrix }: Side): ReadonlySet<number> | undefined {
  if (latents === undefined) return undefined
  if (withColumn !== undefined || ofRow === null)
    throw new Failure('bad-input', 'Pairs are with a column or with chosen latents, not both.', 'Leave one of them out.')
  const asked = new Set(latents)
  return new Set(Array.from({ length: matrix.rows }, (_, row) => row).filter((row) => asked.has(ofRow[row]!)))
}

function latentSide(project: ProjectReading, sample: Sample, fewest: number): Side {
  const { latents, matrix } = presenceMatrix(activeSource(project, sample), sample, { fewest })
  const channel = sample.subjects[0]?.channel.name ?? ''
  return { matrix, latents, sample, property: (row) => ({ kind: 'latent', channel, latent: latents[row]!, label: null }) }
}

/** Which documents have which value of a column; of a list, each of its elements. Numbers of many values are no classes and are refused. */
function valueSide(project: ProjectReading, sample: Sample, column: string): Side {
  sample.subjects.forEach(({ corpus }) => refuseUnknownColumn(project, corpus, column))
  const numbers = new Map<string, number>()
  const starts = [0]
  const indices: number[] = []
  for (const value of columnIn(project, sample, column)) {
    const codes = elementsOf(value).map((element) => {
      const code = numbers.get(element) ?? numbers.size
      numbers.set(element, code)
      return code
    })
    indices.push(...new Set(codes.sort((one, other) => one - other)))
    starts.push(indices.length)
  }
  if (numbers.size > mostValues)
    throw new Failure(
      'bad-input',
      `The column "${column}" has ${numbers.size} different values; pairs are made with at most ${mostValues}.`,
      'Choose a column with classes, such as a label, a model or a genre.',
    )
  const values = [...numbers.keys()]
  const byDocument = {
    rows: sample.documents,
    columns: values.length,
    starts: Uint32Array.from(starts),
    indices: Uint32Array.from(indices),
  }
  return {
    matrix: transpose(byDocument),
    latents: null,
    sample,
    property: (row) => ({ kind: 'value', column, value: values[row]! }),
  }
}

function elementsOf(value: string | null): readonly string[] {
  if (value === null) return []
  if (!value.startsWith('[')) return [value]
  try {
    const list: unknown = JSON.parse(value)
    return Array.isArray(list) ? list.filter((each) => each !== null).map(String) : [value]
  } catch {
    return [value]
  }
}

function rowOf(pair: FoundPair, a: Side, b: Side, facts: PairFacts, examples: number): PairRow {
  const one = named(a.property(pair.a), facts)
  const other = named(b.property(pair.b), facts)
  const latentA = a.latents?.[pair.a] ?? null
  const latentB = b.latents?.[pair.b] ?? null
  const { npmi, npmiLow, support, supportUnits, expected, pIndependence, pValue, qValue } = pair
  return {
    a: one,
    b: other,
    npmi,
    npmiLow,
    support,
    supportUnits,
    documentsA: support + pair.onlyA,
    documentsB: support + pair.onlyB,
    givenB: pair.pAB,
    givenA: pair.pBA,
    expected,
    pIndependence,
    pValue,
    qValue,
    labelSimilarity: facts.similarity(latentA, latentB),
    sameToken: facts.sameToken(latentA, latentB),
    examples: examples === 0 ? [] : facts.examples(commonDocuments(a.matrix, pair.a, b.matrix, pair.b), latentA, latentB, examples),
  }
}

function named(property: Property, facts: PairFacts): Property {
  return property.kind === 'latent' ? { ...property, label: facts.label(property.latent) } : property
}

/** Documents in both rows, ascending. */
function commonDocuments(a: BinaryMatrix, rowA: number, b: BinaryMatrix, rowB: number): number[] {
  const inA = new Set(a.indices.subarray(a.starts[rowA]!, a.starts[rowA + 1]!))
  return Array.from(b.indices.subarray(b.starts[rowB]!, b.starts[rowB + 1]!)).filter((document) => inA.has(document))
}

function isFiltered({ minNpmi, maxLabelSimilarity, apart, skipSyntax }: CorrelateRequest): boolean {
  return minNpmi > 0 || maxLabelSimilarity < 1 || apart || skipSyntax
}

function byLabels({ maxLabelSimilarity, skipSyntax }: CorrelateRequest): boolean {
  return maxLabelSimilarity < 1 || skipSyntax
}

function titleOf({ between, withColumn, latents }: CorrelateRequest, name: string, channel: string): string {
  const which =
    latents === undefined
      ? ''
      : ` (${latents.length === 1 ? 'latent' : 'latents'} ${latents.slice(0, 3).join(', ')}${latents.length > 3 ? ' …' : ''})`
  if (between !== undefined) return `${name}: ${between[0]} with ${between[1]}${which}`
  if (latents !== undefined) return `${name}: ${channel}${which}`
  return withColumn === undefined ? `${name}: ${channel}` : `${name}: ${channel} with ${withColumn}`
}

function warningsOf({ latents }: CorrelateRequest, sample: Sample, { discoveries, keptB }: FoundPairs): string[] {
  const warnings: string[] = []
  if (sample.documents < 100) warnings.push(`There are only ${sample.documents} documents: few pairs can be told from chance.`)
  if (latents !== undefined && keptB < new Set(latents).size)
    warnings.push(`${new Set(latents).size - keptB} of the chosen latents are in too few or too many documents to be paired.`)
  if (discoveries === 0) warnings.push('No pair goes together more than rich documents explain.')
  return warnings
}
