import type { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import type { ExportedLabels, exportLabelsInput } from '../../../contract/label-files.ts'
import type { LabelEntry } from '../labels/formats/label-entry.ts'
import { withoutRoom } from '../labels/formats/without-room.ts'
import { writeLabelFile } from '../labels/formats/write-label-file.ts'
import { writeLabelFolder } from '../labels/formats/write-label-folder.ts'
import { labelText, type WrittenAbout } from '../labels/formats/write-labels.ts'
import { type LabelRecord, labelRecords } from '../store/label-records.ts'
import { labelTarget, writtenAbout } from './label-target.ts'
import type { ProjectReading } from './project-reading.ts'
import { lensNamed } from './subjects.ts'

type Request = z.output<typeof exportLabelsInput>

/**
 * The labels as they stand, in one of the layouts, as text or in a file or folder.
 *
 * With `history` the earlier versions too. Latents whose label a person withdrew are left out, and so are versions that were taken back.
 * Throws Failure 'conflict' where something else lies at `out`.
 */
export async function exportLabels(project: ProjectReading, request: Request): Promise<ExportedLabels> {
  const { lens, format, history, out } = request
  const of = lensNamed(project, lens)
  const about = writtenAbout(await labelTarget(project, of))
  const labels = exported(labelRecords(project.db, of.lens), history)
  const text = out === undefined ? textOf(request, labels, about) : null
  if (out !== undefined) await write(out, request, labels, about)
  return {
    labels: labels.filter(({ current }) => current).length,
    versions: labels.length,
    format,
    leftOut: withoutRoom(format, labels),
    text,
    out: out ?? null,
  }
}

function exported(records: readonly LabelRecord[], history: boolean): readonly LabelEntry[] {
  const labelled = new Set(records.filter(({ current }) => current).map(({ latent }) => latent))
  return records.filter(({ latent, text, current }) => current || (history && text !== '' && labelled.has(latent)))
}

function textOf({ format }: Request, labels: readonly LabelEntry[], about: WrittenAbout): string {
  if (format !== 'delphi') return [...labelText(format, labels, about)].join('')
  throw new Failure('bad-input', 'The layout delphi is a folder with a file for each latent.', 'Name a folder to write to.')
}

function write(out: string, { format }: Request, labels: readonly LabelEntry[], about: WrittenAbout): Promise<void> {
  if (format === 'delphi' || (format === 'neuronpedia' && !/\.jsonl(?:\.gz)?$/i.test(out)))
    return writeLabelFolder(out, format, labels, about)
  return writeLabelFile(out, labelText(format, labels, about))
}
