import type { GraphNode, GraphTensor, ModelGraph } from '../graph/model-graph.ts'
import { elementTypes } from '../graph/model-graph.ts'
import { numericAttributes } from '../graph/node-attributes.ts'

/** What turns the residual stream into logits: a matrix of weights as the graph stores it. */
export type Unembedding = {
  /** The reader's own head, or its table of embeddings. */
  readonly kind: 'own' | 'tied'
  readonly matrix: GraphTensor
  /** Whether a row of what is stored is that of a token, [vocabulary, width]; else it is [width, vocabulary]. */
  readonly byToken: boolean
  /** What the row of each token is multiplied by, [vocabulary, 1]; null: by nothing. */
  readonly scale: GraphTensor | null
}

/** Why there is none. */
export type NoUnembedding = { readonly reason: string }

/** Nodes between the head and what the graph gives that change no order of tokens, at most. */
const mostNodes = 16
const handingOn: ReadonlySet<string> = new Set(['Identity', 'Cast', 'Reshape', 'Tanh', 'Mul', 'Div', 'Add', 'Squeeze', 'Unsqueeze'])
const floats: ReadonlySet<number> = new Set([elementTypes.float32, elementTypes.float16, elementTypes.bfloat16])

/**
 * The head at the end of a reader's graph: the product with a matrix [width, vocabulary] that its logits come from, but for a bias, a
 * constant factor and a cap. Where the graph ends without one, and `tied`, the table that `input_ids` are looked up in.
 */
export function findUnembedding(graph: ModelGraph, width: number, tied: boolean): Unembedding | NoUnembedding {
  const made = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)))
  const own = ownHead(graph, made, width)
  if (own !== null) return own
  if (!tied)
    return { reason: 'The reader was exported without its head, and its config does not say that its embeddings are its head.' }
  return tiedTable(graph, made, width) ?? { reason: 'The reader keeps its table of embeddings in a form that is not read here.' }
}

type Made = ReadonlyMap<string, GraphNode>

function ownHead(graph: ModelGraph, made: Made, width: number): Unembedding | null {
  const output =
    graph.outputs.find(({ name }) => name === 'logits') ?? graph.outputs.find(({ name }) => !name.startsWith('present'))
  let name = output?.name ?? ''
  for (let nodes = 0; nodes < mostNodes; nodes++) {
    const node = made.get(name)
    if (node === undefined || node.domain !== '') return null
    if (node.operator === 'MatMul' || node.operator === 'Gemm') return headOf(graph, made, node, width)
    const data = node.inputs.filter((each) => each !== '' && !isConstant(graph, made, each))
    if (!handingOn.has(node.operator) || data.length !== 1) return null
    name = data[0]!
  }
  return null
}

const isConstant = ({ initializers }: ModelGraph, made: Made, name: string) =>
  initializers.has(name) || made.get(name)?.operator === 'Constant'

function headOf(graph: ModelGraph, made: Made, node: GraphNode, width: number): Unembedding | null {
  const found = storedMatrix(graph, made, node.inputs[1] ?? '')
  if (found === null) return null
  const turnedHere = node.operator === 'Gemm' && numericAttributes(node).get('transB')?.[0] === 1
  const byToken = found.turned !== turnedHere
  const [rows = 0, columns = 0] = found.matrix.dims
  const [own, vocabulary] = byToken ? [columns, rows] : [rows, columns]
  return own === width && vocabulary !== width ? { kind: 'own', matrix: found.matrix, byToken, scale: null } : null
}

/** The stored matrix of floats behind a name, and whether its use sees it transposed. */
function storedMatrix(
  graph: ModelGraph,
  made: Made,
  name: string,
): { readonly matrix: GraphTensor; readonly turned: boolean } | null {
  let turned = false
  for (let at = name, nodes = 0; nodes < mostNodes; nodes++) {
    const matrix = graph.initializers.get(at)
    if (matrix !== undefined) return matrix.dims.length === 2 && floats.has(matrix.elementType) ? { matrix, turned } : null
    const node = made.get(at)
    if (node === undefined || !['Identity', 'Cast', 'Transpose'].includes(node.operator)) return null
    if (node.operator === 'Transpose' && numericAttributes(node).get('perm')?.[0] !== 0) turned = !turned
    at = node.inputs[0] ?? ''
  }
  return null
}

function tiedTable(graph: ModelGraph, made: Made, width: number): Unembedding | null {
  const tokens = new Set(['input_ids'])
  for (const { operator, inputs, outputs } of graph.nodes)
    if ((operator === 'Cast' || operator === 'Identity') && tokens.has(inputs[0] ?? ''))
      for (const each of outputs) tokens.add(each)
  const lookups = graph.nodes.filter(({ operator, inputs }) => operator === 'Gather' && tokens.has(inputs[1] ?? ''))
  for (const lookup of lookups) {
    const name = lookup.inputs[0] ?? ''
    const plain = storedMatrix(graph, made, name)
    if (plain !== null && plain.matrix.dims[plain.turned ? 0 : 1] === width)
      return { kind: 'tied', matrix: plain.matrix, byToken: !plain.turned, scale: null }
    const bytes = graph.initializers.get(name)
    if (bytes?.elementType !== elementTypes.int8 || bytes.dims.length !== 2 || bytes.dims[1] !== width) continue
    const scale = scaleOf(graph, made, lookup, lookups)
    if (scale !== null) return { kind: 'tied', matrix: bytes, byToken: true, scale }
  }
  return null
}

/** The factors [vocabulary, 1], looked up for the same tokens, that the bytes of a lookup are multiplied by. */
function scaleOf(graph: ModelGraph, made: Made, bytes: GraphNode, lookups: readonly GraphNode[]): GraphTensor | null {
  const behind = (name: string): GraphNode | undefined => {
    const node = made.get(name)
    return node?.operator === 'Cast' || node?.operator === 'Identity' ? behind(node.inputs[0] ?? '') : node
  }
  for (const { operator, inputs } of graph.nodes) {
    if (operator !== 'Mul') continue
    const terms = inputs.map(behind)
    if (!terms.includes(bytes)) continue
    const other = terms.find((each) => each !== bytes && each !== undefined && lookups.includes(each))
    const scale = graph.initializers.get(other?.inputs[0] ?? '')
    if (scale !== undefined && floats.has(scale.elementType) && scale.dims.join() === `${bytesRows(graph, bytes)},1`) return scale
  }
  return null
}

const bytesRows = ({ initializers }: ModelGraph, { inputs }: GraphNode) => initializers.get(inputs[0] ?? '')?.dims[0]
