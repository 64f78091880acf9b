import type { GraphNode, ModelGraph } from '../graph/model-graph.ts'

/** One thing a graph computes. A norm that is fused with the sum before it is two steps. */
export type Step = {
  readonly kind: 'sum' | 'norm' | 'pass' | 'other'
  readonly operator: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Whether the graph gives what it computes under a name; a fused norm may keep its sum to itself. */
  readonly named: boolean
}

/** Nodes that hand on their first input, at most in another precision or shape. */
const passing: ReadonlySet<string> = new Set(['Identity', 'Dropout', 'Cast', 'Reshape', 'Flatten', 'Squeeze', 'Unsqueeze'])
const fusedNorms: ReadonlySet<string> = new Set([
  'SkipLayerNormalization',
  'SkipSimplifiedLayerNormalization',
  'EmbedLayerNormalization',
])
/** What only the sizes of a value matter to says nothing about the values. */
const measuring: ReadonlySet<string> = new Set(['Shape', 'Size'])

/** What a graph computes, in its order. */
export function graphSteps(graph: ModelGraph): readonly Step[] {
  return graph.nodes.flatMap(stepsOf)
}

function stepsOf(node: GraphNode, index: number): readonly Step[] {
  const { operator, inputs, outputs, captured } = node
  if (measuring.has(operator)) return []
  if (fusedNorms.has(operator)) {
    // The sum is the fourth output of a norm with a sum, the third of one of embeddings.
    const given = outputs[operator === 'EmbedLayerNormalization' ? 2 : 3] ?? ''
    const sum = given === '' ? `sum within node ${index}` : given
    const kind = operator === 'EmbedLayerNormalization' ? 'other' : 'sum'
    // Other outputs are means and deviations, and of embeddings how many tokens are real.
    return [
      { kind, operator, inputs: termsOf(node), outputs: [sum], named: given !== '' },
      { kind: 'norm', operator, inputs: [sum], outputs: outputs.slice(0, 1), named: true },
    ]
  }
  const kind = operator === 'Add' || operator === 'Sum' ? 'sum' : passing.has(operator) ? 'pass' : 'other'
  // Only the first input is handed on; others are shapes.
  const read = kind === 'pass' ? inputs.slice(0, 1) : [...inputs, ...captured]
  return [{ kind, operator, inputs: read, outputs, named: true }]
}

/** What a fused norm adds up: its inputs, and the bias of the product before it. */
function termsOf({ operator, inputs }: GraphNode): readonly string[] {
  if (operator === 'EmbedLayerNormalization') return inputs
  // com.microsoft's SkipLayerNormalization has beta before the bias.
  const bias = inputs[operator === 'SkipLayerNormalization' ? 4 : 3] ?? ''
  return bias === '' ? inputs.slice(0, 2) : [...inputs.slice(0, 2), bias]
}
