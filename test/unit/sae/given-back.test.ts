import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { seededRandom } from '../../../src/main/engine/numerics/seeded-random.ts'
import { givenBack } from '../../../src/main/engine/sae/given-back.ts'
import { encoderOf, type SaeEncoder } from '../../../src/main/engine/sae/sae-encoder.ts'
import { openSafetensors } from '../../../src/main/engine/tensor-files/safetensors.ts'
import { writeSafetensors } from '../../support/write-safetensors.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const [tokens, dIn, dSae] = [40, 6, 10]
const random = seededRandom(7)
const decoder = Float32Array.from({ length: dSae * dIn }, () => random() - 0.5)
const codes = Array.from({ length: tokens }, () => Array.from({ length: dSae }, () => (random() < 0.3 ? random() + 0.1 : 0)))
const bias = Float32Array.from({ length: dIn }, () => 5 * random())
/** What the decoder makes of the codes, bias included, [tokens, dIn]. */
const stream = Float32Array.from({ length: tokens * dIn }, (_, at) => {
  const place = at % dIn
  return (codes[Math.floor(at / dIn)] ?? []).reduce(
    (sum, code, latent) => sum + code * (decoder[latent * dIn + place] ?? 0),
    bias[place] ?? 0,
  )
})
const every = Array.from({ length: tokens }, (_, token) => token)

async function encoder(changes: Partial<SaeEncoder> = {}): Promise<SaeEncoder> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'd.safetensors'), writeSafetensors({ d: { shape: [dSae, dIn], values: decoder } }))
  const { tensors } = await openSafetensors(join(folder, 'd.safetensors'))
  const d = tensors.get('d')
  if (d === undefined) throw new Error('no decoder')
  return encoderOf({
    weights: { ...d, shape: [dIn, dSae] },
    bias: new Float32Array(dSae),
    activation: { kind: 'relu', scale: null },
    decoder: d,
    ...changes,
  })
}

function activationsOf(factor = (_: number) => 1) {
  const found = codes.flatMap((row, token) =>
    row.flatMap((code, latent) => (code > 0 ? [{ token, latent, value: code * factor(latent) }] : [])),
  )
  // In no order.
  found.sort((a, b) => ((a.latent * 7 + a.token * 13) % 29) - ((b.latent * 7 + b.token * 13) % 29))
  return {
    token: found.map((each) => each.token),
    latent: found.map((each) => each.latent),
    value: found.map((each) => each.value),
  }
}

const explained = async (...of: Parameters<typeof givenBack>) => (await givenBack(...of))?.explained ?? NaN

test('all where the decoder gives everything back but a constant, none where it gives nothing', async () => {
  expect(await explained(await encoder(), stream, activationsOf(), every)).toBeCloseTo(1, 5)
  expect(await explained(await encoder(), stream, { token: [], latent: [], value: [] }, every)).toBe(0)
  expect(await givenBack(await encoder({ decoder: null }), stream, activationsOf(), every)).toBeNull()
})

test('activations that are scaled by the length of decoder directions are scaled back', async () => {
  const scale = Float32Array.from({ length: dSae }, (_, latent) => 1 + latent)
  const scaled = activationsOf((latent) => scale[latent] ?? 0)
  for (const activation of [{ kind: 'relu', scale } as const, { kind: 'topk', k: 3, scale, divided: false } as const])
    expect(await explained(await encoder({ activation }), stream, scaled, every)).toBeCloseTo(1, 5)
  const divided = await encoder({ activation: { kind: 'topk', k: 3, scale, divided: true } })
  expect(await explained(divided, stream, activationsOf(), every)).toBeCloseTo(1, 5)
})

test('is of what the SAE reads after its normalisation', async () => {
  const doubled = stream.map((each) => each / 2)
  expect(await explained(await encoder({ inputScale: 2 }), doubled, activationsOf(), every)).toBeCloseTo(1, 5)
  const plain = await explained(await encoder(), doubled, activationsOf(), every)
  expect(plain).toBeLessThan(0.1)
  const centred = await explained(await encoder({ centre: true }), stream, activationsOf(), every)
  const shifted = await explained(
    await encoder({ centre: true }),
    stream.map((each, at) => each + Math.floor(at / dIn)),
    activationsOf(),
    every,
  )
  expect(shifted).toBeCloseTo(centred, 5)
})

test('numbers that are none give no number; a token that does not count changes nothing', async () => {
  const broken = stream.map((each, at) => (at < dIn ? NaN : each))
  expect(await explained(await encoder(), broken, activationsOf(), every)).toBeNaN()
  expect(await explained(await encoder(), broken, activationsOf(), every.slice(1))).toBeCloseTo(1, 5)
})

test('of the error, the share that is the same on all tokens', async () => {
  const constant = async (decoderBias: Float32Array | null, of = stream) =>
    (await givenBack(await encoder({ decoderBias }), of, activationsOf(), every))?.constantError
  expect(await constant(null)).toBeNull()
  expect(await constant(new Float32Array(dIn))).toBeCloseTo(1, 5)
  // Errors of opposite signs on every other token, beside one of a quarter of their length that all share.
  const mixed = stream.map((each, at) => each + (Math.floor(at / dIn) % 2 === 0 ? 1 : -1) + 0.25)
  expect(await constant(bias, mixed)).toBeCloseTo(0.0625 / 1.0625, 4)
})
