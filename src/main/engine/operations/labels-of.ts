import type { LabelVersion } from '../../../contract/latents.ts'
import { currentLabels } from '../store/labels.ts'
import type { StoredLens } from '../store/lenses.ts'
import type { ProjectReading } from './project-reading.ts'

/** The current labels of a lens in this project, by latent; read once until the store changes. */
export function labelsOf(project: ProjectReading, lens: StoredLens): ReadonlyMap<number, LabelVersion> {
  return project.remembered(`labels ${lens.lens}`, () => currentLabels(project.db, lens.lens))
}
