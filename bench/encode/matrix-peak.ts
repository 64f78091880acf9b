import { InferenceSession, Tensor } from 'onnxruntime-node'
import { GraphBuilder } from '../../src/main/engine/graph/graph-builder.ts'
import { elementTypes, type ModelGraph } from '../../src/main/engine/graph/model-graph.ts'
import { writeModel } from '../../src/main/engine/graph/write-model.ts'

const [rows, inner, columns] = [1024, 1024, 4096]

/** The most GFLOP/s of some multiplications of 32-bit floats with constant weights in ONNX Runtime, at this moment. */
export async function matrixPeak(threads: number): Promise<number> {
  const builder = new GraphBuilder('peak', 17)
  const weights = builder.floats(
    Float32Array.from({ length: inner * columns }, (_, at) => (at % 251) / 251 - 0.5),
    [inner, columns],
  )
  // Summed up, so that little leaves the runtime.
  const output = builder.node('ReduceSum', [builder.node('MatMul', ['x', weights])], { keepdims: 0 })
  const graph: ModelGraph = {
    irVersion: 8,
    opsets: [{ domain: '', version: 17 }],
    nodes: builder.nodes,
    functions: [],
    initializers: new Map(builder.tensors.map((each) => [each.name, each])),
    inputs: [{ name: 'x', elementType: elementTypes.float32, dims: [rows, inner] }],
    outputs: [{ name: output, elementType: elementTypes.float32, dims: [] }],
  }
  const session = await InferenceSession.create(writeModel(graph).bytes, { intraOpNumThreads: threads, logSeverityLevel: 4 })
  const x = new Tensor('float32', new Float32Array(rows * inner).fill(0.5), [rows, inner])
  let peak = 0
  for (let run = 0; run < 16; run++) {
    const start = performance.now()
    await session.run({ x })
    peak = Math.max(peak, (2 * rows * inner * columns) / (performance.now() - start) / 1e6)
  }
  await session.release()
  return peak
}
