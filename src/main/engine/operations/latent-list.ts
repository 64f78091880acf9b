import type { z } from 'zod'
import type { LabelVersion, LatentList, LatentRow, latentsInput } from '../../../contract/latents.ts'
import { newcombeInterval, type Proportion } from '../numerics/proportion-intervals.ts'
import { type EncodingStatistics, readStatistics } from '../store/activations/read-statistics.ts'
import { knownLatentList, latentsInList } from '../store/latent-lists.ts'
import type { StoredLens } from '../store/lenses.ts'
import { latentNotes, type Note } from '../store/notes.ts'
import { starredLatents } from '../store/stars.ts'
import { labelsOf } from './labels-of.ts'
import type { ProjectReading } from './project-reading.ts'
import { type ReadSubject, readSubjects } from './subjects.ts'

type Request = z.output<typeof latentsInput>

/** Counts over several encodings, [dSae] each. */
export type LatentTotals = {
  readonly documents: number
  readonly tokens: number
  readonly present: Uint32Array
  readonly tokensActive: Float64Array
  readonly maxima: Float32Array
}

/** What a person kept of latents. */
type Kept = {
  readonly starred: ReadonlySet<number>
  readonly notes: ReadonlyMap<number, Note>
  /** The latents of the asked list; null: none was asked for. */
  readonly listed: ReadonlySet<number> | null
}

/** The latents of a lens with their frequencies, sorted and paged. */
export function listLatents(project: ProjectReading, request: Request): LatentList {
  const { lens, subjects } = readSubjects(project, request)
  const labels = labelsOf(project, lens)
  const kept = keptOf(project, lens, request.list)
  const all = totalsOf(project, subjects, lens.dSae)
  const panes = (request.panes ?? []).map((name) => paneTotals(project, subjects, name, lens.dSae))
  const found = chosenLatents(request, all, labels, kept)
  const value = sortValue(request.sort, all, panes, labels)
  const sign = request.descending ? -1 : 1
  found.sort((a, b) => sign * compare(value(a), value(b)) || a - b)
  const rows = Array.from(found.subarray(request.offset, request.offset + request.limit), (latent) =>
    rowOf(latent, all, panes, labels, kept),
  )
  return { lens: lens.name, dSae: lens.dSae, total: found.length, rows }
}

function keptOf(project: ProjectReading, lens: StoredLens, list: string | undefined): Kept {
  return {
    starred: starredLatents(project.db, lens.lens),
    notes: latentNotes(project.db, lens.lens),
    listed: list === undefined ? null : new Set(latentsInList(project.db, knownLatentList(project.db, lens.lens, list).list)),
  }
}

/** Sums over encodings; kept until the store changes. */
export function totalsOf(project: ProjectReading, subjects: readonly ReadSubject[], dSae: number): LatentTotals {
  const encodings = subjects.map((subject) => subject.encoding.encoding)
  return project.remembered(`totals ${encodings.join(' ')}`, () =>
    addUp(
      encodings.map((encoding) => statisticsOf(project, encoding)),
      dSae,
    ),
  )
}

export function statisticsOf(project: ProjectReading, encoding: number): EncodingStatistics {
  return project.remembered(`statistics ${encoding}`, () => readStatistics(project.db, encoding))
}

function addUp(parts: readonly EncodingStatistics[], dSae: number): LatentTotals {
  const present = new Uint32Array(dSae)
  const tokensActive = new Float64Array(dSae)
  const maxima = new Float32Array(dSae)
  for (const part of parts) {
    for (let latent = 0; latent < part.dSae; latent++) {
      present[latent] = (present[latent] ?? 0) + (part.documentsPresent[latent] ?? 0)
      tokensActive[latent] = (tokensActive[latent] ?? 0) + (part.tokensActive[latent] ?? 0)
      maxima[latent] = Math.max(maxima[latent] ?? 0, part.maxima[latent] ?? 0)
    }
  }
  const sum = (of: (part: EncodingStatistics) => number) => parts.reduce((total, part) => total + of(part), 0)
  return { documents: sum((part) => part.documents), tokens: sum((part) => part.tokens), present, tokensActive, maxima }
}

/** A pane shows one channel of its corpus: the first that was read. Null where none was. */
function paneTotals(project: ProjectReading, subjects: readonly ReadSubject[], corpus: string, dSae: number): LatentTotals | null {
  const subject = subjects.find((each) => each.corpus.name === corpus)
  return subject === undefined ? null : totalsOf(project, [subject], dSae)
}

function chosenLatents(
  request: Request,
  all: LatentTotals,
  labels: ReadonlyMap<number, LabelVersion>,
  { starred, notes, listed }: Kept,
): Uint32Array {
  const words = (request.search ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const matches = (latent: number) => {
    if (request.alive && all.present[latent] === 0) return false
    if (request.starred === true && !starred.has(latent)) return false
    if (request.flagged === true && notes.get(latent)?.flag == null) return false
    if (request.noted === true && !hasNote(notes.get(latent))) return false
    if (listed !== null && !listed.has(latent)) return false
    if (words.length === 0) return true
    const label = labels.get(latent)?.text.toLowerCase() ?? ''
    return words.every((word) => label.includes(word) || word === String(latent) || word === `#${latent}`)
  }
  return Uint32Array.from(all.present.keys()).filter(matches)
}

const hasNote = (note: Note | undefined): boolean => note !== undefined && note.note !== ''

function sortValue(
  sort: Request['sort'],
  all: LatentTotals,
  panes: readonly (LatentTotals | null)[],
  labels: ReadonlyMap<number, LabelVersion>,
): (latent: number) => number | string {
  switch (sort) {
    case 'latent':
      return (latent) => latent
    case 'label':
      return (latent) => labels.get(latent)?.text.toLowerCase() ?? '\uffff'
    case 'documentFrequency':
      return (latent) => all.present[latent] ?? 0
    case 'tokenDensity':
      return (latent) => all.tokensActive[latent] ?? 0
    case 'maxActivation':
      return (latent) => all.maxima[latent] ?? 0
    case 'difference':
      return (latent) => differenceOf(latent, panes)?.difference ?? -2
    case 'differenceSize':
      return (latent) => Math.abs(differenceOf(latent, panes)?.difference ?? -0.001)
  }
}

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function rowOf(
  latent: number,
  all: LatentTotals,
  panes: readonly (LatentTotals | null)[],
  labels: ReadonlyMap<number, LabelVersion>,
  { starred, notes }: Kept,
): LatentRow {
  const label = labels.get(latent)
  const note = notes.get(latent)
  const difference = differenceOf(latent, panes)
  return {
    latent,
    label: label?.text ?? null,
    origin: label?.origin ?? null,
    starred: starred.has(latent),
    flag: note?.flag ?? null,
    noted: hasNote(note),
    documentFrequency: share(all.present[latent], all.documents),
    tokenDensity: share(all.tokensActive[latent], all.tokens),
    maxActivation: all.maxima[latent] ?? 0,
    panes: panes.map((pane) => (pane === null ? null : share(pane.present[latent], pane.documents))),
    difference: difference?.difference ?? null,
    interval: difference?.interval ?? null,
  }
}

/** The first pane minus that of the others where the latent is most frequent. */
function differenceOf(
  latent: number,
  panes: readonly (LatentTotals | null)[],
): { difference: number; interval: readonly [number, number] } | null {
  const [first, ...others] = panes.map((pane) => (pane === null || pane.documents === 0 ? null : proportionOf(latent, pane)))
  const read = others.filter((other) => other !== null)
  if (first === null || first === undefined || read.length === 0) return null
  const highest = read.reduce((most, other) => (rate(other) > rate(most) ? other : most))
  return { difference: rate(first) - rate(highest), interval: newcombeInterval(first, highest) }
}

function proportionOf(latent: number, pane: LatentTotals): Proportion {
  return { successes: pane.present[latent] ?? 0, trials: pane.documents }
}

function rate({ successes, trials }: Proportion): number {
  return trials === 0 ? 0 : successes / trials
}

export function share(part: number | undefined, whole: number): number {
  return whole === 0 ? 0 : (part ?? 0) / whole
}
