import { expect, test } from 'vitest'
import type { Example } from '../../../src/contract/latents.ts'
import { exampleGroups } from '../../../src/renderer/views/latent/example-groups.ts'
import { latentFlags } from '../../../src/renderer/views/latent/latent-flags.ts'

const page = (present: number, maxActivation: number, documentFrequency: number) => ({
  documentFrequency,
  perCorpus: [
    {
      corpus: 'a',
      channel: 'text',
      documents: 1000,
      present,
      documentFrequency,
      interval: [0, 1] as const,
      tokenDensity: 0,
      maxActivation,
    },
  ],
})

test('latentFlags warn of latents that say little', () => {
  expect(latentFlags(page(0, 0, 0)).map(({ title }) => title)).toEqual(['dead here'])
  expect(latentFlags(page(3, 2, 0.003)).map(({ title }) => title)).toEqual(['few examples'])
  expect(latentFlags(page(900, 2, 0.9)).map(({ title }) => title)).toEqual(['dense'])
  expect(latentFlags(page(100, 2, 0.1))).toEqual([])
})

test('exampleGroups go from the highest band down and leave out empty ones', () => {
  const example = (ordinal: number, band: number) => ({ ordinal, band }) as Example
  const groups = exampleGroups({
    maximum: 3,
    bands: [
      [0, 1],
      [1, 2],
      [2, 3],
    ],
    examples: [example(1, 2), example(2, 0), example(3, 2)],
  })
  expect(groups.map(({ band, from, to, examples }) => [band, from, to, examples.map(({ ordinal }) => ordinal)])).toEqual([
    [2, 2, 3, [1, 3]],
    [0, 0, 1, [2]],
  ])
})
