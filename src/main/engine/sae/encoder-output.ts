import type { GraphBuilder } from '../graph/graph-builder.ts'
import { elementTypes } from '../graph/model-graph.ts'
import type { Readout } from '../inference/inference-model.ts'
import type { SaeActivation, SaeEncoder } from './sae-encoder.ts'

/**
 * Adds what lets only candidates out of the products y W [tokens, dSae]: groups of neighbouring latents whose largest product
 * passes the lowest limit in the group.
 *
 * Biases and thresholds are left to the readout, where they touch only candidates: the products are written once, and read once to
 * find the maxima, which takes a tenth of the time that comparing and listing every one of them does.
 */
export function candidateGroups(
  builder: GraphBuilder,
  products: string,
  encoder: SaeEncoder,
  activation: Exclude<SaeActivation, { kind: 'topk' }>,
): Readout {
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
function linearRule({ bias, dSae }: SaeEncoder, activation: Exclude<SaeActivation, { kind: 'topk' }>): LinearRule {
  if (activation.kind === 'gated') {
    const { magnitudeScale, magnitudeBias } = activation
    // Gate p + bias > 0 and magnitude p * scale + magnitudeBias > 0, with scale > 0.
    const limit = bias.map((each, latent) => Math.max(-each, -(magnitudeBias[latent] ?? 0) / (magnitudeScale[latent] ?? 1)))
    return { limit, scale: magnitudeScale, shift: magnitudeBias }
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
export function topLatents(
  builder: GraphBuilder,
  products: string,
  { bias }: SaeEncoder,
  { k, scale }: SaeActivation & { kind: 'topk' },
): Readout {
  const pre = builder.node('Add', [products, builder.floats(bias)])
  const scaled = scale === null ? pre : builder.node('Mul', [pre, builder.floats(scale)])
  const [value = '', latent = ''] = builder.nodeWith(2, 'TopK', [scaled, builder.integers(k)], { axis: -1, sorted: 0 })
  return { kind: 'top', index: builder.node('Cast', [latent], { to: elementTypes.int32 }), value }
}
