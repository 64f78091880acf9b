import { Failure } from '../../../contract/failure.ts'
import { buildNode } from './build-node.ts'
import { constantProduct, type ConstantProduct } from './constant-product.ts'
import { producers } from './cut-graph.ts'
import { GraphBuilder } from './graph-builder.ts'
import { elementTypes, type ModelGraph } from './model-graph.ts'
import { type QuantisedGraph, smallestLargest } from './quantise-weights.ts'

/**
 * Turns products x W of 32-bit floats with constant W into products of 16-bit ones; all else stays as it is.
 *
 * x W = t ((x / t) W), t = max |x| by row, that is by token, and what is in brackets in 16 bits, whose largest number is 65,504: the residual stream
 * of some readers (Gemma 3) passes it, and what feeds a block's second product does in more. Graphics cards add the products up in 32 bits.
 * Weights are turned when the runtime loads them: nothing is copied here. Throws Failure 'unsupported' where the graph has no such products.
 */
export function halveWeights(graph: ModelGraph): QuantisedGraph {
  const builder = new GraphBuilder('etalon/float16', graph.opsets.find((each) => each.domain === '')?.version ?? 0)
  const made = producers(graph)
  const inputs = new Map<string, { readonly halves: string; readonly scale: string }>()
  const matrices = new Map<string, string>()
  const smallest = builder.scalar(smallestLargest)
  let weights = 0
  for (const node of graph.nodes) {
    const product = constantProduct(graph, made, node)
    if (product === null) builder.nodes.push(node)
    else multiply(product)
  }
  if (weights === 0)
    throw new Failure(
      'unsupported',
      'The reader has no products with weights that could be read in float16.',
      'Read it in float32, or export it again in 32-bit floats, without fusing operators.',
    )
  const initializers = new Map([...graph.initializers, ...builder.tensors.map((each) => [each.name, each] as const)])
  return { graph: { ...graph, nodes: builder.nodes, initializers }, weights }

  function multiply({ x, matrix, bias, transposed, rows, columns, output }: ConstantProduct): void {
    const { halves, scale } = inputs.get(x) ?? input(x)
    inputs.set(x, { halves, scale })
    const key = `${transposed ? 'transposed ' : ''}${matrix}`
    const narrow = (name: string) => builder.node('Cast', [name], { to: elementTypes.float16 })
    let halved = matrices.get(key)
    if (halved === undefined) {
      halved = narrow(transposed ? builder.node('Transpose', [matrix]) : matrix)
      weights += rows * columns
    }
    matrices.set(key, halved)
    const wide = builder.node('Cast', [builder.node('MatMul', [halves, halved])], { to: elementTypes.float32 })
    if (bias === '') builder.nodes.push(buildNode('Mul', [wide, scale], [output]))
    else builder.nodes.push(buildNode('Add', [builder.node('Mul', [wide, scale]), bias], [output]))
  }

  /** Halves of x / t [..., in] and t [..., 1]. */
  function input(x: string): { readonly halves: string; readonly scale: string } {
    const scale = builder.node('Max', [builder.reduce('ReduceMax', builder.node('Abs', [x]), -1, true), smallest])
    return { halves: builder.node('Cast', [builder.node('Div', [x, scale])], { to: elementTypes.float16 }), scale }
  }
}
