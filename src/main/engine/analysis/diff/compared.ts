/** The documents of a comparison, of all its groups in one numbering. */
export type Compared = {
  readonly documents: number
  readonly groups: number
  /** [documents], 0 the target, 1.. the others; of a trend, the place in the order. */
  readonly group: Uint8Array
  /** [documents], from 0 without gaps over all groups: what shares a prompt or a source has one number, on whichever side. */
  readonly unit: Uint32Array
  readonly units: number
  /**
   * False where units are (nearly) equal texts only, not prompts or sources: then those on both sides are the same text on both, and to
   * compare within them would find nothing and drop the rest. Left out, true.
   */
  readonly keyed?: boolean
  /** [units], 0 or 1: the halves for `replicated`. */
  readonly half: Uint8Array
  /** [documents], length in tokens. */
  readonly tokens: Uint32Array
  /** [documents], number of the combined values of the control columns, 0 where none. */
  readonly control: Uint32Array
  /** [documents], number of the key that pairs, from 0, -1 without one; a key has at most one document in each group. Null: not paired. */
  readonly pair: Int32Array | null
}

/** Of one latent: every document where its activation is above 0. Views, good until the visit returns. */
export type Active = {
  /** [count], index in `Compared`, ascending. */
  readonly documents: Uint32Array
  /** [count], pooled activation. */
  readonly maxima: Float32Array
  /** [count], tokens with activation above 0. */
  readonly tokensActive: Uint32Array
  readonly count: number
}

/** Latents with their active documents, ascending; those active nowhere may be left out. */
export type ActivationSource = {
  readonly dSae: number
  each(visit: (latent: number, active: Active) => void): void
}

/** Of pairs cut to equal length: activations within the first and within the last min(T) tokens of each document, in the same numbering. */
export type CutSources = { readonly first: ActivationSource; readonly last: ActivationSource }

/** When a latent counts as present: pooled activation above its threshold, on at least `minTokens` tokens above 0. */
export type Presence = {
  /** [dSae] */
  readonly thresholds: Float32Array
  readonly minTokens: number
}

/** Which documents a contrast sets against which. */
export type Sides = {
  /** [documents], 0 target, 1 other, 2 left out. */
  readonly side: Uint8Array
  readonly target: number
  readonly other: number
}

/** [documents]: 0 in group 0, 1 in group `other` (null: in any but group 0), 2 elsewhere and where `used` is 0. */
export function sidesOf({ documents, group }: Compared, other: number | null, used: Uint8Array): Sides {
  const side = new Uint8Array(documents).fill(2)
  const counts: [number, number] = [0, 0]
  for (let document = 0; document < documents; document++) {
    if (used[document] === 0) continue
    const its = group[document]!
    if (its !== 0 && other !== null && its !== other) continue
    side[document] = its === 0 ? 0 : 1
    counts[side[document] as 0 | 1]++
  }
  return { side, target: counts[0], other: counts[1] }
}

/** Writes to `into` the documents where the latent is present, ascending, and returns how many. */
export function presentDocuments(active: Active, threshold: number, minTokens: number, into: Uint32Array): number {
  const { documents, maxima, tokensActive, count } = active
  let present = 0
  for (let entry = 0; entry < count; entry++) {
    // Written in any case and kept only where present: no branch to mispredict.
    into[present] = documents[entry]!
    present += +(maxima[entry]! > threshold && tokensActive[entry]! >= minTokens)
  }
  return present
}
