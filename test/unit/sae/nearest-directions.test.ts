import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLens } from '../../../src/main/engine/lens/open-lens.ts'
import { nearestDirections } from '../../../src/main/engine/sae/nearest-directions.ts'
import { tiny, tinyWeights, writeTinyLens } from '../../support/tiny-lens.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

test('are for many latents at once what they are for each alone', async () => {
  const weights = tinyWeights()
  const { dModel } = tiny
  // A direction of zeros, and one that repeats another at twice its length.
  weights.decoder.fill(0, 4 * dModel, 5 * dModel)
  weights.decoder.set(
    weights.decoder.subarray(7 * dModel, 8 * dModel).map((value) => 2 * value),
    9 * dModel,
  )
  const folder = join(temporaryFolder(), 'tiny')
  writeTinyLens(folder, weights)
  const lens = await openLens(folder)
  const latents = [4, 7, 7, 0, 31, 99]
  for (const k of [0, 1, 5, 40]) {
    const alone = await Promise.all(latents.map((latent) => lens.neighbours(latent, k)))
    const found = await nearestDirections(lens.encoder.decoder!, latents, k)
    expect(found.map((each) => [...each])).toEqual(alone.map((each) => each.map(({ latent }) => latent)))
  }
  expect((await nearestDirections(lens.encoder.decoder!, [7], 1))[0]).toEqual(Uint32Array.of(9))
})
