import type { z } from 'zod'
import type { DocumentOrder, orderInput } from '../../../contract/documents.ts'
import { pairedOrdinals } from '../store/paired-ordinals.ts'
import { passingDocuments } from './passing-documents.ts'
import type { ProjectReading } from './project-reading.ts'
import { sortRows } from './sorted-rows.ts'
import { type Subject, subjectOf } from './subjects.ts'

type Request = z.output<typeof orderInput>

/** The rows that panes show: of one pane its documents, of several those of the first beside their partners by id. */
export async function documentOrder(project: ProjectReading, request: Request): Promise<DocumentOrder> {
  const panes = request.panes.map((source) => subjectOf(project, source))
  const { latent, filter } = request
  const shared = await Promise.all(panes.map((pane) => passingDocuments(project, pane, filter, latent)))
  const own = await Promise.all(panes.map((pane, at) => passingDocuments(project, pane, request.panes[at]?.filter ?? {}, latent)))
  const [first] = panes
  const all =
    panes.length === 1
      ? Array.from({ length: first?.corpus.documents ?? 0 }, (_, ordinal) => [ordinal])
      : pairedRows(project, panes)
  const rows = all.filter(
    (row) =>
      row.some((ordinal, pane) => ordinal >= 0 && shared[pane]?.[ordinal] !== 0) &&
      row.every((ordinal, pane) => own[pane] === null || (ordinal >= 0 && own[pane]?.[ordinal] === 1)),
  )
  const paired = rows.filter((row) => row.every((ordinal) => ordinal >= 0)).length
  sortRows(project, rows, panes, request)
  return { ordinals: panes.map((_, pane) => Int32Array.from(rows, (row) => row[pane] ?? -1)), rows: rows.length, paired }
}

/** A row for each document of any pane: those of the first with their partners, then what has no partner there. */
function pairedRows(project: ProjectReading, panes: readonly Subject[]): number[][] {
  const [first, ...others] = panes
  if (first === undefined) return []
  const rows = Array.from({ length: first.corpus.documents }, (_, ordinal) => [ordinal, ...others.map(() => -1)])
  others.forEach((other, at) => {
    const place = at + 1
    const [one, two] = [first.corpus.corpus, other.corpus.corpus]
    if (one === two) {
      for (const row of rows) row[place] = row[0] ?? -1
      return
    }
    const pairs = project.remembered(`pairs ${one} ${two}`, () => pairedOrdinals(project.db, one, two))
    const inFirst = new Int32Array(other.corpus.documents).fill(-1)
    pairs.second.forEach((ordinal, pair) => (inFirst[ordinal] = pairs.first[pair] ?? -1))
    inFirst.forEach((partner, ordinal) => {
      const row = rows[partner]
      if (row !== undefined) row[place] = ordinal
      else rows.push(panes.map((_, pane) => (pane === place ? ordinal : -1)))
    })
  })
  return rows
}
