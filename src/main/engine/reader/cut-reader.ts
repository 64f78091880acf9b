import { cutGraph } from '../graph/cut-graph.ts'
import type { GraphNode, ModelGraph } from '../graph/model-graph.ts'
import { numericAttributes, withoutAttribute } from '../graph/node-attributes.ts'
import type { InputPlan } from '../inference/inference-model.ts'
import { findResidual, type ReaderShape } from './find-residual.ts'
import type { HookPoint } from './hook-point.ts'
import { type CacheShape, readerInputs } from './input-plan.ts'

/** What of a reader is needed for the residual stream at a hook point: `residual` [rows, sequence, width] is among the graph's outputs. */
export type CutReader = { readonly graph: ModelGraph; readonly residual: string; readonly inputs: readonly InputPlan[] }

/**
 * Cuts a reader, whoever exported it, at a hook point. Throws Failure 'unsupported' or 'lens-invalid' that says why where it cannot be read.
 *
 * @param shape what is known of it: blocks from its config, width from its config or the SAE
 */
export function cutReader(graph: ModelGraph, hook: HookPoint, shape: ReaderShape, cache?: CacheShape): CutReader {
  const located = findResidual(graph, hook, shape)
  const cut = cutGraph(located.graph, located.value)
  return {
    graph: { ...cut, nodes: cut.nodes.map(withPlainCache) },
    residual: located.value,
    inputs: readerInputs(cut, cache),
  }
}

/**
 * onnxruntime-genai lets a cache roll over where attention has a window; then it must be as long as the window from the start. Whole
 * texts need none, and the window stays (`local_window_size`).
 */
function withPlainCache(node: GraphNode): GraphNode {
  if (node.operator !== 'GroupQueryAttention' || !numericAttributes(node).has(rolling)) return node
  return withoutAttribute(node, rolling)
}

const rolling = 'sliding_window_cache'
