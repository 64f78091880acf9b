import { producers } from '../graph/cut-graph.ts'
import type { GraphNode, ModelGraph } from '../graph/model-graph.ts'
import { numericAttributes } from '../graph/node-attributes.ts'

/** How far back to look. */
const farthest = 200

/**
 * Width of a value of the residual stream, from the shapes of the weights that made it; null where they do not say.
 *
 * Goes back over what keeps the width until it meets a product, a bias, a norm or a table.
 */
export function residualWidth(graph: ModelGraph, value: string): number | null {
  const made = producers(graph)
  const pending = [value]
  for (let steps = 0; steps < farthest; steps++) {
    const node = made.get(pending.pop() ?? '')
    if (node === undefined) {
      if (pending.length === 0) return null
      continue
    }
    const width = widthFrom(graph, node)
    if (width !== null) return width
    if (keeping.has(node.operator)) pending.push(...node.inputs)
  }
  return null
}

const keeping: ReadonlySet<string> = new Set(['Add', 'Sum', 'Mul', 'Div', 'Sub', 'Identity', 'Cast', 'Dropout', 'Reshape'])

function widthFrom(graph: ModelGraph, node: GraphNode): number | null {
  const { operator, inputs } = node
  const dims = (input: number) => graph.initializers.get(inputs[input] ?? '')?.dims ?? []
  if (operator === 'Add' || operator === 'Mul') {
    // A bias or a gain: one value for each place.
    for (const input of [0, 1]) if (dims(input).length === 1 && (dims(input)[0] ?? 0) > 1) return dims(input)[0] ?? null
    return null
  }
  if (operator === 'MatMul' || operator === 'MatMulInteger') return dims(1).length === 2 ? (dims(1)[1] ?? null) : null
  if (operator === 'Gemm') {
    if (dims(1).length !== 2) return null
    return dims(1)[numericAttributes(node).get('transB')?.[0] === 1 ? 0 : 1] ?? null
  }
  if (operator === 'MatMulNBits') return numericAttributes(node).get('N')?.[0] ?? null
  // A table one wide holds a scale for each row of another.
  if (operator === 'Gather') return dims(0).length === 2 && (dims(0)[1] ?? 0) > 1 ? (dims(0)[1] ?? null) : null
  const gain = gains[operator]
  return gain === undefined || dims(gain).length !== 1 ? null : (dims(gain)[0] ?? null)
}

/** Which input of a norm is its gain, one value for each place. */
const gains: Readonly<Record<string, number>> = {
  LayerNormalization: 1,
  SimplifiedLayerNormalization: 1,
  RMSNormalization: 1,
  SkipLayerNormalization: 2,
  SkipSimplifiedLayerNormalization: 2,
  EmbedLayerNormalization: 5,
}
