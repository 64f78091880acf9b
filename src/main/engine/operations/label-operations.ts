import type { z } from 'zod'
import type {
  LabelEvidence,
  labelHistoryInput,
  LabelVersion,
  revertLabelInput,
  setLabelInput,
  starInput,
} from '../../../contract/latents.ts'
import { addLabel, importLabels as addLabels, revertLabel as addRevert } from '../store/label-changes.ts'
import { labelHistory as versionsOf } from '../store/labels.ts'
import type { StoredLens } from '../store/lenses.ts'
import { setStar } from '../store/stars.ts'
import type { LensLabel } from '../lens/lens-labels.ts'
import { labelsOf } from './labels-of.ts'
import { refuseOutside } from './latent-page.ts'
import { person } from './person.ts'
import { lensIfThere } from './lens-files.ts'
import type { ProjectReading } from './project-reading.ts'
import type { ProjectWriting } from './project-writing.ts'
import { lensNamed } from './subjects.ts'

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
