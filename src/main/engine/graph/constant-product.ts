import { constantMatrix } from './constant-matrix.ts'
import type { GraphNode, ModelGraph } from './model-graph.ts'
import { numericAttributes } from './node-attributes.ts'

/** A product x W + bias with constant W [rows, columns]; `transposed`: W is used turned. `bias` is '' where there is none. */
export type ConstantProduct = {
  readonly x: string
  readonly matrix: string
  readonly bias: string
  readonly transposed: boolean
  readonly rows: number
  readonly columns: number
  readonly output: string
}

/**
 * The product that a node is (MatMul, Gemm), where it is one of 32-bit floats with constant weights; null otherwise, and where it is scaled.
 *
 * @param made the node that makes each value of the graph
 */
export function constantProduct(graph: ModelGraph, made: ReadonlyMap<string, GraphNode>, node: GraphNode): ConstantProduct | null {
  const { domain, operator, inputs, outputs } = node
  if (domain !== '' || (operator !== 'MatMul' && operator !== 'Gemm')) return null
  const [x = '', matrix = '', bias = ''] = inputs
  // A constant times a constant is folded as it is.
  if (constantMatrix(graph, made, x) !== null) return null
  const shape = constantMatrix(graph, made, matrix)
  if (shape === null) return null
  const attributes = numericAttributes(node)
  const is = (name: string, otherwise: number) => (attributes.get(name)?.[0] ?? otherwise) === otherwise
  // Gemm: alpha A' B' + beta C. Only B transposed is common: exporters write linear layers so.
  if (!is('alpha', 1) || !is('beta', 1) || !is('transA', 0)) return null
  return { x, matrix, bias, transposed: !is('transB', 0), ...shape, output: outputs[0] ?? '' }
}
