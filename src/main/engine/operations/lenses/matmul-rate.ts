import { GraphBuilder } from '../../graph/graph-builder.ts'
import { elementTypes } from '../../graph/model-graph.ts'
import { writeModel } from '../../graph/write-model.ts'
import { startInference } from '../../inference/inference-client.ts'
import type { InferenceModel } from '../../inference/inference-model.ts'
import type { StartProcess } from '../../inference/process-port.ts'

const width = 1024
const wide = 4096
/** Tokens of a batch as they are read; see `batchTokens`. */
const tokens = 640
const runs = 4

/** Operations a second that the processor does in products of matrices of a reader's size, in 32-bit floats; the best of a few runs. */
export async function matmulRate(startProcess: StartProcess): Promise<number> {
  const session = await startInference(startProcess, productModel())
  try {
    const batch = { ids: new Int32Array(tokens), lengths: Int32Array.of(tokens), rows: 1, sequence: tokens }
    let best = Infinity
    for (let run = 0; run < runs; run++) {
      const started = performance.now()
      await session.run(batch)
      best = Math.min(best, performance.now() - started)
    }
    return (2 * 2 * width * wide * tokens) / (best / 1000)
  } finally {
    await session.close()
  }
}

/** Each token's row times a wide matrix and back, as in the feed-forward part of a block. */
function productModel(): InferenceModel {
  const builder = new GraphBuilder('etalon', 17)
  const matrix = (rows: number, columns: number) =>
    builder.floats(new Float32Array(rows * columns).fill(1 / width), [rows, columns])
  const rows = builder.node('Gather', [matrix(1, width), 'input_ids'], { axis: 0 })
  const products = builder.node('MatMul', [builder.node('MatMul', [rows, matrix(width, wide)]), matrix(wide, width)])
  const value = builder.node('Reshape', [builder.reduce('ReduceMax', products, 1, false), builder.integers(1, width)])
  const index = builder.node('Cast', [builder.node('ReduceMax', [value], { axes: [1], keepdims: 0 })], { to: elementTypes.int32 })
  const { bytes, folder } = writeModel({
    irVersion: 8,
    opsets: [{ domain: '', version: 17 }],
    functions: [],
    nodes: builder.nodes,
    initializers: new Map(builder.tensors.map((each) => [each.name, each])),
    inputs: [{ name: 'input_ids', elementType: elementTypes.int64, dims: ['rows', 'sequence'] }],
    outputs: [
      { name: index, elementType: elementTypes.int32, dims: ['groups'] },
      { name: value, elementType: elementTypes.float32, dims: ['groups', 'width'] },
    ],
  })
  const none = new Float32Array(width).fill(Infinity)
  return {
    graph: bytes,
    folder,
    weightBytes: 0,
    inputs: [{ name: 'input_ids', elementType: 'int64', source: 'ids', dims: ['rows', 'sequence'] }],
    readout: { kind: 'groups', index, value, width, latents: width, limit: none, scale: null, shift: none },
    maskedIds: [],
    device: 'cpu',
  }
}
