import { type Precision, precisions } from '../../../contract/corpora.ts'
import { Failure } from '../../../contract/failure.ts'
import { corpusByName, listCorpora, type StoredChannel, type StoredCorpus } from '../store/corpora.ts'
import { listEncodings, type StoredEncoding } from '../store/encodings.ts'
import { lensByHash, listLenses, type StoredLens } from '../store/lenses.ts'
import { precisionOf } from './encoding-settings.ts'
import type { ProjectReading } from './project-reading.ts'

/** One channel of a corpus, with its encoding by the lens asked for where there is one: in float32 where it was read in both precisions. */
export type Subject = {
  readonly corpus: StoredCorpus
  readonly channel: StoredChannel
  readonly lens: StoredLens | null
  readonly encoding: StoredEncoding | null
}

/** A channel that was read. */
export type ReadSubject = Subject & { readonly lens: StoredLens; readonly encoding: StoredEncoding }

type Source = { readonly corpus: string; readonly channel?: string | undefined; readonly lens?: string | undefined }

export function corpusNamed(project: ProjectReading, name: string): StoredCorpus {
  const corpus = project.dbIfAny === null ? null : corpusByName(project.db, name)
  if (corpus !== null) return corpus
  const names = project.dbIfAny === null ? [] : listCorpora(project.db).filter((each) => each.state === 'ready')
  const hint =
    names.length === 0
      ? 'Nothing was imported yet: etalon import <project>.'
      : `There are: ${names.map((each) => each.name).join(', ')}.`
  throw new Failure('not-found', `The project has no corpus "${name}".`, hint)
}

/** The channel named, else the corpus' first. */
export function channelNamed(corpus: StoredCorpus, name: string | undefined): StoredChannel {
  const channel = name === undefined ? corpus.channels[0] : corpus.channels.find((each) => each.name === name)
  if (channel !== undefined) return channel
  throw new Failure(
    'not-found',
    `The corpus ${corpus.name} has no channel "${name}".`,
    `There are: ${corpus.channels.map((each) => each.name).join(', ')}.`,
  )
}

/** The lens named (by name or the beginning of its hash), else the one that read last. Throws Failure 'not-read' where none has. */
export function lensNamed(project: ProjectReading, name: string | undefined): StoredLens {
  const lens = lensIfAny(project, name)
  if (lens !== null) return lens
  if (name === undefined)
    throw new Failure('not-read', 'Nothing has been read yet.', 'Read the corpora first: etalon encode <project>.')
  const known = project.dbIfAny === null ? [] : listLenses(project.db)
  const hint =
    known.length === 0
      ? 'Nothing has been read yet: etalon encode <project>.'
      : `Read with so far: ${known.map((each) => each.name).join(', ')}.`
  throw new Failure('not-found', `No lens "${name}" has read anything here.`, hint)
}

export function lensIfAny(project: ProjectReading, name: string | undefined): StoredLens | null {
  const db = project.dbIfAny
  if (db === null) return null
  const known = listLenses(db)
  if (name !== undefined)
    return (
      lensByHash(db, name) ?? known.find((each) => each.name === name || (name.length >= 8 && each.hash.startsWith(name))) ?? null
    )
  const newest = listEncodings(db).at(-1)
  return known.find((each) => each.lens === newest?.lens) ?? null
}

export function subjectOf(project: ProjectReading, source: Source): Subject {
  const corpus = corpusNamed(project, source.corpus)
  const channel = channelNamed(corpus, source.channel)
  const lens = source.lens === undefined ? lensIfAny(project, undefined) : lensNamed(project, source.lens)
  const encodings = listEncodings(project.db, corpus.corpus)
  const read = encodings.filter((each) => each.channel === channel.channel && each.lens === lens?.lens)
  const encoding = chosen(read.filter((each) => each.state === 'ready')) ?? chosen(read) ?? null
  return { corpus, channel, lens, encoding }
}

/** Of readings by one lens of one channel: that in this precision where there is one, else that in float32, else any. */
function chosen(encodings: readonly StoredEncoding[], precision: Precision = 'float32'): StoredEncoding | undefined {
  return (
    encodings.find((each) => precisionOf(each) === precision) ??
    encodings.find((each) => precisionOf(each) === 'float32') ??
    encodings[0]
  )
}

/** The precision in which all of several channels were read, float32 where all were read in both; null where there is none. */
function commonPrecision(channels: readonly (readonly StoredEncoding[])[]): Precision | null {
  const everywhere = (precision: Precision) =>
    channels.every((each) => each.some((encoding) => precisionOf(encoding) === precision))
  return precisions.find(everywhere) ?? null
}

/** As `subjectOf`, of a channel that was read to its end. */
export function readSubjectOf(project: ProjectReading, source: Source): ReadSubject {
  const subject = subjectOf(project, source)
  const { lens, encoding, corpus, channel } = subject
  if (lens !== null && encoding?.state === 'ready') return { ...subject, lens, encoding }
  const why = encoding === null ? 'has not been read yet' : 'is not read to its end'
  throw new Failure(
    'not-read',
    `${corpus.name} (${channel.name}) ${why}.`,
    `Read it first: etalon encode <project> --corpus ${corpus.name}.`,
  )
}

/**
 * As `readSubjectOf`, of several channels that are held against each other: all as read in one precision. Throws Failure 'not-read' where
 * there is none that all were read in, as the precision would show as a difference between them.
 */
export function comparableSubjects(project: ProjectReading, sources: readonly Source[]): readonly ReadSubject[] {
  const subjects = sources.map((source) => readSubjectOf(project, source))
  const found = subjects.map(({ corpus, channel, lens }) =>
    listEncodings(project.db, corpus.corpus).filter(
      (each) => each.channel === channel.channel && each.lens === lens.lens && each.state === 'ready',
    ),
  )
  const precision = commonPrecision(found)
  if (precision !== null) return subjects.map((each, at) => ({ ...each, encoding: chosen(found[at]!, precision) ?? each.encoding }))
  const unlike = subjects.find(({ encoding }) => precisionOf(encoding) !== 'float32') ?? subjects[0]!
  throw new Failure(
    'not-read',
    `${unlike.corpus.name} (${unlike.channel.name}) was read in int8 only, and others were not: their difference would be that of the precision.`,
    `Read it in float32 too: etalon encode <project> --corpus ${unlike.corpus.name}.`,
  )
}

/**
 * Every channel read to its end by one lens, of the corpora named (absent: all) and the channel named (absent: all);
 * as read in the precision that all of them were read in, where there is one, else as `subjectOf` chooses.
 * Throws Failure 'not-read' where a named corpus was not read, or none was.
 */
export function readSubjects(
  project: ProjectReading,
  asked: {
    readonly lens?: string | undefined
    readonly channel?: string | undefined
    readonly corpora?: readonly string[] | undefined
  },
): { readonly lens: StoredLens; readonly subjects: readonly ReadSubject[] } {
  const lens = lensNamed(project, asked.lens)
  const corpora =
    asked.corpora?.map((name) => corpusNamed(project, name)) ?? listCorpora(project.db).filter((each) => each.state === 'ready')
  const encodings = listEncodings(project.db).filter((each) => each.lens === lens.lens && each.state === 'ready')
  const channels = corpora.flatMap((corpus) =>
    corpus.channels
      .filter((channel) => asked.channel === undefined || channel.name === asked.channel)
      .map((channel) => ({ corpus, channel, read: encodings.filter((each) => each.channel === channel.channel) }))
      .filter(({ read }) => read.length > 0),
  )
  const precision = commonPrecision(channels.map(({ read }) => read)) ?? 'float32'
  const subjects = channels.map(({ corpus, channel, read }) => ({ corpus, channel, lens, encoding: chosen(read, precision)! }))
  const unread = asked.corpora?.find((name) => !subjects.some((each) => each.corpus.name === name))
  if (unread !== undefined)
    throw new Failure(
      'not-read',
      `${unread} has not been read with ${lens.name}${asked.channel === undefined ? '' : `, channel ${asked.channel}`}.`,
      `Read it first: etalon encode <project> --corpus ${unread}.`,
    )
  if (subjects.length === 0)
    throw new Failure(
      'not-read',
      `Nothing has been read to its end with ${lens.name}.`,
      'Read the corpora first: etalon encode <project>.',
    )
  return { lens, subjects }
}
