import type { DocumentGroup } from '../../../../contract/analyses.ts'
import { Failure } from '../../../../contract/failure.ts'
import { inRanges } from '../../../../contract/ordinal-ranges.ts'
import type { Lens } from '../../lens/lens.ts'
import { documentLengths } from '../../store/activations/document-lengths.ts'
import { matchingOrdinals } from '../../store/document-filter.ts'
import type { StoredLens } from '../../store/lenses.ts'
import { metadataColumns } from '../../store/metadata-columns.ts'
import { lensOf } from '../lens-files.ts'
import type { ProjectReading } from '../project-reading.ts'
import { comparableSubjects, lensNamed, type ReadSubject } from '../subjects.ts'

/** What every analysis is asked with. */
export type Scope = {
  readonly lens?: string | undefined
  readonly channel?: string | undefined
  readonly where?: Readonly<Record<string, string>> | undefined
  readonly threshold: 'lens' | number
  readonly minTokens: number
}

/** The documents an analysis is about, [documents] each, by corpus and then by ordinal. */
export type Sample = {
  readonly stored: StoredLens
  readonly lens: Lens
  /** A latent is present above these, [dSae]. */
  readonly thresholds: Float32Array
  readonly minTokens: number
  /** What was read, one for each corpus. */
  readonly subjects: readonly ReadSubject[]
  readonly names: readonly string[]
  readonly documents: number
  readonly group: Uint8Array
  readonly subject: Uint16Array
  readonly ordinal: Uint32Array
  readonly tokens: Uint32Array
  /** Documents that stand in more than one group and were left out. */
  readonly ambiguous: number
  /** The same for the same documents, read by the same lens in the same channel. */
  readonly key: string
  /** [documents], the place of each in the sample that was asked for. */
  readonly places: Uint32Array
}

/**
 * Gathers the documents of some groups.
 *
 * Throws a Failure where a corpus was not read or a column is unknown, where a group is empty, or where two groups are the same.
 */
export async function sampleOf(project: ProjectReading, scope: Scope, groups: readonly DocumentGroup[]): Promise<Sample> {
  const corpora = [...new Set(groups.flatMap((group) => group.corpora))]
  const stored = lensNamed(project, scope.lens)
  const lens = await lensOf(project, stored)
  const subjects = comparableSubjects(
    project,
    corpora.map((corpus) => ({ corpus, channel: scope.channel, lens: stored.hash })),
  )
  const names = groups.map((group) => groupName(group, groups))
  const parts = subjects.map((subject) => membersOf(project, subject, scope, groups))
  const found = groups.map((_, at) => parts.reduce((sum, part) => sum + part.found[at]!, 0))
  found.forEach((count, at) => {
    if (count === 0) throw emptyGroup(names[at]!)
  })
  const ambiguous = parts.reduce((sum, part) => sum + part.ambiguous, 0)
  const documents = parts.reduce((sum, part) => sum + part.ordinals.length, 0)
  const sample = {
    group: new Uint8Array(documents),
    subject: new Uint16Array(documents),
    ordinal: new Uint32Array(documents),
    tokens: new Uint32Array(documents),
  }
  let at = 0
  parts.forEach(({ ordinals, groupOf }, subject) => {
    const lengths = lengthsOf(project, subjects[subject]!.encoding.encoding)
    for (let place = 0; place < ordinals.length; place++, at++) {
      sample.group[at] = groupOf[place]!
      sample.subject[at] = subject
      sample.ordinal[at] = ordinals[place]!
      sample.tokens[at] = lengths[ordinals[place]!]!
    }
  })
  groups.forEach((_, group) => {
    if (!sample.group.includes(group)) throw overlapping(names[group]!)
  })
  return {
    stored,
    lens,
    thresholds: scope.threshold === 'lens' ? lens.thresholds : new Float32Array(stored.dSae).fill(scope.threshold),
    minTokens: scope.minTokens,
    subjects,
    names,
    documents,
    ambiguous,
    key: `${subjects.map(({ encoding }) => encoding.encoding).join(' ')} ${JSON.stringify([scope.where, groups])}`,
    places: Uint32Array.from(sample.ordinal.keys()),
    ...sample,
  }
}

/** The same documents, as another of their channels was read. */
export function inChannel(project: ProjectReading, sample: Sample, channel: string): Sample {
  const subjects = comparableSubjects(
    project,
    sample.subjects.map(({ corpus }) => ({ corpus: corpus.name, channel, lens: sample.stored.hash })),
  )
  return { ...sample, subjects }
}

/** The documents where `kept` [documents] is not 0. */
export function subsetOf(sample: Sample, kept: Uint8Array): Sample {
  const places = Uint32Array.from(sample.places.filter((_, at) => kept[at] !== 0))
  const chosen = <Values extends { filter(of: (value: number, at: number) => boolean): Values }>(values: Values) =>
    values.filter((_, at) => kept[at] !== 0)
  return {
    ...sample,
    documents: places.length,
    group: chosen(sample.group),
    subject: chosen(sample.subject),
    ordinal: chosen(sample.ordinal),
    tokens: chosen(sample.tokens),
    places,
  }
}

/** Tokens of each document of an encoding; read once until the store changes. */
export function lengthsOf(project: ProjectReading, encoding: number): Uint32Array {
  return project.remembered(`lengths ${encoding}`, () => documentLengths(project.db, encoding))
}

type Members = {
  readonly ordinals: number[]
  readonly groupOf: number[]
  readonly found: readonly number[]
  readonly ambiguous: number
}

/** The documents of one corpus with the one group each is in. */
function membersOf(project: ProjectReading, subject: ReadSubject, scope: Scope, groups: readonly DocumentGroup[]): Members {
  const { documents } = subject.corpus
  const groupOf = new Int16Array(documents).fill(-1)
  const found = groups.map((group, at) => {
    if (!group.corpora.includes(subject.corpus.name)) return 0
    const ordinals = pickedOf(subject, group, ordinalsOf(project, subject, { ...group.where, ...scope.where }, group.whereNot))
    for (const ordinal of ordinals) groupOf[ordinal] = groupOf[ordinal] === -1 ? at : -2
    return ordinals.length
  })
  const ordinals: number[] = []
  for (let ordinal = 0; ordinal < documents; ordinal++) if (groupOf[ordinal]! >= 0) ordinals.push(ordinal)
  return {
    ordinals,
    groupOf: ordinals.map((ordinal) => groupOf[ordinal]!),
    found,
    ambiguous: groupOf.reduce((sum, group) => sum + (group === -2 ? 1 : 0), 0),
  }
}

/** Of some ordinals those that a group names one by one. */
function pickedOf(
  { corpus: { name, documents } }: ReadSubject,
  { ordinals, ordinalsNot }: DocumentGroup,
  found: Uint32Array,
): Uint32Array {
  const only = ordinals === undefined ? null : inRanges(ordinals[name] ?? '', documents)
  const out = ordinalsNot === undefined ? null : inRanges(ordinalsNot[name] ?? '', documents)
  if (only === null && out === null) return found
  return found.filter((ordinal) => only?.[ordinal] !== 0 && out?.[ordinal] !== 1)
}

/** Ordinals, ascending, that have and have not certain metadata. */
export function ordinalsOf(
  project: ProjectReading,
  { corpus }: ReadSubject,
  where: Readonly<Record<string, string>>,
  whereNot: Readonly<Record<string, string>> = {},
): Uint32Array {
  for (const column of [...Object.keys(where), ...Object.keys(whereNot)]) refuseUnknownColumn(project, corpus, column)
  if (Object.keys(where).length + Object.keys(whereNot).length === 0)
    return Uint32Array.from({ length: corpus.documents }, (_, at) => at)
  return matchingOrdinals(project.db, { corpus: corpus.corpus, channels: [], where, whereNot })
}

/** Throws a Failure 'not-found' that names the columns there are. */
export function refuseUnknownColumn(project: ProjectReading, corpus: ReadSubject['corpus'], column: string): void {
  const known = columnsOf(project, corpus.corpus)
  if (known.some((each) => each.name === column)) return
  throw new Failure(
    'not-found',
    `The corpus ${corpus.name} has no column "${column}".`,
    known.length === 0 ? 'It has no metadata.' : `It has: ${known.map((each) => each.name).join(', ')}.`,
  )
}

export function columnsOf(project: ProjectReading, corpus: number) {
  return project.remembered(`columns ${corpus}`, () => metadataColumns(project.db, corpus))
}

/** What a group is called: in its own words, by its corpora where they tell it apart, else by its metadata. */
function groupName(group: DocumentGroup, groups: readonly DocumentGroup[]): string {
  if (group.name !== undefined) return group.name
  const corpora = group.corpora.join(' + ')
  const conditions = [
    ...Object.entries(group.where ?? {}).map(([column, value]) => `${column} ${value}`),
    ...Object.entries(group.whereNot ?? {}).map(([column, value]) => `not ${column} ${value}`),
  ].join(', ')
  if (conditions === '') return corpora
  const isSameCorpora = groups.every((other) => other.corpora.join(' + ') === corpora)
  return isSameCorpora ? conditions : `${corpora}, ${conditions}`
}

function emptyGroup(name: string): Failure {
  return new Failure('not-found', `No document is in the group "${name}".`, 'Check the names and values; spelling and case count.')
}

function overlapping(name: string): Failure {
  return new Failure(
    'bad-input',
    `Every document of "${name}" is in another group as well.`,
    'Compare different corpora, or different values of a column.',
  )
}

/** An example that is not in the corpora asked about. */
export function missingExample(corpus: string, ordinal: number): Failure {
  return new Failure(
    'not-found',
    `Document ${ordinal + 1} of ${corpus} is not among those searched.`,
    'Name a document of the corpora that are searched.',
  )
}
