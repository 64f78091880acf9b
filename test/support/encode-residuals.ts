import { InferenceSession, Tensor } from 'onnxruntime-node'
import { buildNode } from '../../src/main/engine/graph/build-node.ts'
import { elementTypes, type ModelGraph } from '../../src/main/engine/graph/model-graph.ts'
import { writeModel } from '../../src/main/engine/graph/write-model.ts'
import { readOut } from '../../src/main/engine/inference/read-out.ts'
import { joinEncoder, keptInput } from '../../src/main/engine/sae/encoder-graph.ts'
import type { SaeEncoder } from '../../src/main/engine/sae/sae-encoder.ts'

/** Runs an encoder's graph on residuals [tokens][dIn]; dense activations [tokens][dSae]. */
export async function encodeResiduals(
  encoder: SaeEncoder,
  x: readonly (readonly number[])[],
  kept = [...x.keys()],
): Promise<number[][]> {
  const float = elementTypes.float32
  const graph: ModelGraph = {
    irVersion: 8,
    opsets: [{ domain: '', version: 17 }],
    nodes: [buildNode('Identity', ['x'], ['residual'])],
    initializers: new Map(),
    inputs: [{ name: 'x', elementType: float, dims: ['rows', 'sequence', encoder.dIn] }],
    outputs: [{ name: 'residual', elementType: float, dims: ['rows', 'sequence', encoder.dIn] }],
    functions: [],
  }
  const joined = joinEncoder(graph, 'residual', encoder)
  const { bytes, folder } = writeModel(joined.graph)
  const session = await InferenceSession.create(bytes, {
    extra: { session: { model_external_initializers_file_folder_path: folder } },
  })
  const { index, value } = joined.readout
  const results = await session.run(
    {
      x: new Tensor('float32', Float32Array.from(x.flat()), [1, x.length, encoder.dIn]),
      [keptInput]: new Tensor('int64', BigInt64Array.from(kept, BigInt), [kept.length]),
    },
    [index, value],
  )
  await session.release()
  const sparse = readOut(
    joined.readout,
    results[index]?.data as Int32Array,
    results[value]?.data as Float32Array,
    Int32Array.from(kept),
  )
  const dense = x.map(() => new Array<number>(encoder.dSae).fill(0))
  for (const [at, token] of sparse.token.entries()) {
    const row = dense[token]
    if (row !== undefined) row[sparse.latent[at] ?? -1] = sparse.value[at] ?? 0
  }
  return dense
}
