import { readFile, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import type {
  exportLabelsInput,
  importLabelsInput,
  LabelEvidence,
  labelHistoryInput,
  LabelVersion,
  revertLabelInput,
  setLabelInput,
  starInput,
} from '../../../contract/latents.ts'
import { labelFile, parseLabelFile } from '../labels/label-files.ts'
import { addLabel, importLabels as addLabels, revertLabel as addRevert } from '../store/label-changes.ts'
import { labelHistory as versionsOf } from '../store/labels.ts'
import type { StoredLens } from '../store/lenses.ts'
import { setStar } from '../store/stars.ts'
import type { LensLabel } from '../lens/lens-labels.ts'
import { labelsOf } from './labels-of.ts'
import { refuseOutside } from './latent-page.ts'
import { lensIfThere } from './lens-files.ts'
import type { ProjectReading } from './project-reading.ts'
import type { ProjectWriting } from './project-writing.ts'
import { lensNamed } from './subjects.ts'

const largestFile = 256 * 1024 * 1024

/** Who a person's label is said to be by: the account's name. */
const person = (): string => {
  try {
    return userInfo().username
  } catch {
    return 'a person'
  }
}

export function labelHistory(
  project: ProjectReading,
  { latent, lens }: z.output<typeof labelHistoryInput>,
): readonly LabelVersion[] {
  const of = lensNamed(project, lens)
  refuseOutside(latent, of)
  return versionsOf(project.db, of.lens, latent)
}

/** What the lens brought for a latent, whatever its label is by now; null where the lens is gone, or brought none. */
export async function labelEvidence(
  project: ProjectReading,
  { latent, lens }: z.output<typeof labelHistoryInput>,
): Promise<LabelEvidence | null> {
  const of = lensNamed(project, lens)
  refuseOutside(latent, of)
  const found = (await (await lensIfThere(project, of))?.labels())?.find((each) => each.latent === latent)
  if (found === undefined) return null
  const { label, origin, score = null, scoreHard = null, sameAs = null, examples = [] } = found
  return { label, origin, score, scoreHard, sameAs, examples }
}

export function setLabel(
  project: ProjectWriting,
  { latent, lens, text, notes, requestId }: z.output<typeof setLabelInput>,
): LabelVersion {
  const of = lensNamed(project, lens)
  refuseOutside(latent, of)
  const label = addLabel(project.db, {
    lens: of.lens,
    latent,
    text: text.trim(),
    notes,
    origin: 'person',
    author: person(),
    requestId,
  })
  project.changed('labels')
  return label
}

export function revertLabel(project: ProjectWriting, { id, requestId }: z.output<typeof revertLabelInput>): LabelVersion {
  const label = addRevert(project.db, id, { author: person(), requestId })
  project.changed('labels')
  return label
}

export function starLatent(project: ProjectWriting, { latent, lens, starred }: z.output<typeof starInput>): void {
  const of = lensNamed(project, lens)
  refuseOutside(latent, of)
  setStar(project.db, of.lens, latent, starred)
  project.changed('labels')
}

/** Labels from a file, plain or gzipped, as imports: a person's own stay current. */
export async function importLabels(
  project: ProjectWriting,
  { lens, file }: z.output<typeof importLabelsInput>,
): Promise<{ imported: number; skipped: number }> {
  const of = lensNamed(project, lens)
  const content = await labelText(file)
  const { labels, skipped } = parseLabelFile(basename(file).replace(/\.gz$/i, ''), content, of.dSae)
  const imported = addLabels(project.db, of.lens, labels, { origin: 'import', author: basename(file) })
  project.changed('labels')
  return { imported, skipped }
}

export function exportLabels(
  project: ProjectReading,
  { lens, format }: z.output<typeof exportLabelsInput>,
): { text: string; labels: number } {
  const labels = [...labelsOf(project, lensNamed(project, lens))]
  const lines = labels.map(([latent, { text, notes, origin, author, at }]) => ({ latent, label: text, notes, origin, author, at }))
  return { text: labelFile(lines, format), labels: lines.length }
}

/** The labels that come with a lens, written once, when it first reads here. */
export async function adoptLensLabels(
  project: ProjectWriting,
  lens: StoredLens,
  labels: () => Promise<readonly LensLabel[]>,
): Promise<void> {
  const known = labelsOf(project, lens)
  if (known.size > 0) return
  const shipped = await labels()
  for (const origin of new Set(shipped.map((each) => each.origin))) {
    const of = shipped
      .filter((each) => each.origin === origin)
      .map(({ latent, label, score = null }) => ({ latent, text: label, score }))
    addLabels(project.db, lens.lens, of, { origin, author: lens.name })
  }
}

async function labelText(file: string): Promise<string> {
  const bytes = await readFileOf(file)
  try {
    return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: largestFile }) : bytes).toString('utf8')
  } catch (error) {
    throw new Failure(
      'bad-input',
      `${basename(file)} is damaged, or larger than 256 MB when unpacked.`,
      'Fetch it again, or split it.',
      { cause: error },
    )
  }
}

async function readFileOf(file: string): Promise<Buffer> {
  const found = await stat(file).catch(() => null)
  if (!found?.isFile()) throw new Failure('not-found', `There is no file ${file}.`, 'Check the path.')
  if (found.size > largestFile) throw new Failure('bad-input', `${basename(file)} is larger than 256 MB.`, 'Split it.')
  return readFile(file)
}
