import type { z } from 'zod'
import type { ExportedTable, exportTableInput, TableColumnName } from '../../../contract/latent-table.ts'
import type { LatentRow } from '../../../contract/latents.ts'
import { inertInline } from '../findings/quote.ts'
import { DraftFile } from '../table-files/draft-file.ts'
import type { TableColumn, TableSink } from '../table-files/table.ts'
import { markdownTable } from '../table-files/text-table.ts'
import { type LatentTable, latentTable, rowOf } from './latent-list.ts'
import type { ProjectReading } from './project-reading.ts'
import { tableWriter } from './table-writer.ts'

type Column = TableColumn & { readonly of: (row: LatentRow) => number | string | null }

const rowsAtOnce = 4096

type Request = z.output<typeof exportTableInput>

/** The rows of the latent table, all of them, as a file or its bytes: some 100 for each latent. */
export async function exportLatents(project: ProjectReading, { out, ...request }: Request): Promise<ExportedTable> {
  const name = `latents.${request.format === 'markdown' ? 'md' : request.format}`
  if (out === undefined) {
    const parts: Uint8Array[] = []
    const rows = await writeRows(project, request, { write: (bytes) => Promise.resolve(void parts.push(bytes.slice())) })
    return { name, rows, bytes: new Uint8Array(Buffer.concat(parts)) }
  }
  const draft = await DraftFile.create(out)
  try {
    const rows = await writeRows(project, request, draft)
    await draft.complete()
    await draft.publish()
    return { name, rows, bytes: new Uint8Array(0) }
  } catch (error) {
    await draft.discard()
    throw error
  }
}

async function writeRows(
  project: ProjectReading,
  { columns: names, format, ...asked }: Omit<Request, 'out'>,
  sink: TableSink,
): Promise<number> {
  const table = await latentTable(project, asked)
  const columns = names.flatMap((name) => columnsOf(name, asked.panes ?? []))
  const writer = format === 'markdown' ? markdownTable(sink, columns, inertInline) : tableWriter(sink, columns, format, project)
  for (let from = 0; from < table.latents.length; from += rowsAtOnce) {
    await writer.write(cellsOf(table, columns, from))
    await new Promise((resolve) => setImmediate(resolve))
  }
  await writer.finish()
  return table.latents.length
}

function cellsOf(table: LatentTable, columns: readonly Column[], from: number) {
  const rows = Array.from(table.latents.subarray(from, from + rowsAtOnce), (latent) => rowOf(table, latent))
  return columns.map(({ of }) => rows.map(of))
}

function columnsOf(name: TableColumnName, panes: readonly string[]): readonly Column[] {
  switch (name) {
    case 'latent':
      return [{ name, type: 'int32', of: (row) => row.latent }]
    case 'label':
      return [{ name, type: 'text', nullable: true, of: (row) => row.label }]
    case 'origin':
      return [{ name, type: 'text', nullable: true, of: (row) => row.origin }]
    case 'score':
      return [{ name, type: 'float64', nullable: true, of: (row) => row.score }]
    case 'starred':
      return [{ name, type: 'int32', of: (row) => Number(row.starred) }]
    case 'flag':
      return [{ name, type: 'text', nullable: true, of: (row) => row.flag }]
    case 'documentFrequency':
      return [{ name, type: 'float64', of: (row) => row.documentFrequency }]
    case 'tokenDensity':
      return [{ name, type: 'float64', of: (row) => row.tokenDensity }]
    case 'maxActivation':
      return [{ name, type: 'float32', of: (row) => row.maxActivation }]
    case 'meaning':
      return [{ name, type: 'float32', nullable: true, of: (row) => row.meaning }]
    case 'panes':
      return panes.map((corpus, at) => ({
        // Two panes may show one corpus.
        name: `documentFrequency:${corpus}${panes.indexOf(corpus) < at ? ` (${at + 1})` : ''}`,
        type: 'float64',
        nullable: true,
        of: (row: LatentRow) => row.panes[at] ?? null,
      }))
    case 'difference':
      if (panes.length < 2) return []
      return [
        { name, type: 'float64', nullable: true, of: (row) => row.difference },
        { name: 'differenceLow', type: 'float64', nullable: true, of: (row) => row.interval?.[0] ?? null },
        { name: 'differenceHigh', type: 'float64', nullable: true, of: (row) => row.interval?.[1] ?? null },
      ]
  }
}
