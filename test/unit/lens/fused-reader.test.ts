import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { forkProcess } from '../../../src/main/engine/inference/fork-process.ts'
import { startInference } from '../../../src/main/engine/inference/inference-client.ts'
import { inferenceModelOf } from '../../../src/main/engine/lens/inference-model-of.ts'
import { openLens } from '../../../src/main/engine/lens/open-lens.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { writeSafetensors } from '../../support/write-safetensors.ts'

const root = join(import.meta.dirname, '../../..')
const gpt2 = join(root, '../shared/models/tiny-random-gpt2-fp32')
const golden = JSON.parse(readFileSync(join(root, 'test/golden/reader/gpt2-residual.json'), 'utf8')) as {
  ids: number[]
  residual: number[][][]
}
const [dIn, dSae] = [32, 96]
const encoder = Float32Array.from({ length: dIn * dSae }, (_, at) => Math.sin(at * 12.9898) * 2)

/** A lens of links into other folders, as a model hub's cache has them, that reads a fused GPT-2 after its last block. */
function linkedLens(): string {
  const folder = temporaryFolder({ 'reader/config.json': JSON.stringify({ n_layer: 5, n_embd: dIn }) })
  const sae = temporaryFolder()
  writeFileSync(join(sae, 'cfg'), JSON.stringify({ architecture: 'standard', d_in: dIn, d_sae: dSae, apply_b_dec_to_input: false }))
  writeFileSync(
    join(sae, 'blob'),
    writeSafetensors({ W_enc: { shape: [dIn, dSae], values: encoder }, b_enc: { shape: [dSae], values: new Float32Array(dSae) } }),
  )
  mkdirSync(join(folder, 'sae'))
  symlinkSync(join(sae, 'cfg'), join(folder, 'sae/cfg.json'))
  symlinkSync(join(sae, 'blob'), join(folder, 'sae/sae_weights.safetensors'))
  for (const file of ['past.onnx', 'tokenizer.json', 'tokenizer_config.json'])
    symlinkSync(join(gpt2, file), join(folder, 'reader', file))
  const reader = {
    graph: 'reader/past.onnx',
    tokenizer: 'reader/tokenizer.json',
    tokenizerConfig: 'reader/tokenizer_config.json',
    config: 'reader/config.json',
  }
  writeFileSync(
    join(folder, 'lens.json'),
    JSON.stringify({
      format: 1,
      name: 'fused',
      reader,
      hook: 'blocks.4.hook_resid_post',
      sae: 'sae',
      contextSize: 64,
      prependBos: true,
    }),
  )
  return folder
}

test.for(['float32', 'float16', 'int8', 'int8-all'] as const)(
  'reads with a fused GPT-2 that asks for caches, through links, in %s',
  async (precision, { skip }) => {
    skip(!existsSync(gpt2), '../shared/models, the small GPT-2, is missing')
    skip(process.platform === 'win32', 'links need rights there')
    const lens = await openLens(linkedLens())
    expect(await lens.neighbours(0, 5)).toEqual([])
    expect(lens.thresholds).toEqual(new Float32Array(dSae))
    const session = await startInference(forkProcess, await inferenceModelOf(lens, { device: 'cpu', precision }))
    onTestFinished(() => session.close())
    // The second row is the first three tokens of the first: what follows, or pads, must not matter.
    const sequence = golden.ids.length
    const ids = Int32Array.from([...golden.ids, ...golden.ids.slice(0, 3), 0])
    const found = await session.run({ ids, lengths: Int32Array.of(sequence, 3), rows: 2, sequence })

    const expected = (golden.residual[4] ?? []).map((x) =>
      Array.from({ length: dSae }, (_, latent) =>
        Math.max(
          0,
          x.reduce((sum, each, at) => sum + each * (encoder[at * dSae + latent] ?? 0), 0),
        ),
      ),
    )
    const dense = Array.from({ length: 2 * sequence }, () => new Array<number>(dSae).fill(0))
    for (const [at, token] of found.token.entries()) (dense[token] ?? [])[found.latent[at] ?? -1] = found.value[at] ?? 0
    const wanted = [...expected, ...expected.slice(0, 3), new Array<number>(dSae).fill(0)]
    const difference = Math.max(
      ...wanted.flatMap((row, token) => row.map((each, latent) => Math.abs(each - (dense[token]?.[latent] ?? NaN)))),
    )
    const largest = Math.max(...expected.flat())
    const allowed = { float32: 1e-4, float16: 2e-3 * largest, int8: 0.05 * largest, 'int8-all': 0.05 * largest }
    expect(difference).toBeLessThan(allowed[precision])
    expect(found.token.length).toBeGreaterThan(100)
  },
)
