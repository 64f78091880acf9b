import type { GraphBuilder } from '../graph/graph-builder.ts'
import { elementTypes } from '../graph/model-graph.ts'
import type { Readout } from '../inference/inference-model.ts'
import type { SaeActivation, SaeEncoder } from './sae-encoder.ts'

/** Those that keep a fixed number of latents of a token. */
type Selection = Extract<SaeActivation, { kind: 'topk' | 'groupmax' }>
/** Those in which each latent is judged by itself. */
type Rule = Exclude<SaeActivation, Selection>

/** Adds what turns the products y W [tokens, dSae] into what is read out. */
export function addActivation(builder: GraphBuilder, products: string, encoder: SaeEncoder): Readout {
  const { activation } = encoder
  if (activation.kind === 'topk') return topLatents(builder, products, encoder, activation)
  if (activation.kind === 'groupmax') return largestOfGroups(builder, products, encoder, activation.groups)
  return candidateGroups(builder, products, encoder, activation)
}

/**
 * Adds what lets only candidates out of the products y W [tokens, dSae]: groups of neighbouring latents whose largest product
 * passes the lowest limit in the group.
 *
 * Biases and thresholds are left to the readout, where they touch only candidates: the products are written once, and read once to
 * find the maxima, which takes a tenth of the time that comparing and listing every one of them does.
 */
function candidateGroups(builder: GraphBuilder, products: string, encoder: SaeEncoder, activation: Rule): Readout {
  const { dSae } = encoder
  const rule = linearRule(encoder, activation)
  const width = groupWidth(dSae)
  const groups = dSae / width
  const lowest = Float32Array.from({ length: groups }, (_, group) =>
    rule.limit.subarray(group * width, (group + 1) * width).reduce((a, b) => Math.min(a, b)),
  )
  const largest = builder.reduce('ReduceMax', builder.node('Reshape', [products, builder.integers(-1, groups, width)]), 2, false)
  const candidate = builder.node('Reshape', [builder.node('Greater', [largest, builder.floats(lowest)]), builder.integers(-1)])
  const place = builder.node('Reshape', [builder.node('NonZero', [candidate]), builder.integers(-1)])
  return {
    kind: 'groups',
    index: builder.node('Cast', [place], { to: elementTypes.int32 }),
    value: builder.node('Gather', [builder.node('Reshape', [products, builder.integers(-1, width)]), place], { axis: 0 }),
    width,
    latents: dSae,
    ...rule,
  }
}

type LinearRule = Pick<Readout & { kind: 'groups' }, 'limit' | 'scale' | 'shift'>

/** Activation functions as: where p > limit, p * scale + shift. */
function linearRule({ bias, dSae }: SaeEncoder, activation: Rule): LinearRule {
  if (activation.kind === 'gated') {
    const { magnitudeScale, magnitudeBias } = activation
    // Gate p + bias > 0 and magnitude p * scale + magnitudeBias > 0, with scale > 0.
    const limit = bias.map((each, latent) => Math.max(-each, -(magnitudeBias[latent] ?? 0) / (magnitudeScale[latent] ?? 1)))
    return { limit, scale: magnitudeScale, shift: magnitudeBias }
  }
  if (activation.kind === 'relu' && activation.scale !== null) {
    const { scale } = activation
    const limit = bias.map((each, latent) => (scale[latent]! > 0 ? -each : Infinity))
    return { limit, scale, shift: bias.map((each, latent) => each * scale[latent]!) }
  }
  const threshold = activation.kind === 'jumprelu' ? activation.threshold : new Float32Array(dSae)
  return { limit: bias.map((each, latent) => Math.max(threshold[latent] ?? 0, 0) - each), scale: null, shift: bias }
}

/** Latents in a group: about the root of their number over 55, where looking for groups and looking into them cost the same. */
function groupWidth(dSae: number): number {
  for (let width = 2 ** Math.round(Math.log2(Math.sqrt(dSae / 55))); width > 1; width /= 2) if (dSae % width === 0) return width
  return 1
}

/** Adds the k largest pre-activations of each token. */
function topLatents(
  builder: GraphBuilder,
  products: string,
  { bias }: SaeEncoder,
  { k, scale, divided }: SaeActivation & { kind: 'topk' },
): Readout {
  const pre = builder.node('Add', [products, builder.floats(bias)])
  const scales = scale === null ? null : builder.floats(scale)
  const ranked = scales === null ? pre : builder.node('Mul', [pre, scales])
  const [largest = '', latent = ''] = builder.nodeWith(2, 'TopK', [ranked, builder.integers(k)], { axis: -1, sorted: 0 })
  const isDivided = divided && scales !== null
  const value = isDivided ? builder.node('Div', [largest, builder.node('Gather', [scales, latent], { axis: 0 })]) : largest
  return { kind: 'top', index: builder.node('Cast', [latent], { to: elementTypes.int32 }), value }
}

/** Adds the largest pre-activation of each run of neighbouring latents. */
function largestOfGroups(builder: GraphBuilder, products: string, { bias, dSae }: SaeEncoder, groups: number): Readout {
  const width = dSae / groups
  const pre = builder.node('Add', [products, builder.floats(bias)])
  const grouped = builder.node('Reshape', [pre, builder.integers(-1, groups, width)])
  const [largest = '', place = ''] = builder.nodeWith(2, 'TopK', [grouped, builder.integers(1)], { axis: -1 })
  const rows = builder.integers(-1, groups)
  const firsts = builder.integers(...Array.from({ length: groups }, (_, group) => group * width))
  const latent = builder.node('Add', [builder.node('Reshape', [place, rows]), firsts])
  return {
    kind: 'top',
    index: builder.node('Cast', [latent], { to: elementTypes.int32 }),
    value: builder.node('Reshape', [largest, rows]),
  }
}
