import type { SavedFilter } from '../../src/contract/latent-table.ts'
import type { LatentFilter, LatentRow } from '../../src/contract/latents.ts'
import type { Operations } from '../../src/contract/operations.ts'
import type { FakeJobs } from './fake-jobs.ts'
import type { FakeProject } from './fake-project.ts'

type Asked = Partial<LatentFilter> & { readonly sort?: string; readonly descending?: boolean }
export type RowsOf = (
  asked: Asked & { readonly corpora?: string[] | undefined; readonly panes?: string[] | undefined },
) => readonly LatentRow[]

/** Whether a row answers the conditions that the fake knows. */
export function passes(project: FakeProject, row: LatentRow, filter: Asked): boolean {
  const within = (value: number | null, range: LatentFilter['score']) =>
    range === undefined || (value !== null && value >= (range.atLeast ?? -Infinity) && value <= (range.atMost ?? Infinity))
  const label = (row.label ?? '').toLowerCase()
  const search = (filter.search ?? '').toLowerCase()
  return (
    (filter.alive === false || row.documentFrequency > 0) &&
    (filter.starred !== true || row.starred) &&
    (filter.flagged !== true || row.flag !== null) &&
    (filter.noted !== true || row.noted) &&
    (filter.list === undefined || project.lists.get(filter.list)?.includes(row.latent) === true) &&
    (filter.origins === undefined || filter.origins.includes(row.origin ?? 'none')) &&
    (filter.among === undefined || filter.among.includes(row.latent)) &&
    within(row.score, filter.score) &&
    within(row.documentFrequency, filter.documentFrequency) &&
    (search === '' || (filter.searchBy === 'pattern' ? new RegExp(search, 'iu').test(label) : label.includes(search)))
  )
}

/** What the table can do beside its pages. */
export function fakeLatentTable(
  project: FakeProject,
  jobs: FakeJobs,
  rowsOf: RowsOf,
): Pick<Operations['latents'], 'columns' | 'export' | 'mark' | 'map' | 'filters' | 'saveFilter' | 'removeFilter'> {
  const filters = new Map<string, SavedFilter>()
  const count = project.latents.length
  return {
    columns: async (asked) => {
      const all = new Map(rowsOf({ alive: false }).map((row) => [row.latent, row]))
      const values = <T>(of: (row: LatentRow) => T) => Array.from({ length: count }, (_, latent) => of(all.get(latent)!))
      return {
        lens: 'small-english',
        dSae: count,
        latents: Int32Array.from(rowsOf(asked), ({ latent }) => latent),
        documentFrequency: Float32Array.from(values((row) => row.documentFrequency)),
        difference: Float32Array.from({ length: count }, (_, latent) => Math.sin(latent) / 4),
        marks: Uint8Array.from(
          values(({ starred, flag, noted }) => Number(starred) + 2 * Number(flag !== null) + 4 * Number(noted)),
        ),
      }
    },
    export: async ({ columns, format, ...asked }) => {
      const rows = rowsOf(asked)
      const lines = rows.map((row) => columns.map((name) => JSON.stringify(row[name as 'label'] ?? '')).join(','))
      const text = [columns.join(','), ...lines, ''].join('\r\n')
      return { name: `latents.${format}`, rows: rows.length, bytes: new TextEncoder().encode(text) }
    },
    mark: async ({ marks }) => {
      const before = marks.map(({ latent, starred, flag }) => ({
        latent,
        ...(starred === undefined ? {} : { starred: project.stars.has(latent) }),
        ...(flag === undefined ? {} : { flag: project.notes.get(latent)?.flag ?? null }),
      }))
      for (const { latent, starred, flag } of marks) {
        if (starred === true) project.stars.add(latent)
        if (starred === false) project.stars.delete(latent)
        if (flag !== undefined) project.notes.set(latent, { note: project.notes.get(latent)?.note ?? '', flag })
      }
      jobs.changed('labels', 'notes')
      return before
    },
    map: async () => {
      const turn = (latent: number) => latent * 2.399
      const far = (latent: number) => Math.sqrt(latent) / 3 + (latent % 5)
      return {
        lens: 'small-english',
        x: Float32Array.from({ length: count }, (_, latent) => far(latent) * Math.cos(turn(latent))),
        y: Float32Array.from({ length: count }, (_, latent) => far(latent) * Math.sin(turn(latent))),
        seconds: 2.5,
      }
    },
    filters: async () => [...filters.values()],
    saveFilter: async ({ name, rule }) => {
      const saved = { name, rule, savedAt: '2026-11-20T10:00:00Z' }
      filters.set(name, saved)
      jobs.changed('notes')
      return saved
    },
    removeFilter: async ({ name }) => {
      filters.delete(name)
      jobs.changed('notes')
    },
  }
}
