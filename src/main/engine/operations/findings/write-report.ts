import { mkdir, open, readdir, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, extname, isAbsolute, join } from 'node:path'
import { Failure } from '../../../../contract/failure.ts'
import { htmlReportMark } from '../../findings/html-report.ts'
import { markdownReport, numbered, type ReportInput, reportMark } from '../../findings/report.ts'
import { DraftFile } from '../../table-files/draft-file.ts'
import { fileFailure } from '../../table-files/file-failure.ts'

const encoder = new TextEncoder()
/** Of a file that is there already; what a report is known by stands within it. */
const headBytes = 16 * 1024
const plotName = /^finding-\d+\.svg$/

/** One file; its plots are inside. @returns the plots beside it: none */
export async function writeHtml(out: string, pieces: Iterable<string>): Promise<readonly string[]> {
  await madeReady(out, htmlReportMark)
  const draft = await DraftFile.create(out)
  await published([draft], () => writePieces(draft, pieces))
  return []
}

/** A file, and its plots in a folder named after it. @returns where the plots lie */
export async function writeMarkdown(out: string, input: ReportInput, drawing: (id: number) => string): Promise<readonly string[]> {
  const isOurs = await madeReady(out, reportMark)
  const folder = join(dirname(out), `${basename(out, extname(out))}-figures`)
  const plots = numbered(input.findings).flatMap(({ finding, number }) =>
    number === null || !finding.figure ? [] : [{ id: finding.id, name: `finding-${number}.svg` }],
  )
  const there = await readdir(folder).catch(() => null)
  if (plots.length > 0) {
    if (!isOurs && there !== null && there.length > 0)
      throw new Failure('conflict', `${folder} is there already and holds other files.`, 'Name another file for the report.')
    await mkdir(folder, { recursive: true }).catch((error: unknown) => Promise.reject(fileFailure(error, folder)))
  }
  const drafts: DraftFile[] = []
  await published(drafts, async () => {
    for (const { id, name } of plots) {
      const plot = await DraftFile.create(join(folder, name))
      drafts.push(plot)
      await plot.write(encoder.encode(drawing(id)))
    }
    const report = await DraftFile.create(out)
    drafts.push(report)
    const beside = encodeURIComponent(basename(folder)).replace(/[()]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
    await writePieces(
      report,
      markdownReport(input, (_, number) => `${beside}/finding-${number}.svg`),
    )
  })
  if (isOurs && there !== null) await removeEarlier(folder, there, new Set(plots.map(({ name }) => name)))
  return plots.map(({ name }) => join(folder, name))
}

/** Plots of an earlier report that no finding has any more. */
async function removeEarlier(folder: string, there: readonly string[], kept: ReadonlySet<string>): Promise<void> {
  const gone = there.filter((name) => plotName.test(name) && !kept.has(name))
  await Promise.all(gone.map((name) => rm(join(folder, name), { force: true })))
  if (kept.size === 0) await rmdir(folder).catch(() => undefined)
}

/** Makes its folder. @returns whether an earlier report lies there. Throws a Failure 'conflict' where another file does. */
async function madeReady(path: string, mark: string): Promise<boolean> {
  if (!isAbsolute(path)) throw new Failure('bad-input', `${path} is no absolute path.`, 'Name the file to write to in full.')
  const head = await headOf(path)
  if (head !== null && !head.includes(mark))
    throw new Failure(
      'conflict',
      `${path} is there already and is no report of Etalon's.`,
      'Name another file, or move it away first.',
    )
  const folder = dirname(path)
  await mkdir(folder, { recursive: true }).catch((error: unknown) => Promise.reject(fileFailure(error, folder)))
  return head !== null
}

/** The beginning of a file; null where there is none that can be read. */
async function headOf(path: string): Promise<string | null> {
  const file = await open(path).catch(() => null)
  if (file === null) return null
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } catch {
    return ''
  } finally {
    await file.close()
  }
}

async function writePieces(draft: DraftFile, pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) await draft.write(encoder.encode(piece))
}

/** All drafts get their names when all are written, in their order; none where something goes wrong before. */
async function published(drafts: readonly DraftFile[], write: () => Promise<void>): Promise<void> {
  try {
    await write()
    for (const draft of drafts) await draft.complete()
    for (const draft of drafts) await draft.publish()
  } catch (error) {
    await Promise.allSettled(drafts.map((draft) => draft.discard()))
    throw error
  }
}
