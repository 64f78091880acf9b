import { Failure } from '../../../contract/failure.ts'
import { buildNode } from '../graph/build-node.ts'
import type { ModelGraph } from '../graph/model-graph.ts'
import { shownName } from '../../../contract/shown-name.ts'
import type { HookPoint } from './hook-point.ts'
import { residualChain, type ResidualChain, type StreamPlace } from './residual-chain.ts'
import { residualNames } from './residual-names.ts'
import { residualWidth } from './residual-width.ts'

/** A graph in which `value`, [rows, sequence, width], is the residual stream at a hook point. */
export type LocatedResidual = { readonly graph: ModelGraph; readonly value: string }

/** Blocks of a reader and width of its residual stream, as its config or its SAE says; null where neither does. */
export type ReaderShape = { readonly layers: number | null; readonly width: number | null }

/**
 * Finds the residual stream by structure and by name, and checks the two against each other and against what is known of the reader.
 *
 * Where the number of blocks is not known, a value is taken that has the right name and lies where the structure would have it.
 * Throws Failure 'unsupported' or 'lens-invalid'.
 */
export function findResidual(graph: ModelGraph, hook: HookPoint, { layers, width }: ReaderShape): LocatedResidual {
  refuseEmbedded(graph)
  if (layers !== null && (hook.blocks > layers || (hook.middle && hook.blocks >= layers))) {
    throw new Failure(
      'lens-invalid',
      `The hook point lies past the reader's ${layers} blocks.`,
      'Use the reader that the SAE was trained on.',
    )
  }
  const chain = residualChain(graph)
  if (chain === null) {
    throw new Failure(
      'unsupported',
      'The reader has no plain residual stream: a chain of sums from its embeddings to its output was not found in its graph.',
      exportAgain,
    )
  }
  const found = layers === null ? byName(graph, hook, chain) : byStructure(graph, hook, chain, layers)
  const located = materialised(graph, found)
  const graphWidth = residualWidth(located.graph, located.value)
  if (width !== null && graphWidth !== null && width !== graphWidth) {
    throw new Failure(
      'lens-invalid',
      `The reader's residual stream is ${graphWidth} wide by its graph, but ${width} are expected.`,
      'Use the reader that the SAE was trained on, with its own config.json.',
    )
  }
  return located
}

const exportAgain = 'Export the reader with optimum, without fusing operators.'

/** Models that also take images come in two files: one looks the tokens up, the other begins with what that gives. */
function refuseEmbedded({ inputs }: ModelGraph): void {
  if (inputs.some((each) => each.name === 'input_ids') || !inputs.some((each) => each.name === 'inputs_embeds')) return
  throw new Failure(
    'unsupported',
    'The reader begins with embeddings (inputs_embeds): the part that makes them from tokens is in another file, embed_tokens.onnx.',
    'Use an export in one piece, as optimum makes it for the task text-generation.',
  )
}

function byStructure(graph: ModelGraph, hook: HookPoint, chain: ResidualChain, layers: number): StreamPlace {
  const perBlock = chain.sums.length / layers
  if (!fits(chain, perBlock)) {
    throw new Failure(
      'lens-invalid',
      `The reader has ${layers} blocks by its config, but its graph adds to the residual stream ${chain.sums.length} times.`,
      'Put the config.json of this very model beside it, or export the reader with optimum, without fusing operators.',
    )
  }
  refuseMiddle(hook, chain, perBlock)
  const place = placeAt(chain, hook, perBlock)
  const named = residualNames(graph, hook, chain.postNorm)
  if (place !== undefined && (named.length === 0 || (named.length === 1 && named[0] === place.value))) return place
  throw new Failure(
    'unsupported',
    `The reader's residual stream is unclear: by name it is ${named.slice(0, 3).map(shownName).join(' or ')}, by structure ${shownName(place?.value ?? 'a sum within a norm')}.`,
    exportAgain,
  )
}

function byName(graph: ModelGraph, hook: HookPoint, chain: ResidualChain): StreamPlace {
  // What enters the first block is the same however many there are.
  if (hook.blocks === 0 && !hook.middle) return chain.entry
  const named = residualNames(graph, hook, chain.postNorm)
  for (const perBlock of hook.middle ? [2] : [1, 2]) {
    const place = fits(chain, perBlock) ? placeAt(chain, hook, perBlock) : undefined
    if (place?.value != null && named.includes(place.value)) return place
  }
  throw new Failure(
    'unsupported',
    `The reader's residual stream after ${hook.blocks} blocks was not found in its graph.`,
    "Put the reader's config.json, which says how many blocks it has, into the lens.",
  )
}

/** Whether a chain can be that of blocks with so many sums each: attention is in each block, and once. */
function fits({ sums, attends }: ResidualChain, perBlock: number): boolean {
  if (perBlock === 1) return attends.every((each) => each) || !attends.includes(true)
  return perBlock === 2 && sums.every((_, index) => index % 2 === 0 || attends[index] !== true || attends[index - 1] !== true)
}

function placeAt({ entry, sums }: ResidualChain, { blocks, middle }: HookPoint, perBlock: number): StreamPlace | undefined {
  const before = blocks * perBlock + (middle ? 1 : 0)
  return before === 0 ? entry : sums[before - 1]
}

function refuseMiddle(hook: HookPoint, { postNorm }: ResidualChain, perBlock: number): void {
  if (!hook.middle || (perBlock === 2 && !postNorm)) return
  throw new Failure(
    'unsupported',
    postNorm
      ? 'The reader normalises after each sum: between attention and feed-forward part it has no residual stream.'
      : 'The reader runs attention and feed-forward part side by side: there is nothing between them.',
    'Choose an SAE trained on a hook like blocks.6.hook_resid_post.',
  )
}

/** Adds the sum as nodes where a fused norm keeps it to itself. */
function materialised(graph: ModelGraph, { value, terms }: StreamPlace): LocatedResidual {
  if (value !== null) return { graph, value }
  const [first = '', ...others] = terms
  const nodes = others.map((term, index) => {
    const sum = index === 0 ? first : `etalon/residual_${index - 1}`
    return buildNode('Add', [sum, term], [`etalon/residual_${index}`])
  })
  return { graph: { ...graph, nodes: [...graph.nodes, ...nodes] }, value: `etalon/residual_${nodes.length - 1}` }
}
