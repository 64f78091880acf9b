import type { z } from 'zod'
import type { LatentColumns, wholeTableInput } from '../../../contract/latent-table.ts'
import { type LatentList, type LatentRow, type latentsInput, paneSorts } from '../../../contract/latents.ts'
import { newcombeInterval, type Proportion } from '../numerics/proportion-intervals.ts'
import { chosenLatents, hasNote, type LatentFacts, type Meaning, marksOf, meaningOf } from './latent-choice.ts'
import { type LatentTotals, share, totalsOf } from './latent-totals.ts'
import { labelsOf } from './labels-of.ts'
import type { ProjectReading } from './project-reading.ts'
import { type ReadSubject, readSubjects } from './subjects.ts'

type Request = z.output<typeof wholeTableInput>

/** The table before it is cut into pages. */
export type LatentTable = {
  readonly facts: LatentFacts
  /** Of each pane; null where its corpus was not read. */
  readonly panes: readonly (LatentTotals | null)[]
  readonly meaning: Meaning | null
  /** What is shown, in order. */
  readonly latents: Int32Array
}

/** The latents of a lens with their frequencies, sorted and paged. */
export async function listLatents(
  project: ProjectReading,
  { offset, limit, ...request }: z.output<typeof latentsInput>,
): Promise<LatentList> {
  const table = await latentTable(project, request)
  const rows = Array.from(table.latents.subarray(offset, offset + limit), (latent) => rowOf(table, latent))
  return { lens: table.facts.lens.name, dSae: table.facts.lens.dSae, total: table.latents.length, rows }
}

/** What the table is made of, for all latents at once. */
export async function latentColumns(project: ProjectReading, request: Request): Promise<LatentColumns> {
  const { facts, panes, latents } = await latentTable(project, request)
  const { lens, all, starred, notes } = facts
  const marks = new Uint8Array(lens.dSae)
  for (const latent of starred) marks[latent]! |= 1
  for (const [latent, note] of notes) marks[latent]! |= (note.flag === null ? 0 : 2) | (hasNote(note) ? 4 : 0)
  return {
    lens: lens.name,
    dSae: lens.dSae,
    latents: Int32Array.from(latents),
    documentFrequency: Float32Array.from(all.present, (present) => share(present, all.documents)),
    difference: Float32Array.from({ length: lens.dSae }, (_, latent) => contrastOf(latent, panes)?.difference ?? NaN),
    marks,
  }
}

/** The rows asked for in their order; worked out once until the store changes. */
export async function latentTable(project: ProjectReading, request: Request): Promise<LatentTable> {
  const key = `latent table ${JSON.stringify(request)}`
  const working = project.remembered(key, () => workedOut(project, request))
  return working
}

async function workedOut(project: ProjectReading, request: Request): Promise<LatentTable> {
  const { lens, subjects } = readSubjects(project, request)
  const all = totalsOf(project, subjects, lens.dSae)
  const facts: LatentFacts = { lens, subjects, all, labels: labelsOf(project, lens), ...marksOf(project, lens) }
  const panes = (request.panes ?? []).map((name) => paneTotals(project, subjects, name, lens.dSae))
  const meaning = await meaningOf(project, facts, request)
  const latents = chosenLatents(project, facts, request, meaning)
  const value = sortValue(request.sort, { facts, panes, meaning, latents })
  const sign = request.descending ? -1 : 1
  const values = new Map(Array.from(latents, (latent) => [latent, value(latent)]))
  latents.sort((a, b) => compare(values.get(a)!, values.get(b)!, sign) || a - b)
  return { facts, panes, meaning, latents }
}

/** A pane shows one channel of its corpus: the first that was read. Null where none was. */
function paneTotals(project: ProjectReading, subjects: readonly ReadSubject[], corpus: string, dSae: number): LatentTotals | null {
  const subject = subjects.find((each) => each.corpus.name === corpus)
  return subject === undefined ? null : totalsOf(project, [subject], dSae)
}

type Value = number | string | null

function sortValue(sort: Request['sort'], { facts: { all, labels }, panes, meaning }: LatentTable): (latent: number) => Value {
  switch (sort) {
    case 'latent':
      return (latent) => latent
    case 'label':
      return (latent) => labels.get(latent)?.text.toLowerCase() ?? null
    case 'origin':
      return (latent) => labels.get(latent)?.origin ?? null
    case 'score':
      return (latent) => labels.get(latent)?.score ?? null
    case 'documentFrequency':
      return (latent) => all.present[latent] ?? 0
    case 'tokenDensity':
      return (latent) => all.tokensActive[latent] ?? 0
    case 'maxActivation':
      return (latent) => all.maxima[latent] ?? 0
    case 'difference':
      return (latent) => contrastOf(latent, panes)?.difference ?? null
    case 'differenceSize':
      return (latent) => Math.abs(contrastOf(latent, panes)?.difference ?? NaN)
    case 'meaning':
      return (latent) => meaning?.similarities[latent] ?? null
    default: {
      const pane = panes[paneSorts.indexOf(sort)] ?? null
      return (latent) => (pane === null ? null : share(pane.present[latent], pane.documents))
    }
  }
}

/** What has no value comes last, whichever way the others go. */
function compare(a: Value, b: Value, sign: number): number {
  const [aMissing, bMissing] = [a === null || Number.isNaN(a), b === null || Number.isNaN(b)]
  if (aMissing || bMissing) return Number(aMissing) - Number(bMissing)
  return sign * (a! < b! ? -1 : a! > b! ? 1 : 0)
}

export function rowOf({ facts, panes, meaning }: LatentTable, latent: number): LatentRow {
  const { all, labels, starred, notes } = facts
  const label = labels.get(latent)
  const note = notes.get(latent)
  const contrast = contrastOf(latent, panes)
  const alike = meaning?.similarities[latent] ?? NaN
  return {
    latent,
    label: label?.text ?? null,
    origin: label?.origin ?? null,
    score: label?.score ?? null,
    starred: starred.has(latent),
    flag: note?.flag ?? null,
    noted: hasNote(note),
    documentFrequency: share(all.present[latent], all.documents),
    tokenDensity: share(all.tokensActive[latent], all.tokens),
    maxActivation: all.maxima[latent] ?? 0,
    panes: panes.map((pane) => (pane === null ? null : share(pane.present[latent], pane.documents))),
    difference: contrast?.difference ?? null,
    interval: contrast === null ? null : newcombeInterval(contrast.first, contrast.highest),
    meaning: Number.isNaN(alike) ? null : alike,
  }
}

type Contrast = { readonly difference: number; readonly first: Proportion; readonly highest: Proportion }

/** The first pane minus that of the others where the latent is most frequent. */
function contrastOf(latent: number, panes: readonly (LatentTotals | null)[]): Contrast | null {
  const [first, ...others] = panes.map((pane) => (pane === null || pane.documents === 0 ? null : proportionOf(latent, pane)))
  const read = others.filter((other) => other !== null)
  if (first === null || first === undefined || read.length === 0) return null
  const highest = read.reduce((most, other) => (rate(other) > rate(most) ? other : most))
  return { difference: rate(first) - rate(highest), first, highest }
}

function proportionOf(latent: number, pane: LatentTotals): Proportion {
  return { successes: pane.present[latent] ?? 0, trials: pane.documents }
}

const rate = ({ successes, trials }: Proportion): number => share(successes, trials)
