import type { ModelGraph } from '../graph/model-graph.ts'
import { type Step } from './graph-steps.ts'

/** A value that everything between the tokens' embeddings and the result passes through. */
export type Cut = {
  readonly value: string
  /** Index of the step that makes it. */
  readonly step: number
}

/** A graph's cuts, first one first, and whether a step lies between the embeddings and the result at all. */
export type StreamCuts = { readonly cuts: readonly Cut[]; readonly between: (step: number) => boolean }

/**
 * Where a graph is as narrow as one value: the residual stream passes through each of its sums, while attention and feed-forward parts lie
 * beside it. So a value is a cut if no value made before it is read after it; of those, that is, which come from the embeddings of
 * tokens and lead to the result. Linear in the size of the graph.
 *
 * Null where the graph embeds no `input_ids`, leads nowhere, or is not in order.
 */
export function streamCuts(graph: ModelGraph, steps: readonly Step[]): StreamCuts | null {
  const maker = new Map<string, number>()
  for (const [index, step] of steps.entries()) for (const output of step.outputs) maker.set(output, index)
  if (steps.some((step, index) => step.inputs.some((each) => (maker.get(each) ?? -1) >= index))) return null

  const start = embeddingStep(steps)
  const end = resultStep(graph, maker)
  if (start === null || end === null) return null
  const forward = new Uint8Array(steps.length)
  forward[start] = 1
  const comes = (name: string) => forward[maker.get(name) ?? -1] === 1
  for (let index = start + 1; index <= end; index++) if (steps[index]?.inputs.some(comes) === true) forward[index] = 1
  if (forward[end] !== 1) return null
  const between = new Uint8Array(steps.length)
  between[end] = 1
  for (let index = end; index >= start; index--) {
    if (between[index] !== 1) continue
    for (const name of steps[index]?.inputs ?? []) if (comes(name)) between[maker.get(name) ?? 0] = 1
  }

  // For each value the last step that reads it; a step counts for the values of its own that are read at all.
  const lastRead = new Map<string, number>()
  for (let index = start; index <= end; index++) {
    if (between[index] === 1) for (const name of steps[index]?.inputs ?? []) lastRead.set(name, index)
  }
  const cuts: Cut[] = []
  let farthest = start
  for (let index = start; index <= end; index++) {
    if (between[index] !== 1) continue
    const read = (steps[index]?.outputs ?? []).filter((each) => lastRead.has(each) || index === end)
    const [value] = read
    if (value !== undefined && read.length === 1 && farthest <= index) cuts.push({ value, step: index })
    for (const each of read) farthest = Math.max(farthest, lastRead.get(each) ?? index)
  }
  return { cuts, between: (index) => between[index] === 1 }
}

const embedding: ReadonlySet<string> = new Set(['Gather', 'GatherBlockQuantized', 'EmbedLayerNormalization'])

/** The first step that looks the tokens up in a table. */
function embeddingStep(steps: readonly Step[]): number | null {
  const tokens = new Set(['input_ids'])
  for (const [index, { operator, inputs, outputs }] of steps.entries()) {
    if (!inputs.some((each) => tokens.has(each))) continue
    if (embedding.has(operator) && !tokens.has(operator === 'EmbedLayerNormalization' ? '' : (inputs[0] ?? ''))) return index
    for (const each of outputs) tokens.add(each)
  }
  return null
}

/** The step that makes what the model is for: of its outputs, caches aside, the one made last. */
function resultStep(graph: ModelGraph, maker: ReadonlyMap<string, number>): number | null {
  let last: number | null = null
  for (const { name } of graph.outputs) {
    const index = name.startsWith('present') ? undefined : maker.get(name)
    if (index !== undefined && (last === null || index > last)) last = index
  }
  return last
}
