import { Failure } from '../../../contract/failure.ts'
import { buildNode } from './build-node.ts'
import { constantProduct, type ConstantProduct } from './constant-product.ts'
import { producers } from './cut-graph.ts'
import { GraphBuilder } from './graph-builder.ts'
import { elementTypes, type GraphNode, type ModelGraph } from './model-graph.ts'

/**
 * Largest whole number of a weight: seven bits. Processors without dot products of bytes (AVX2 alone) add two products of an unsigned
 * and a signed byte in 16 bits, which 2 * 255 * 127 would overflow and 2 * 255 * 63 = 32,130 does not. So every processor multiplies the same
 * whole numbers exactly, and one that has such dot products reads as one that has not.
 */
export const weightLevels = 63
/** Largest whole number of an input, on either side of `inputZero`. */
export const inputLevels = 127
/** What stands for 0 among inputs, which are unsigned bytes. */
export const inputZero = 128
/** Below this the largest of a row or column counts as this, so that nothing is divided by 0. */
export const smallestLargest = 1e-30

/** `weights`: how many numbers are now bytes. */
export type QuantisedGraph = { readonly graph: ModelGraph; readonly weights: number }

/**
 * Turns products x W of 32-bit floats with constant W [in, out] (MatMul, Gemm) into products of bytes; all else stays as it is.
 *
 * W is symmetric by column: w = round(W / s), s [out] = max |W| / 63. x is symmetric by row, that is by token: q = 128 + round(x / t),
 * t = max |x| / 127. Then x W = t s Σ (q - 128) w. A scale for each token, and not one for the batch as ONNX Runtime's own dynamic quantisation
 * has: large activations on one token, such as the first, would leave the others few levels, and what a document reads as would depend on
 * those it shares a batch with.
 *
 * The bytes are written down as nodes over the weights where they lie, which the runtime folds when it loads, some 50 ns a weight: nothing is
 * copied here. While it loads it holds the 32-bit floats and a quarter as much; as much again before ONNX 13, which has no scales by column. The
 * allocator of Linux keeps hold of more of it where matrices are below 32 MB.
 * Throws Failure 'unsupported' where the graph has no such products.
 */
export function quantiseWeights(graph: ModelGraph): QuantisedGraph {
  const opset = graph.opsets.find((each) => each.domain === '')?.version ?? 0
  const quantiser = new Quantiser(graph, opset)
  for (const node of graph.nodes) quantiser.add(node)
  if (quantiser.weights === 0) {
    throw new Failure(
      'unsupported',
      'The reader has no products with weights that could be read in int8.',
      'Read it in float32, or export it again in 32-bit floats, without fusing operators.',
    )
  }
  const { nodes, tensors } = quantiser.builder
  const runtimes = graph.opsets.some((each) => each.domain === runtimeDomain) ? [] : [{ domain: runtimeDomain, version: 1 }]
  return {
    graph: {
      ...graph,
      nodes,
      initializers: new Map([...graph.initializers, ...tensors.map((each) => [each.name, each] as const)]),
      opsets: [...graph.opsets, ...runtimes],
    },
    weights: quantiser.weights,
  }
}

/** ONNX Runtime's own operators. */
const runtimeDomain = 'com.microsoft'

/** Names of bytes and of the scales to multiply them with. */
type Quantised = { readonly bytes: string; readonly scale: string }

/** Goes through a graph's nodes in order and collects what replaces them; inputs and weights that several products share are made once. */
class Quantiser {
  readonly builder: GraphBuilder
  weights = 0
  readonly #graph: ModelGraph
  readonly #opset: number
  readonly #made: ReadonlyMap<string, GraphNode>
  readonly #inputs = new Map<string, Quantised>()
  readonly #matrices = new Map<string, Quantised>()
  #constants: { readonly one: string; readonly zero: string; readonly smallest: string } | null = null

  constructor(graph: ModelGraph, opset: number) {
    this.#graph = graph
    this.#opset = opset
    this.#made = producers(graph)
    this.builder = new GraphBuilder('etalon/int8', opset)
  }

  add(node: GraphNode): void {
    const product = constantProduct(this.#graph, this.#made, node)
    if (product === null) this.builder.nodes.push(node)
    else this.#multiply(product)
  }

  #multiply({ x, matrix, bias, transposed, output, ...shape }: ConstantProduct): void {
    const { builder } = this
    const input = this.#inputs.get(x) ?? this.#input(x)
    this.#inputs.set(x, input)
    const key = `${transposed ? 'transposed ' : ''}${matrix}`
    const weights = this.#matrices.get(key) ?? this.#matrix(transposed ? builder.node('Transpose', [matrix]) : matrix, shape)
    this.#matrices.set(key, weights)
    const { one, zero } = this.#shared()
    const product = `${output}/int8`
    builder.nodes.push(
      buildNode('MatMulIntegerToFloat', [input.bytes, weights.bytes, one, weights.scale, zero], [product], {}, runtimeDomain),
    )
    if (bias === '') builder.nodes.push(buildNode('Mul', [product, input.scale], [output]))
    else builder.nodes.push(buildNode('Add', [builder.node('Mul', [product, input.scale]), bias], [output]))
  }

  /** Bytes of x [..., in] with scales [..., 1]. Rounds half to even. */
  #input(x: string): Quantised {
    const { builder } = this
    const { one, zero, smallest } = this.#shared()
    const largest = builder.node('Max', [builder.reduce('ReduceMax', builder.node('Abs', [x]), -1, true), smallest])
    const scale = builder.node('Mul', [largest, builder.scalar(1 / inputLevels)])
    return { bytes: builder.node('QuantizeLinear', [builder.node('Div', [x, scale]), one, zero]), scale }
  }

  /** Bytes of W [in, out] with scales [out]. */
  #matrix(matrix: string, { rows, columns }: { rows: number; columns: number }): Quantised {
    this.weights += rows * columns
    const { builder } = this
    const { one, smallest } = this.#shared()
    // Not by |W|, which would be a second copy of it while the runtime folds.
    const least = builder.node('Neg', [builder.reduce('ReduceMin', matrix, 0, false)])
    const largest = builder.node('Max', [builder.reduce('ReduceMax', matrix, 0, false), least, smallest])
    const scale = builder.node('Mul', [largest, builder.scalar(1 / weightLevels)])
    if (this.#opset < 13) {
      const zero = builder.node('Cast', [builder.scalar(0)], { to: elementTypes.int8 })
      return { bytes: builder.node('QuantizeLinear', [builder.node('Div', [matrix, scale]), one, zero]), scale }
    }
    const zeros = builder.node('Cast', [builder.node('Mul', [scale, builder.scalar(0)])], { to: elementTypes.int8 })
    return { bytes: builder.node('QuantizeLinear', [matrix, scale, zeros], { axis: 1 }), scale }
  }

  #shared(): { readonly one: string; readonly zero: string; readonly smallest: string } {
    const { builder } = this
    this.#constants ??= {
      one: builder.scalar(1),
      zero: builder.node('Cast', [builder.scalar(inputZero)], { to: elementTypes.uint8 }),
      smallest: builder.scalar(smallestLargest),
    }
    return this.#constants
  }
}
