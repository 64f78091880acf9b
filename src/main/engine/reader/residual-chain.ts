import type { ModelGraph } from '../graph/model-graph.ts'
import { graphSteps, type Step } from './graph-steps.ts'
import { type Cut, streamCuts } from './stream-cuts.ts'

/** A place of the residual stream. `value` is null where the graph computes it only inside a fused norm; then it is the sum of `terms`. */
export type StreamPlace = { readonly value: string | null; readonly terms: readonly string[] }

/** The residual stream as a graph has it, first block first. */
export type ResidualChain = {
  /** What enters the first block. */
  readonly entry: StreamPlace
  /** What the stream is after each sum: two to a sequential block, one to a parallel one. */
  readonly sums: readonly StreamPlace[]
  /** Whether attention, as against the feed-forward part alone, lies between a sum and the one before it. */
  readonly attends: readonly boolean[]
  /** Whether blocks normalise after each sum, as BERT's do: then the stream is what the norms give, as in transformers' hidden_states. */
  readonly postNorm: boolean
}

/** Multiplications with weights, by any of their names, without which a sum is a part of a norm or of an activation function. */
const multiplying = /MatMul|Gemm|Attention|Einsum|Conv|MoE|LSTM|GRU/

/** A sum of the stream: the cut it starts from, the one it is, both as indices into the cuts. */
type Link = { readonly from: number; readonly to: number; readonly attends: boolean }

/**
 * The residual stream of a graph by its structure alone: cuts that are sums of an earlier cut and something that was multiplied with
 * weights in between: x + attention(norm(x)).
 *
 * Null where the sums do not follow each other, with nothing, or always the same norm, in between.
 */
export function residualChain(graph: ModelGraph): ResidualChain | null {
  const steps = graphSteps(graph)
  const found = streamCuts(graph, steps)
  if (found === null) return null
  const { cuts, between } = found
  const links = linksOf(steps, cuts, between)
  const [first] = links
  if (first === undefined) return null

  // What lies between a sum and the start of the next.
  const stepAt = (cut: number): Step | undefined => steps[cuts[cut]?.step ?? -1]
  const gaps = links.slice(1).map((link, index) => {
    const operators: string[] = []
    for (let cut = (links[index]?.to ?? 0) + 1; cut <= link.from; cut++) operators.push(stepAt(cut)?.operator ?? '')
    return operators
  })
  const isPassing = links.slice(1).map((link, index) => onlyPasses(stepAt, links[index]?.to ?? 0, link.from))
  const place = (cut: number): StreamPlace => {
    const step = stepAt(cut)
    return { value: step?.named === true ? (cuts[cut]?.value ?? null) : null, terms: step?.kind === 'sum' ? step.inputs : [] }
  }
  const entry = place(first.from)
  const attends = links.map((link) => link.attends)
  if (isPassing.every((each) => each)) return { entry, sums: links.map((link) => place(link.to)), attends, postNorm: false }
  const [gap = []] = gaps
  if (gaps.some((each) => each.join() !== gap.join()) || gap.some((each) => multiplying.test(each))) return null
  const last = (links.at(-1)?.to ?? 0) + gap.length
  const after = gap.map((_, index) => stepAt(last - gap.length + 1 + index)?.operator ?? '')
  if (after.join() !== gap.join()) return null
  return { entry, sums: [...links.slice(1).map((link) => place(link.from)), place(last)], attends, postNorm: true }
}

function onlyPasses(stepAt: (cut: number) => Step | undefined, from: number, to: number): boolean {
  for (let cut = from + 1; cut <= to; cut++) if (stepAt(cut)?.kind !== 'pass') return false
  return true
}

function linksOf(steps: readonly Step[], cuts: readonly Cut[], between: (step: number) => boolean): readonly Link[] {
  const indexOf = new Map(cuts.map(({ value }, index) => [value, index]))
  const maker = new Map<string, Step>()
  for (const step of steps) if (step.kind === 'pass' || step.kind === 'sum') for (const each of step.outputs) maker.set(each, step)
  const links: Link[] = []
  for (const [to, { step: index }] of cuts.entries()) {
    const step = steps[index]
    const from = step?.kind === 'sum' ? cutBehind(step, indexOf, maker) : null
    if (from === null || from >= to) continue
    const parts = operatorsBetween(steps, between, cuts[from]?.step ?? 0, index)
    if (parts.some((each) => multiplying.test(each))) links.push({ from, to, attends: attendsWith(parts) })
  }
  return links
}

/** Routers to experts have a softmax as well, and choose the largest of it. */
function attendsWith(parts: readonly string[]): boolean {
  return parts.some((each) => each.includes('Attention')) || (parts.includes('Softmax') && !parts.includes('TopK'))
}

/** How many steps back the stream may lie: casts, and other branches that are added to it first. */
const farthest = 12

/** The cut that is one of the terms of a sum, as it is, handed on, or in a sum with the others. */
function cutBehind(sum: Step, cuts: ReadonlyMap<string, number>, makers: ReadonlyMap<string, Step>): number | null {
  const pending = [...sum.inputs]
  for (let steps = 0; steps < farthest; steps++) {
    const name = pending.shift()
    if (name === undefined) return null
    const cut = cuts.get(name)
    if (cut !== undefined) return cut
    pending.push(...(makers.get(name)?.inputs ?? []))
  }
  return null
}

function operatorsBetween(steps: readonly Step[], between: (step: number) => boolean, from: number, to: number): readonly string[] {
  const operators: string[] = []
  for (let index = from + 1; index < to; index++) if (between(index)) operators.push(steps[index]?.operator ?? '')
  return operators
}
