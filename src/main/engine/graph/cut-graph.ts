import { elementTypes, type GraphNode, type ModelGraph } from './model-graph.ts'

/** The node that makes each value. */
export function producers(graph: ModelGraph): ReadonlyMap<string, GraphNode> {
  const made = new Map<string, GraphNode>()
  for (const node of graph.nodes) for (const output of node.outputs) if (output !== '') made.set(output, node)
  return made
}

/**
 * What of a graph is needed for one of its values [rows, sequence, width], which becomes the output.
 *
 * Key and value caches (`present...`) of the nodes kept stay outputs too: GroupQueryAttention of ONNX Runtime 1.30 fails on
 * the CPU where they are not.
 */
export function cutGraph(graph: ModelGraph, value: string): ModelGraph {
  const made = producers(graph)
  const keptNodes = new Set<GraphNode>()
  const reached = new Set<string>()
  const pending = [value]
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (name === '' || reached.has(name)) continue
    reached.add(name)
    const node = made.get(name)
    if (node === undefined || keptNodes.has(node)) continue
    keptNodes.add(node)
    pending.push(...node.inputs, ...node.captured)
  }
  const caches = graph.outputs.filter(
    (each) => each.name !== value && each.name.startsWith('present') && keeps(keptNodes, made.get(each.name)),
  )
  return {
    ...graph,
    nodes: graph.nodes.filter((each) => keptNodes.has(each)),
    initializers: new Map([...graph.initializers].filter(([name]) => reached.has(name))),
    inputs: graph.inputs.filter((each) => reached.has(each.name)),
    outputs: [{ name: value, elementType: elementTypes.float32, dims: ['rows', 'sequence', ''] }, ...caches],
  }
}

function keeps(kept: ReadonlySet<GraphNode>, node: GraphNode | undefined): boolean {
  return node !== undefined && kept.has(node)
}
