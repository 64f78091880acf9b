import { Failure } from '../../../../contract/failure.ts'
import type { UnitKey } from '../../analysis/units/unit-keys.ts'
import { NearDuplicates } from '../../analysis/units/near-duplicates.ts'
import { channelTexts, columnValues, documentIds } from '../../store/column-values.ts'
import type { StoredChannel } from '../../store/corpora.ts'
import type { ProjectReading } from '../project-reading.ts'
import { placesIn } from './active-source.ts'
import { columnsOf, type Sample } from './sample.ts'

/** Which documents of a sample have (nearly) the same text. */
export type Duplicates = {
  /** [documents], the lowest document of its group. */
  readonly groups: Uint32Array
  /** The same for equal words, whatever their order in the sample. */
  contentKey(document: number): string
}

/** By the words of the channel that was read; with `beside`, of both channels together. Worked out once. */
export function duplicatesIn(project: ProjectReading, sample: Sample, beside?: string): Duplicates {
  const key = `duplicates ${sample.key} ${beside ?? ''}`
  return project.lasting.get(
    key,
    () => findDuplicates(project, sample, beside),
    () => duplicateBytes * sample.documents,
  )
}

/** A group and a content key, and what the finder holds besides. */
const duplicateBytes = 700

function findDuplicates(project: ProjectReading, sample: Sample, beside?: string): Duplicates {
  const places = placesIn(sample)
  const finder = new NearDuplicates({ documents: sample.documents })
  sample.subjects.forEach(({ corpus, channel }, subject) => {
    const place = places[subject]!
    const second = corpus.channels.find(({ name }) => name === beside)
    const others = second === undefined || second.channel === channel.channel ? null : textsByOrdinal(project, second)
    const add = (ordinal: number, text: string) => {
      if (place[ordinal]! >= 0) finder.add(place[ordinal]!, others === null ? text : `${text} ${others.get(ordinal) ?? ''}`)
    }
    const seen = new Uint8Array(corpus.documents)
    for (const { ordinal, content } of channelTexts(project.db, channel.channel)) {
      seen[ordinal] = 1
      add(ordinal, content)
    }
    seen.forEach((isSeen, ordinal) => {
      if (isSeen === 0) add(ordinal, '')
    })
  })
  return { groups: finder.groups(), contentKey: (document) => finder.contentKey(document) }
}

function textsByOrdinal(project: ProjectReading, channel: StoredChannel): ReadonlyMap<number, string> {
  return new Map(Array.from(channelTexts(project.db, channel.channel), ({ ordinal, content }) => [ordinal, content]))
}

/** What may say which documents belong together: shared ids, the prompts they answer, metadata columns. */
export function unitKeysIn(project: ProjectReading, sample: Sample): readonly UnitKey[] {
  const keys: UnitKey[] = []
  if (sample.subjects.length > 1 && !sample.subjects.some((_, at) => areRowNumbers(idsOf(project, sample, at))))
    keys.push({ name: 'id', kind: 'pair', values: valuesIn(sample, (subject) => idsOf(project, sample, subject)) })
  const prompts = new Set(sample.subjects.flatMap(({ corpus }) => corpus.channels.filter(isPrompt).map(({ name }) => name)))
  for (const name of prompts)
    keys.push({ name, kind: 'prompt', values: valuesIn(sample, (subject) => textsOf(project, sample, subject, name)) })
  for (const name of columnNames(project, sample)) keys.push({ name, kind: 'column', values: columnIn(project, sample, name) })
  return keys
}

/** A column, a channel, or `id` of every document of the sample. Throws Failure 'not-found' where no corpus has it. */
export function fieldIn(project: ProjectReading, sample: Sample, name: string): readonly (string | null)[] {
  if (columnNames(project, sample).includes(name)) return columnIn(project, sample, name)
  if (sample.subjects.some(({ corpus }) => corpus.channels.some((each) => each.name === name)))
    return valuesIn(sample, (subject) => textsOf(project, sample, subject, name))
  if (name === 'id') return valuesIn(sample, (subject) => idsOf(project, sample, subject))
  throw new Failure(
    'not-found',
    `There is no column or channel "${name}".`,
    `There are: ${['id', ...columnNames(project, sample)].join(', ')}.`,
  )
}

/** A metadata column of every document of the sample; null where it has none. */
export function columnIn(project: ProjectReading, sample: Sample, name: string): readonly (string | null)[] {
  return valuesIn(sample, (subject) => {
    const { corpus } = sample.subjects[subject]!.corpus
    return columnsOf(project, corpus).some((each) => each.name === name) ? columnValues(project.db, corpus, name) : []
  })
}

export function columnNames(project: ProjectReading, sample: Sample): readonly string[] {
  return [...new Set(sample.subjects.flatMap(({ corpus }) => columnsOf(project, corpus.corpus).map(({ name }) => name)))]
}

function valuesIn(sample: Sample, valuesOf: (subject: number) => readonly (string | null)[]): readonly (string | null)[] {
  const bySubject = sample.subjects.map((_, subject) => valuesOf(subject))
  return Array.from(sample.ordinal, (ordinal, at) => bySubject[sample.subject[at]!]?.[ordinal] ?? null)
}

function idsOf(project: ProjectReading, sample: Sample, subject: number): readonly string[] {
  const { corpus } = sample.subjects[subject]!.corpus
  return project.remembered(`ids ${corpus}`, () => documentIds(project.db, corpus))
}

function textsOf(project: ProjectReading, sample: Sample, subject: number, name: string): readonly (string | null)[] {
  const { corpus } = sample.subjects[subject]!
  const channel = corpus.channels.find((each) => each.name === name)
  const texts: (string | null)[] = Array.from({ length: corpus.documents }, () => null)
  if (channel === undefined) return texts
  for (const { ordinal, content } of channelTexts(project.db, channel.channel)) texts[ordinal] = content
  return texts
}

/** Ids that only count the rows say nothing about which rows belong together. */
function areRowNumbers(ids: readonly string[]): boolean {
  return ids.every((id, ordinal) => Number(id) >= ordinal && Number(id) <= ordinal + 1)
}

const promptNames = /^(prompt|instruction|question|query|input|request|problem|user)/i

function isPrompt({ name, field, role }: StoredChannel): boolean {
  return role === 'user' || promptNames.test(name) || promptNames.test(field)
}
