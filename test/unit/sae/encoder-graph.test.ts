import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSae } from '../../../src/main/engine/sae/open-sae.ts'
import type { SaeEncoder } from '../../../src/main/engine/sae/sae-encoder.ts'
import { readFloats } from '../../../src/main/engine/tensor-files/read-floats.ts'
import { openSafetensors } from '../../../src/main/engine/tensor-files/safetensors.ts'
import { encodeResiduals } from '../../support/encode-residuals.ts'
import { expectActivations, goldenSae, goldenSaes } from '../../support/golden-saes.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { writeSafetensors } from '../../support/write-safetensors.ts'

const jumprelu = goldenSae('sae-lens/jumprelu')

describe('an encoder as a graph', () => {
  test.for(goldenSaes())('encodes as the library that it is of does: $name', async (golden) => {
    const { encoder, hook, names } = await openSae(golden.path, golden.settings)
    expectActivations(await encodeResiduals(encoder, golden.x), golden)
    expect({ hook, model: names.model }).toEqual({ hook: golden.hook, model: golden.model })
  })

  test.for(['BF16', 'F64'] as const)('takes weights stored as %s', async (as) => {
    const { encoder } = await openSae(jumprelu.path)
    const values = (await readFloats(encoder.weights)).map((each) => Math.round(each * 16) / 16)
    const encodeStored = async (type: 'F32' | typeof as) => {
      const path = join(temporaryFolder(), 'stored.safetensors')
      writeFileSync(path, writeSafetensors({ weight: { shape: encoder.weights.shape, values, as: type } }))
      const weights = (await openSafetensors(path)).tensors.get('weight') ?? encoder.weights
      return encodeResiduals({ ...encoder, weights }, jumprelu.x)
    }
    expect(await encodeStored(as)).toEqual(await encodeStored('F32'))
  })

  test('reports only the tokens asked for, and none where none is active', async () => {
    const { encoder } = await openSae(jumprelu.path)
    const all = await encodeResiduals(encoder, jumprelu.x)
    const some = await encodeResiduals(encoder, jumprelu.x, [4, 1])
    expect(some).toEqual(all.map((row, token) => (token === 1 || token === 4 ? row : row.map(() => 0))))
    const high: SaeEncoder = { ...encoder, activation: { kind: 'jumprelu', threshold: new Float32Array(encoder.dSae).fill(1e9) } }
    expect((await encodeResiduals(high, jumprelu.x)).flat().every((each) => each === 0)).toBe(true)
  })
})
