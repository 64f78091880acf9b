import type { LabelVersion, LatentFilter, Range } from '../../../contract/latents.ts'
import { topK } from '../numerics/top-k.ts'
import { knownLatentList, latentsInList } from '../store/latent-lists.ts'
import type { StoredLens } from '../store/lenses.ts'
import { latentNotes, type Note } from '../store/notes.ts'
import { starredLatents } from '../store/stars.ts'
import { axisOf } from './analyses/similar.ts'
import { matching } from './label-pattern.ts'
import { type LatentTotals, share, totalsOf } from './latent-totals.ts'
import type { ProjectReading } from './project-reading.ts'
import { type ReadSubject, readSubjects } from './subjects.ts'

/** What is known of the latents of a lens, to choose from. */
export type LatentFacts = {
  readonly lens: StoredLens
  readonly subjects: readonly ReadSubject[]
  readonly all: LatentTotals
  readonly labels: ReadonlyMap<number, LabelVersion>
  readonly starred: ReadonlySet<number>
  readonly notes: ReadonlyMap<number, Note>
}

/** How like labels are to the words searched for by meaning, [dSae], NaN without a label, and how like those must be that are found. */
export type Meaning = { readonly similarities: Float32Array; readonly least: number }

/** Found by meaning at least, where hardly any label is about the words: the most alike. */
const fewest = 50

/** A latent passes or does not. */
type Test = (latent: number) => boolean

export const marksOf = (project: ProjectReading, lens: StoredLens): Pick<LatentFacts, 'starred' | 'notes'> => ({
  starred: starredLatents(project.db, lens.lens),
  notes: latentNotes(project.db, lens.lens),
})

/** Null where nothing is searched for by meaning. Nothing is sent for it: the table is asked for while one types. */
export async function meaningOf(
  project: ProjectReading,
  { lens, all }: LatentFacts,
  { search = '', searchBy }: Pick<LatentFilter, 'search' | 'searchBy'>,
): Promise<Meaning | null> {
  if (searchBy !== 'meaning' || search.trim() === '') return null
  const { similarities, cut } = await axisOf(project, lens, search.trim(), all.present)
  const last = topK(similarities, fewest).at(-1)
  return { similarities, least: Math.min(cut, last === undefined ? cut : similarities[last]!) }
}

/** The latents that answer all conditions, ascending. */
export function chosenLatents(
  project: ProjectReading,
  facts: LatentFacts,
  filter: LatentFilter,
  meaning: Meaning | null,
): Int32Array<ArrayBuffer> {
  const tests = [...markTests(project, facts, filter), ...rangeTests(facts, filter), searchTest(facts, filter, meaning)].filter(
    (each) => each !== null,
  )
  const among = filter.among === undefined ? Int32Array.from(facts.all.present.keys()) : within(filter.among, facts.lens.dSae)
  return among.filter((latent) => tests.every((passes) => passes(latent)))
}

/** Each once, ascending. */
function within(latents: readonly number[], dSae: number): Int32Array<ArrayBuffer> {
  return Int32Array.from(new Set(latents.filter((latent) => latent < dSae))).sort()
}

function markTests(project: ProjectReading, facts: LatentFacts, filter: LatentFilter): readonly (Test | null)[] {
  const { lens, all, labels, starred, notes, subjects } = facts
  const { origins, list, presentIn = [] } = filter
  const listed = list === undefined ? null : new Set(latentsInList(project.db, knownLatentList(project.db, lens.lens, list).list))
  return [
    filter.alive ? (latent) => all.present[latent] !== 0 : null,
    filter.starred === true ? (latent) => starred.has(latent) : null,
    filter.flagged === true ? (latent) => notes.get(latent)?.flag != null : null,
    filter.noted === true ? (latent) => hasNote(notes.get(latent)) : null,
    listed === null ? null : (latent) => listed.has(latent),
    origins === undefined ? null : (latent) => origins.includes(labels.get(latent)?.origin ?? 'none'),
    ...presentIn.map((name): Test => {
      const of = subjects.filter(({ corpus }) => corpus.name === name)
      const { present } = totalsOf(
        project,
        of.length > 0 ? of : readSubjects(project, { lens: lens.hash, corpora: [name] }).subjects,
        lens.dSae,
      )
      return (latent) => (present[latent] ?? 0) > 0
    }),
  ]
}

function rangeTests({ all, labels }: LatentFacts, filter: LatentFilter): readonly (Test | null)[] {
  const test = (range: Range | undefined, value: (latent: number) => number | null): Test | null => {
    if (range === undefined || (range.atLeast === undefined && range.atMost === undefined)) return null
    const { atLeast = -Infinity, atMost = Infinity } = range
    return (latent) => {
      const found = value(latent)
      return found !== null && found >= atLeast && found <= atMost
    }
  }
  return [
    test(filter.score, (latent) => labels.get(latent)?.score ?? null),
    test(filter.documentFrequency, (latent) => share(all.present[latent], all.documents)),
    test(filter.tokenDensity, (latent) => share(all.tokensActive[latent], all.tokens)),
    test(filter.maxActivation, (latent) => all.maxima[latent] ?? 0),
  ]
}

function searchTest({ labels }: LatentFacts, { search = '', searchBy }: LatentFilter, meaning: Meaning | null): Test | null {
  if (search.trim() === '') return null
  if (meaning !== null) return (latent) => (meaning.similarities[latent] ?? NaN) >= meaning.least
  if (searchBy === 'pattern') {
    const labelled = [...labels].filter(([, { text }]) => text !== '')
    const found = matching(
      search,
      labelled.map(([, { text }]) => text),
    )
    const latents = new Set(labelled.filter((_, at) => found[at]).map(([latent]) => latent))
    return (latent) => latents.has(latent)
  }
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return (latent) => {
    const label = labels.get(latent)?.text.toLowerCase() ?? ''
    return words.every((word) => label.includes(word) || word === String(latent) || word === `#${latent}`)
  }
}

export const hasNote = (note: Note | undefined): boolean => note !== undefined && note.note !== ''
