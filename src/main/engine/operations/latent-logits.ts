import type { z } from 'zod'
import type { LatentLogits, logitsInput } from '../../../contract/latent-page.ts'
import { logitWeights } from '../lens/logit-weights.ts'
import { topK } from '../numerics/top-k.ts'
import { lensIfThere } from './lens-files.ts'
import { refuseOutside } from './latent-page.ts'
import type { ProjectReading } from './project-reading.ts'
import { lensNamed } from './subjects.ts'

/** Looked at beyond those shown, for ids that are of no text. */
const spare = 100

/** The tokens whose logits the latent raises and lowers most; those that the tokenizer has no word for are left out. */
export async function latentLogits(
  project: ProjectReading,
  { lens: name, latent, limit }: z.output<typeof logitsInput>,
): Promise<LatentLogits> {
  const stored = lensNamed(project, name)
  refuseOutside(latent, stored)
  const lens = await lensIfThere(project, stored)
  if (lens === null) return { head: null, reason: 'The lens is not at hand: what it writes cannot be worked out without it.' }
  const found = await logitWeights(lens, latent)
  if ('reason' in found) return { head: null, reason: found.reason }
  const tokenizer = await project.tokenizer(lens)
  const known = found.weights.subarray(0, tokenizer.vocabularySize)
  // Some ids are of no token, and special ones are no text.
  const isText = (token: number) => !tokenizer.specialIds.has(token) && tokenizer.display(token) !== ''
  const shown = (values: Float32Array) =>
    topK(values, limit + spare)
      .filter(isText)
      .slice(0, limit)
      .map((token) => ({ token: tokenizer.display(token), weight: known[token] ?? 0 }))
  return { head: found.head, promoted: shown(known), suppressed: shown(known.map((weight) => -weight)) }
}
