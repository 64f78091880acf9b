import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ModelGraph } from '../../src/main/engine/graph/model-graph.ts'
import { writeModel } from '../../src/main/engine/graph/write-model.ts'
import { buildFeeds, keptTokens } from '../../src/main/engine/inference/feeds.ts'
import type { InferenceModel, TokenBatch } from '../../src/main/engine/inference/inference-model.ts'
import { openSession } from '../../src/main/engine/inference/open-session.ts'
import { readOut } from '../../src/main/engine/inference/read-out.ts'
import type { ReaderConfig } from '../../src/main/engine/lens/reader-config.ts'
import { cutReader } from '../../src/main/engine/reader/cut-reader.ts'
import type { HookPoint } from '../../src/main/engine/reader/hook-point.ts'
import { joinEncoder, keptInput } from '../../src/main/engine/sae/encoder-graph.ts'
import { openSae } from '../../src/main/engine/sae/open-sae.ts'
import type { SaeEncoder } from '../../src/main/engine/sae/sae-encoder.ts'
import { writeSafetensors } from './write-safetensors.ts'

/** An SAE whose latents are each place of the residual stream where it is positive, then each where it is negative. */
export async function mirrorSae(folder: string, width: number): Promise<SaeEncoder> {
  const weights = new Float32Array(width * 2 * width)
  for (let at = 0; at < width; at++) {
    weights[at * 2 * width + at] = 1
    weights[at * 2 * width + width + at] = -1
  }
  const config = { architecture: 'standard', d_in: width, d_sae: 2 * width, apply_b_dec_to_input: false }
  writeFileSync(join(folder, 'cfg.json'), JSON.stringify(config))
  writeFileSync(
    join(folder, 'sae_weights.safetensors'),
    writeSafetensors({
      W_enc: { shape: [width, 2 * width], values: weights },
      b_enc: { shape: [2 * width], values: new Float32Array(2 * width) },
    }),
  )
  return (await openSae(folder)).encoder
}

export type ResidualQuery = { readonly hook: HookPoint; readonly config: ReaderConfig; readonly mirror: SaeEncoder }

/** The residual stream of every real token, [tokens][width], through all that a reading goes through but the process of its own. */
export async function readResidual(
  graph: ModelGraph,
  { hook, config, mirror }: ResidualQuery,
  batch: TokenBatch,
): Promise<number[][]> {
  const cut = cutReader(graph, hook, { layers: config.layers, width: mirror.dIn }, config.cache)
  const { graph: joined, readout } = joinEncoder(cut.graph, cut.residual, mirror)
  const { bytes, folder } = writeModel(joined)
  const inputs: InferenceModel['inputs'] = [
    ...cut.inputs,
    { name: keptInput, elementType: 'int64', source: 'kept', dims: ['kept'] },
  ]
  const model = { graph: bytes, folder, weightBytes: 0, inputs, readout, maskedIds: [], device: 'cpu', threads: 1 } as const
  const session = await openSession(model)
  const kept = keptTokens(batch, new Set())
  const results = await session.run(buildFeeds(inputs, batch, kept), [readout.index, readout.value])
  await session.release()
  const { token, latent, value } = readOut(
    readout,
    results[readout.index]?.data as Int32Array,
    results[readout.value]?.data as Float32Array,
    kept,
  )
  const rows = new Map(Array.from(kept, (each) => [each, new Array<number>(mirror.dIn).fill(0)]))
  for (const [at, each] of token.entries()) {
    const place = latent[at] ?? 0
    const row = rows.get(each) ?? []
    row[place % mirror.dIn] = place < mirror.dIn ? (value[at] ?? NaN) : -(value[at] ?? NaN)
  }
  return [...rows.values()]
}
