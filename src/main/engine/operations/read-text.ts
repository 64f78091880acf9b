import type { z } from 'zod'
import type { readInput, ReadText } from '../../../contract/documents.ts'
import { readBlock, type Reading } from '../encoding/read-block.ts'
import type { Lens } from '../lens/lens.ts'
import { poolBlock } from '../numerics/pool-block.ts'
import { sortByLatent } from '../numerics/sort-by-latent.ts'
import { labelsOf } from './labels-of.ts'
import { lensToReadWith } from './lens-files.ts'
import type { ProjectReading } from './project-reading.ts'
import { lensIfAny } from './subjects.ts'

/** The latents of any text, strongest first, with their tokens. Nothing is stored, so the store is only read: works beside a writer. */
export async function readText(
  project: ProjectReading,
  { text, lens: name, limit }: z.output<typeof readInput>,
  open: (lens: Lens) => Promise<Reading>,
): Promise<ReadText> {
  const stored = project.place.folder === null ? null : lensIfAny(project, name)
  const lens = await lensToReadWith(project, name ?? stored?.folder)
  const reading = await open(lens)
  const block = await readBlock(reading, 0, [text])
  const labels = await labelTexts()
  const pooled = poolBlock(sortByLatent(block, lens.dSae), block.tokenStarts)
  const strongest = Array.from(pooled.latents.keys()).sort(
    (a, b) => (pooled.maxima[b] ?? 0) - (pooled.maxima[a] ?? 0) || (pooled.latents[a] ?? 0) - (pooled.latents[b] ?? 0),
  )
  const shown = strongest.slice(0, limit).map((entry) => pooled.latents[entry] ?? 0)
  const tokens = tokensBy(shown, block)
  const latents = strongest.slice(0, limit).map((entry) => {
    const latent = pooled.latents[entry] ?? 0
    const { positions, activations } = tokens.get(latent) ?? { positions: new Int32Array(0), activations: new Float32Array(0) }
    return {
      latent,
      label: labels.get(latent) ?? null,
      activation: pooled.maxima[entry] ?? 0,
      tokens: positions.length,
      positions,
      activations,
    }
  })
  return { lens: lens.name, text, starts: block.starts, ends: block.ends, latents }

  /** Those of the project where it has this lens, else those that come with it. */
  async function labelTexts(): Promise<ReadonlyMap<number, string>> {
    if (stored !== null && stored.hash === lens.hash)
      return new Map([...labelsOf(project, stored)].map(([latent, label]) => [latent, label.text]))
    return new Map((await lens.labels()).map(({ latent, label }) => [latent, label]))
  }
}

type Block = Awaited<ReturnType<typeof readBlock>>

function tokensBy(
  latents: readonly number[],
  { activationToken, activationLatent, activationValue }: Block,
): ReadonlyMap<number, { positions: Int32Array; activations: Float32Array }> {
  const entries = new Map<number, number[]>(latents.map((latent) => [latent, []]))
  activationLatent.forEach((latent, entry) => entries.get(latent)?.push(entry))
  return new Map(
    [...entries].map(([latent, of]) => {
      of.sort((a, b) => (activationToken[a] ?? 0) - (activationToken[b] ?? 0))
      return [
        latent,
        {
          positions: Int32Array.from(of, (entry) => activationToken[entry] ?? 0),
          activations: Float32Array.from(of, (entry) => activationValue[entry] ?? 0),
        },
      ]
    }),
  )
}
