import type { LabelTarget } from '../labels/formats/refuse-other-sae.ts'
import type { WrittenAbout } from '../labels/formats/write-labels.ts'
import type { StoredLens } from '../store/lenses.ts'
import { lensIfThere } from './lens-files.ts'
import type { ProjectReading } from './project-reading.ts'

/** What is known of a lens, to tell whether labels are of its SAE; less where its folder is gone. */
export async function labelTarget(project: ProjectReading, stored: StoredLens): Promise<LabelTarget> {
  const { name, dSae, hook, hash } = stored
  const names = (await lensIfThere(project, stored))?.saeNames ?? { model: null, sae: null }
  return { name, dSae, hook, hash, model: names.model, saes: names.sae === null ? [name] : [names.sae, name] }
}

/** What exported labels say of their SAE: Neuronpedia's names of it where it has some, else those of the lens. */
export function writtenAbout({ name, dSae, hook, hash, model, saes }: LabelTarget): WrittenAbout {
  const id = saes[0] ?? name
  const slash = id.indexOf('/')
  const modelInId = slash < 0 ? null : id.slice(0, slash)
  return { model: modelInId ?? model ?? name, sae: id.slice(slash + 1), hook, dSae, lens: hash.slice(0, 12) }
}
