import { producers } from '../graph/cut-graph.ts'
import type { GraphNode, ModelGraph } from '../graph/model-graph.ts'

/**
 * One sum of the residual stream. `value` is null where the graph computes it only inside a fused norm; then it is the sum of
 * `terms`.
 */
export type ResidualLink = { readonly value: string | null; readonly previous: string; readonly terms: readonly string[] }

/** Nodes that pass the values of their first input on. */
const passing: ReadonlySet<string> = new Set(['Identity', 'Dropout', 'Cast', 'Reshape'])

/**
 * The sums of the residual stream, first block first: two to a sequential block, one to a parallel one.
 *
 * A sum belongs to it if one of its terms was computed from the other: x + attention(norm(x)). Found from the end backwards, since
 * activation functions and norms, which lie inside a branch, hold such sums too.
 */
export function residualChain(graph: ModelGraph): readonly ResidualLink[] {
  const made = producers(graph)
  const order = new Map(graph.nodes.map((node, index) => [node, index]))
  const needed = ancestors(
    made,
    graph.outputs.filter((each) => !each.name.startsWith('present')).map((each) => each.name),
  )

  /**
   * Whether `value` was computed from `origin`; only nodes after the one that makes `origin` can matter. A fused norm gives the sum
   * and its norm side by side: what comes from the norm comes from the sum.
   */
  function derives(value: string, origin: string): boolean {
    const producer = made.get(origin)
    const first = producer === undefined ? -1 : (order.get(producer) ?? -1)
    const seen = new Set<GraphNode>()
    const pending = [value]
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (name === origin) return true
      const node = made.get(name)
      if (node !== undefined && node === producer && (isFusedNorm(node) || node.operator === 'EmbedLayerNormalization')) return true
      if (node === undefined || seen.has(node) || (order.get(node) ?? -1) <= first) continue
      seen.add(node)
      pending.push(...node.inputs)
    }
    return false
  }

  function link(node: GraphNode): ResidualLink | null {
    const sum = sumOf(node)
    if (sum === null) return null
    const [a = '', b = ''] = sum.terms
    if (graph.initializers.has(a) || graph.initializers.has(b)) return null
    if (derives(b, a)) return { ...sum, previous: a }
    return derives(a, b) ? { ...sum, previous: b } : null
  }

  const links: ResidualLink[] = []
  let node = graph.nodes.findLast((each) => needed.has(each) && link(each) !== null)
  let value: string | null = null
  while (node !== undefined) {
    const found = link(node)
    if (found === null || (value !== null && found.value !== value)) break
    links.unshift(found)
    value = found.previous
    node = made.get(value)
    while (node !== undefined && passing.has(node.operator)) {
      value = node.inputs[0] ?? ''
      node = made.get(value)
    }
  }
  return links
}

/** The sum a node computes: a plain one, or the one a fused norm takes of its inputs and its bias. */
function sumOf(node: GraphNode): Omit<ResidualLink, 'previous'> | null {
  const { operator, inputs, outputs } = node
  if (operator === 'Add') return { value: outputs[0] ?? null, terms: inputs }
  if (!isFusedNorm(node)) return null
  // Biases of the feed-forward part come as the last input: com.microsoft's SkipLayerNormalization has beta before it.
  const bias = inputs[operator === 'SkipLayerNormalization' ? 4 : 3]
  const value = outputs[3] === undefined || outputs[3] === '' ? null : outputs[3]
  const terms = inputs.slice(0, 2)
  return { value, terms: bias === undefined || bias === '' ? terms : [...terms, bias] }
}

function isFusedNorm({ operator }: GraphNode): boolean {
  return operator === 'SkipLayerNormalization' || operator === 'SkipSimplifiedLayerNormalization'
}

function ancestors(made: ReadonlyMap<string, GraphNode>, values: readonly string[]): ReadonlySet<GraphNode> {
  const found = new Set<GraphNode>()
  const pending = [...values]
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const node = made.get(name)
    if (node === undefined || found.has(node)) continue
    found.add(node)
    pending.push(...node.inputs)
  }
  return found
}
