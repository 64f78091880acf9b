import { basename } from 'node:path'
import type { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import type { ExportedFiles, exportInput } from '../../../contract/findings.ts'
import type { JobControl } from '../jobs/job-queue.ts'
import { holdSnapshot } from '../store/snapshot.ts'
import type { DraftFile } from '../table-files/draft-file.ts'
import { type SparseRows, writeSparseMatrix } from '../table-files/sparse-matrix.ts'
import type { TableWriter } from '../table-files/table.ts'
import { ExportFolder } from './export-folder.ts'
import { documentCount, type Exported, type ExportTable, exportTables, pooledBlocks } from './export-tables.ts'
import { statisticsOf } from './latent-totals.ts'
import { ProjectReading } from './project-reading.ts'
import { readSubjects } from './subjects.ts'
import { tableWriter } from './table-writer.ts'

type Request = z.output<typeof exportInput>
type Written = ExportedFiles['files'][number]

/** Writes the pooled matrix and the tables beside it into a folder, from the store as it is now; nothing where it fails or is cancelled. */
export async function runExport(project: ProjectReading, request: Request, control: JobControl): Promise<ExportedFiles> {
  // A connection of its own: what is removed or labelled meanwhile does not reach into a half-written table.
  const reading = new ProjectReading(project.place)
  try {
    holdSnapshot(reading.db)
    const { lens, subjects } = readSubjects(reading, request)
    const [first, ...others] = subjects
    if (first === undefined) throw new Error('no subject')
    return await exportAll({ project: reading, subjects: [first, ...others], dSae: lens.dSae }, request, control)
  } finally {
    await reading.close()
  }
}

async function exportAll(exported: Exported, { out, format }: Request, control: JobControl): Promise<ExportedFiles> {
  const tables = exportTables(exported)
  const side = format === 'npz' ? 'jsonl' : format
  const names = { documents: `documents.${side}`, pooled: `pooled.${format}`, latents: `latents.${side}`, labels: `labels.${side}` }
  const folder = await ExportFolder.open(exported.project, out, Object.values(names))
  try {
    const files: Written[] = []
    for (const table of Object.values(tables)) {
      const draft = await folder.create(names[table.name])
      const rows =
        table.name === 'pooled' && format === 'npz'
          ? await writeMatrix(exported, draft, control)
          : await writeTable(table, tableWriter(draft, table.columns, side, exported.project), control)
      files.push({ path: draft.path, rows, bytes: draft.bytes })
    }
    await folder.publish({ ...settingsOf(exported), format, files: Object.values(names) })
    return { files }
  } catch (error) {
    await folder.discard()
    throw error
  }
}

/** The rows written. */
async function writeTable(table: ExportTable, writer: TableWriter, control: JobControl): Promise<number> {
  const { name, total, unit } = table
  let rows = 0
  let done = 0
  for (const piece of table.pieces()) {
    await writer.write(piece.rows)
    rows += piece.rows[0]?.length ?? 0
    done += piece.steps
    await breathe(control, { doing: `Writing ${name}`, done, total, unit })
  }
  await writer.finish()
  return rows
}

/** The rows of the matrix. */
async function writeMatrix(exported: Exported, draft: DraftFile, control: JobControl): Promise<number> {
  const { project, subjects, dSae } = exported
  const rows = documentCount(exported)
  const nonzeros = subjects.reduce(
    (sum, { encoding }) => sum + statisticsOf(project, encoding.encoding).documentsActive.reduce((a, b) => a + b, 0),
    0,
  )
  let done = 0
  async function* parts(): AsyncGenerator<SparseRows> {
    for (const { documents, starts, latents, maxima } of pooledBlocks(exported)) {
      yield { starts, columns: latents, values: maxima }
      // The parts are gone through three times.
      done += documents / 3
      await breathe(control, { doing: 'Writing pooled', done: Math.round(done), total: rows, unit: 'documents' })
    }
  }
  await writeSparseMatrix(draft, { rows, columns: dSae, nonzeros, parts })
  return rows
}

/** Tells how far it is, and lets others in. Throws a Failure where the job was cancelled. */
async function breathe(control: JobControl, now: { doing: string; done: number; total: number; unit: string }): Promise<void> {
  control.progress(now)
  await new Promise((resolve) => setImmediate(resolve))
  if (control.signal.aborted)
    throw new Failure('cancelled', 'The export was cancelled.', 'Nothing of it was kept; start it again when you like.')
}

/** Everything one needs to know to use the tables, or to make them again. */
function settingsOf({ project, subjects, dSae }: Exported): Readonly<Record<string, unknown>> {
  const [{ lens }] = subjects
  let firstRow = 0
  return {
    project: basename(project.folder),
    at: new Date().toISOString(),
    etalon: project.place.version,
    versions: { node: process.versions.node },
    lens: { name: lens.name, title: lens.title, hash: lens.hash, hook: lens.hook, latents: dSae },
    presence:
      'documentFrequency counts documents where the activation is above the lens’s threshold for the latent on at least one token; the pooled matrix holds every maximum above 0',
    rows: subjects.map(({ corpus, channel, encoding }) => {
      const { documents, tokens, nonzeros, settings, device } = encoding
      const from = firstRow
      firstRow += documents
      return { corpus: corpus.name, channel: channel.name, firstRow: from, documents, tokens, nonzeros, device, settings }
    }),
  }
}
