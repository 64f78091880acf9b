import type { z } from 'zod'
import type { DocumentOrder, orderInput } from '../../../contract/documents.ts'
import { readPostings } from '../store/activations/read-postings.ts'
import { matchingOrdinals } from '../store/document-filter.ts'
import { pairedOrdinals } from '../store/paired-ordinals.ts'
import { lensOf } from './lens-files.ts'
import type { ProjectReading } from './project-reading.ts'
import { type Subject, subjectOf } from './subjects.ts'

type Request = z.output<typeof orderInput>

/** The rows that panes show: of one pane its documents, of several those of the first beside their partners by id. */
export async function documentOrder(project: ProjectReading, request: Request): Promise<DocumentOrder> {
  const panes = request.panes.map((source) => subjectOf(project, source))
  const activations = await Promise.all(panes.map((pane) => pooledBy(project, pane, request.latent)))
  const passing = await Promise.all(panes.map((pane, at) => passingOrdinals(project, pane, request, activations[at] ?? null)))
  const rows = panes.length === 1 ? (passing[0] ?? []).map((ordinal) => [ordinal]) : pairedRows(project, panes, passing)
  const paired = rows.filter((row) => row.every((ordinal) => ordinal >= 0)).length
  sortRows(rows, request, activations)
  return { ordinals: panes.map((_, pane) => Int32Array.from(rows, (row) => row[pane] ?? -1)), rows: rows.length, paired }
}

/** Pooled activation of the chosen latent by ordinal, [documents]; null without one or where the pane was not read. */
async function pooledBy(project: ProjectReading, pane: Subject, latent: number | undefined): Promise<Float32Array | null> {
  if (latent === undefined || pane.encoding?.state !== 'ready') return null
  const pooled = new Float32Array(pane.corpus.documents)
  const { ordinals, maxima } = readPostings(project.db, pane.encoding.encoding, latent)
  ordinals.forEach((ordinal, at) => (pooled[ordinal] = maxima[at] ?? 0))
  return pooled
}

/** Ordinals, ascending, that pass the filter; -1 stands for none. */
async function passingOrdinals(
  project: ProjectReading,
  pane: Subject,
  { filter, latent }: Request,
  pooled: Float32Array | null,
): Promise<number[]> {
  const { text, where } = filter
  const isFiltered = (text !== undefined && text.trim() !== '') || (where !== undefined && Object.keys(where).length > 0)
  const asked = {
    corpus: pane.corpus.corpus,
    channels: [pane.channel.channel],
    ...(text === undefined || text.trim() === '' ? {} : { text }),
    ...(where === undefined ? {} : { where }),
  }
  const all = isFiltered
    ? Array.from(matchingOrdinals(project.db, asked))
    : Array.from({ length: pane.corpus.documents }, (_, ordinal) => ordinal)
  if (filter.onlyPresent !== true || latent === undefined || pooled === null || pane.lens === null) return all
  const threshold = (await lensOf(project, pane.lens)).thresholds[latent] ?? 0
  return all.filter((ordinal) => (pooled[ordinal] ?? 0) > threshold)
}

/** A row for each passing document of any pane: those of the first with their partners, then what has no partner there. */
function pairedRows(project: ProjectReading, panes: readonly Subject[], passing: readonly (readonly number[])[]): number[][] {
  const [first, ...others] = panes
  if (first === undefined) return []
  const rowOf = new Int32Array(first.corpus.documents).fill(-1)
  const rows = (passing[0] ?? []).map((ordinal, row) => {
    rowOf[ordinal] = row
    return [ordinal, ...others.map(() => -1)]
  })
  others.forEach((other, at) => {
    const place = at + 1
    const partner = new Int32Array(other.corpus.documents).fill(-1)
    const pairs =
      first.corpus.corpus === other.corpus.corpus ? null : pairedOrdinals(project.db, first.corpus.corpus, other.corpus.corpus)
    if (pairs === null) partner.forEach((_, ordinal) => (partner[ordinal] = ordinal))
    else pairs.second.forEach((ordinal, pair) => (partner[ordinal] = pairs.first[pair] ?? -1))
    for (const ordinal of passing[place] ?? []) {
      const inFirst = partner[ordinal] ?? -1
      const row = inFirst < 0 ? undefined : rows[rowOf[inFirst] ?? -1]
      if (row !== undefined) row[place] = ordinal
      else rows.push(panes.map((_, pane) => (pane === place ? ordinal : -1)))
    }
  })
  return rows
}

/** By the largest activation in the row, or by the first pane's minus the largest of the others. Equal rows keep their order. */
function sortRows(rows: number[][], { order, latent }: Request, activations: readonly (Float32Array | null)[]): void {
  if (order === 'corpus' || latent === undefined) return
  const at = (pane: number, ordinal: number) => (ordinal < 0 ? 0 : (activations[pane]?.[ordinal] ?? 0))
  const values = new Map(
    rows.map((row) => {
      const values = row.map((ordinal, pane) => at(pane, ordinal))
      const [first = 0, ...others] = values
      return [row, order === 'activation' ? Math.max(...values) : first - Math.max(0, ...others)] as const
    }),
  )
  rows.sort((a, b) => (values.get(b) ?? 0) - (values.get(a) ?? 0))
}
