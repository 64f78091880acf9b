import { elementTypes, type GraphNode, type ModelGraph } from './model-graph.ts'
import { numericAttributes } from './node-attributes.ts'

/** The shape of a matrix of weights. */
export type MatrixShape = { readonly rows: number; readonly columns: number }

const storedAsFloats: ReadonlySet<number> = new Set([elementTypes.float32, elementTypes.float16, elementTypes.bfloat16])

/**
 * The shape of a value that is a constant matrix of 32-bit floats: stored so, or stored as half floats and widened, as it is or
 * transposed. Null for anything else.
 *
 * @param made the node that makes each value of the graph
 */
export function constantMatrix(graph: ModelGraph, made: ReadonlyMap<string, GraphNode>, name: string): MatrixShape | null {
  const found = stored(graph, made, name)
  return found === null || found.elementType !== elementTypes.float32 ? null : found.shape
}

/** Between a weight and its use; exporters write one or two. */
const mostNodes = 16

type Found = { readonly elementType: number; readonly shape: MatrixShape }

function stored(graph: ModelGraph, made: ReadonlyMap<string, GraphNode>, name: string, nodes = 0): Found | null {
  const tensor = graph.initializers.get(name)
  if (tensor !== undefined) {
    const [rows = 0, columns = 0] = tensor.dims
    if (tensor.dims.length !== 2 || rows * columns === 0 || !storedAsFloats.has(tensor.elementType)) return null
    return { elementType: tensor.elementType, shape: { rows, columns } }
  }
  const node = made.get(name)
  if (node === undefined || node.domain !== '' || nodes > mostNodes) return null
  if (node.operator !== 'Identity' && node.operator !== 'Cast' && node.operator !== 'Transpose') return null
  const input = stored(graph, made, node.inputs[0] ?? '', nodes + 1)
  if (input === null || node.operator === 'Identity') return input
  const attributes = numericAttributes(node)
  if (node.operator === 'Cast') return { ...input, elementType: attributes.get('to')?.[0] ?? 0 }
  const { rows, columns } = input.shape
  // Without `perm` the axes are reversed.
  return attributes.get('perm')?.[0] === 0 ? input : { ...input, shape: { rows: columns, columns: rows } }
}
