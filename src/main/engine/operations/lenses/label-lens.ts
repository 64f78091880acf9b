import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { z } from 'zod'
import { Failure } from '../../../../contract/failure.ts'
import type { LabelledLens, labelLensInput } from '../../../../contract/lenses.ts'
import { readLabels } from '../../labels/formats/read-labels.ts'
import { type LabelTarget, refuseOtherSae } from '../../labels/formats/refuse-other-sae.ts'
import { isAdded } from '../../lens/added-lenses.ts'
import { type LensLabel, labelsName, writeLensLabels } from '../../lens/lens-labels.ts'
import type { Lens } from '../../lens/lens.ts'
import { parseManifest } from '../../lens/manifest.ts'
import { writeJson } from '../../lens/write-json.ts'
import { fileFailure } from '../../table-files/file-failure.ts'
import { lensFound } from '../lens-files.ts'
import type { LensManaging } from './lens-managing.ts'

/**
 * The labels of a file or folder, as a lens keeps its own: the one that counts of each latent. Throws Failure 'conflict' where they say that they
 * are of another SAE, unless `anyway`; what `readLabels` throws.
 */
export async function labelsFor(
  lens: Lens,
  file: string,
  anyway: boolean,
): Promise<{ readonly labels: readonly LensLabel[]; readonly skipped: number }> {
  const found = await readLabels(file, lens)
  if (!anyway) refuseOtherSae(basename(file), found.about, targetOf(lens))
  const labels = found.labels
    .filter(({ current }) => current)
    // Another person's labels are a file's here.
    .map(({ latent, text, origin }) => ({
      latent,
      label: text,
      origin: origin === null || origin === 'person' ? 'import' : origin,
    }))
  return { labels, skipped: found.skipped }
}

function targetOf({ name, dSae, hook, hash, saeNames: { model, sae } }: Lens): LabelTarget {
  return { name, dSae, hook, hash, model, saes: sae === null ? [name] : [sae, name] }
}

/** Gives a lens that was added here the labels of a file, in the place of those it had. */
export async function labelLens(
  managing: LensManaging,
  { name, file, anyway }: z.output<typeof labelLensInput>,
): Promise<LabelledLens> {
  const { folder, lens, problem } = await lensFound(managing, name)
  if (lens === null) throw new Failure(problem.code, problem.message, problem.hint)
  const path = join(folder, 'lens.json')
  const text = await readFile(path, 'utf8')
  if (!(await isAdded(managing.place.home, folder, parseManifest(text, path).added)))
    throw new Failure(
      'bad-input',
      `${name} was not added here, so its folder stays as it is.`,
      'Read a corpus with it, and import the labels into the project.',
    )
  const { labels, skipped } = await labelsFor(lens, file, anyway)
  try {
    await writeLensLabels(join(folder, labelsName), labels)
    await writeJson(path, { ...(JSON.parse(text) as Record<string, unknown>), labels: labelsName })
  } catch (error) {
    throw fileFailure(error, folder)
  }
  managing.changed()
  return { name, labels: labels.length, skipped }
}
