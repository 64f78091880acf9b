import { Failure } from '../../../contract/failure.ts'
import { GraphBuilder } from '../graph/graph-builder.ts'
import { elementTypes, type GraphValue, type ModelGraph } from '../graph/model-graph.ts'
import type { Readout } from '../inference/inference-model.ts'
import type { TensorLocation } from '../tensor-files/tensor-location.ts'
import { encoderInput } from './encoder-input.ts'
import { addActivation } from './encoder-output.ts'
import type { SaeEncoder } from './sae-encoder.ts'

/** The input of a joined graph that lists the tokens to report, [kept] int64: indices into [rows * sequence]. */
export const keptInput = 'etalon/kept'

export type JoinedGraph = { readonly graph: ModelGraph; readonly readout: Readout }

/**
 * Joins an SAE's encoder to a graph cut at the residual stream, whose only output besides caches is `residual`
 * [rows, sequence, dIn]. The outputs become what the readout says.
 */
export function joinEncoder(graph: ModelGraph, residual: string, encoder: SaeEncoder): JoinedGraph {
  const opset = graph.opsets.find((each) => each.domain === '')?.version ?? 0
  if (opset < 11) {
    throw new Failure(
      'unsupported',
      `The reader's graph is of ONNX version ${opset}; 11 is the oldest that works.`,
      'Export the reader again.',
    )
  }
  const builder = new GraphBuilder('etalon', opset)
  const flat = builder.node('Reshape', [residual, builder.integers(-1, encoder.dIn)])
  const kept = builder.node('Gather', [flat, keptInput], { axis: 0 })
  const x = encoderInput(builder, builder.node('Cast', [kept], { to: elementTypes.float32 }), encoder)
  const products = product(builder, x, encoder.weights)
  const readout = addActivation(builder, products, encoder)
  const results: readonly GraphValue[] = [
    { name: readout.index, elementType: elementTypes.int32, dims: readout.kind === 'top' ? ['kept', 'k'] : ['groups'] },
    { name: readout.value, elementType: elementTypes.float32, dims: readout.kind === 'top' ? ['kept', 'k'] : ['groups', 'width'] },
  ]
  const joined: ModelGraph = {
    ...graph,
    nodes: [...graph.nodes, ...builder.nodes],
    initializers: new Map([...graph.initializers, ...builder.tensors.map((each) => [each.name, each] as const)]),
    inputs: [...graph.inputs, { name: keptInput, elementType: elementTypes.int64, dims: ['kept'] }],
    outputs: [...graph.outputs.filter((each) => each.name !== residual), ...results],
  }
  return { graph: joined, readout }
}

const storedTypes: Partial<Record<TensorLocation['elementType'], number>> = {
  F32: elementTypes.float32,
  F16: elementTypes.float16,
  BF16: elementTypes.bfloat16,
  F64: elementTypes.float64,
}

/** x W; a matrix that its file keeps by columns is multiplied as it lies. */
function product(builder: GraphBuilder, x: string, matrix: TensorLocation): string {
  const weights = weightMatrix(builder, matrix)
  return matrix.columnMajor ? builder.node('Gemm', [x, weights], { transB: 1 }) : builder.node('MatMul', [x, weights])
}

/** A matrix as it lies in its file, where it stays; the runtime widens it once, when it loads. */
function weightMatrix(builder: GraphBuilder, matrix: TensorLocation): string {
  const { file, name, elementType, shape, columnMajor, offset, length } = matrix
  const stored = storedTypes[elementType]
  if (stored === undefined)
    throw new Failure('unsupported', `${file} keeps ${name} as ${elementType}, not as floats.`, 'Convert it to F32.')
  const weights = builder.stored({
    elementType: stored,
    dims: columnMajor ? shape.toReversed() : shape,
    content: { kind: 'file', file, offset, length },
  })
  return stored === elementTypes.float32 ? weights : builder.node('Cast', [weights], { to: elementTypes.float32 })
}
