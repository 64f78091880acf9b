import { Failure } from '../../../contract/failure.ts'
import { buildNode } from '../graph/build-node.ts'
import type { ModelGraph } from '../graph/model-graph.ts'
import type { HookPoint } from './hook-point.ts'
import { residualChain, type ResidualLink } from './residual-chain.ts'
import { residualNames } from './residual-names.ts'

/** A graph in which `value`, [rows, sequence, dModel], is the residual stream at a hook point. */
export type LocatedResidual = { readonly graph: ModelGraph; readonly value: string }

/**
 * Finds the residual stream by name and by structure; where both find it they must agree.
 *
 * @param layers blocks of the model, from its config; without it only names are tried
 */
export function findResidual(graph: ModelGraph, hook: HookPoint, layers: number | null): LocatedResidual {
  if (layers !== null && (hook.blocks > layers || (hook.middle && hook.blocks >= layers))) {
    throw new Failure(
      'lens-invalid',
      `The hook point lies past the reader's ${layers} blocks.`,
      'Use the reader that the SAE was trained on.',
    )
  }
  const outputs = new Set(graph.nodes.flatMap((node) => node.outputs))
  const named = residualNames(hook).find((name) => outputs.has(name)) ?? null
  const structural = layers === null ? null : byStructure(graph, hook, layers)
  if (named !== null && structural !== null && structural.value !== named) {
    throw new Failure(
      'unsupported',
      `The reader's residual stream is unclear: by name it is ${named}, by structure ${structural.value}.`,
      'Export the reader with optimum, without fusing operators.',
    )
  }
  if (named !== null) return { graph, value: named }
  if (structural !== null) return structural
  throw new Failure(
    'unsupported',
    `The reader's residual stream after ${hook.blocks} blocks was not found in its graph.`,
    layers === null
      ? "Put the reader's config.json, which says how many blocks it has, into the lens."
      : 'Export the reader with optimum, without fusing operators.',
  )
}

function byStructure(graph: ModelGraph, hook: HookPoint, layers: number): LocatedResidual | null {
  const chain = residualChain(graph)
  const perBlock = chain.length / layers
  if (perBlock !== 1 && perBlock !== 2) return null
  if (hook.middle && perBlock === 1) return null
  const index = hook.blocks * perBlock + (hook.middle ? 1 : 0)
  const first = chain[0]
  if (index === 0) return first === undefined ? null : { graph, value: first.previous }
  const link = chain[index - 1]
  return link === undefined ? null : materialised(graph, link)
}

/** Adds the sum as nodes where a fused norm keeps it to itself. */
function materialised(graph: ModelGraph, { value, terms }: ResidualLink): LocatedResidual {
  if (value !== null) return { graph, value }
  const [first = '', ...others] = terms
  const nodes = others.map((term, index) => {
    const sum = index === 0 ? first : `etalon/residual_${index - 1}`
    return buildNode('Add', [sum, term], [`etalon/residual_${index}`])
  })
  return { graph: { ...graph, nodes: [...graph.nodes, ...nodes] }, value: `etalon/residual_${nodes.length - 1}` }
}
