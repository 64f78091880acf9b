import type { ActivationSource, Compared, Presence } from '../../../../src/main/engine/analysis/diff/compared.ts'
import type { Random } from '../../../../src/main/engine/numerics/seeded-random.ts'

/** Documents with nothing special: each its own unit, halves alternate, all of 100 tokens, no controls, no pairs. */
export function comparedOf(group: ArrayLike<number>, changes: Partial<Compared> = {}): Compared {
  const documents = group.length
  const units = changes.units ?? documents
  return {
    documents,
    groups: Math.max(1, ...Array.from(group, (each) => each + 1)),
    group: Uint8Array.from(group),
    unit: Uint32Array.from({ length: documents }, (_, at) => at),
    units,
    half: Uint8Array.from({ length: units }, (_, at) => at % 2),
    tokens: new Uint32Array(documents).fill(100),
    control: new Uint32Array(documents),
    pair: null,
    ...changes,
  }
}

/** Latents by the documents where they are present, with activation 1 on 1 token. */
export function sourceOf(present: readonly ArrayLike<number>[]): ActivationSource {
  const lists = present.map((each) => Uint32Array.from(each).sort())
  const longest = Math.max(0, ...lists.map((each) => each.length))
  const maxima = new Float32Array(longest).fill(1)
  const tokensActive = new Uint32Array(longest).fill(1)
  return {
    dSae: lists.length,
    each: (visit) =>
      lists.forEach((documents, latent) => visit(latent, { documents, maxima, tokensActive, count: documents.length })),
  }
}

export function presenceOf(dSae: number): Presence {
  return { thresholds: new Float32Array(dSae), minTokens: 1 }
}

/** Documents, each present with the probability that `chance` gives. Rare ones are reached by leaps, so that it costs what is present. */
export function drawPresent(documents: number, chance: number, random: Random): Uint32Array {
  const found: number[] = []
  if (chance <= 0) return new Uint32Array(0)
  const scale = Math.log1p(-Math.min(chance, 1 - 1e-12))
  for (let at = Math.floor(Math.log(1 - random()) / scale); at < documents; at += 1 + Math.floor(Math.log(1 - random()) / scale))
    found.push(at)
  return Uint32Array.from(found)
}

/** Two independent standard normal numbers (Box and Muller 1958); the first. */
export function normalDraw(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
