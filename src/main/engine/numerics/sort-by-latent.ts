import type { ActivationBlock } from './activation-block.ts'

/** A block's activations latent by latent. Entries of run r are `starts[r]` to `starts[r + 1]`. */
export type LatentRuns = {
  /** [runs], ascending: the latents that are active in the block. */
  readonly latents: Uint32Array
  /** [runs + 1] */
  readonly starts: Uint32Array
  /** [nonzeros], token index in the block, ascending within a run. */
  readonly tokens: Uint32Array
  /** [nonzeros] */
  readonly values: Float32Array
}

/** Sorts a block's activations by latent, then by token, by counting: O(nonzeros + tokens + dSae). */
export function sortByLatent(block: ActivationBlock, dSae: number): LatentRuns {
  const sorted = sortByToken(block)
  const nonzeros = sorted.latents.length
  const cursors = new Uint32Array(dSae + 1)
  for (let entry = 0; entry < nonzeros; entry++) {
    const latent = sorted.latents[entry]!
    const value = sorted.values[entry]!
    if (!(latent < dSae)) throw new Error(`latent ${latent} of an SAE with ${dSae}`)
    if (!(value > 0 && value < Infinity))
      throw new Error(`activation ${value} of latent ${latent} at token ${sorted.tokens[entry]}`)
    cursors[latent + 1]!++
  }
  let active = 0
  for (let latent = 0; latent < dSae; latent++) {
    if (cursors[latent + 1]! > 0) active++
    cursors[latent + 1]! += cursors[latent]!
  }
  const latents = new Uint32Array(active)
  const starts = new Uint32Array(active + 1)
  for (let latent = 0, run = 0; latent < dSae; latent++) {
    if (cursors[latent]! === cursors[latent + 1]!) continue
    latents[run] = latent
    starts[++run] = cursors[latent + 1]!
  }
  const tokens = new Uint32Array(nonzeros)
  const values = new Float32Array(nonzeros)
  for (let entry = 0; entry < nonzeros; entry++) {
    const at = cursors[sorted.latents[entry]!]!++
    tokens[at] = sorted.tokens[entry]!
    values[at] = sorted.values[entry]!
  }
  return { latents, starts, tokens, values }
}

type TokenMajor = { readonly tokens: Uint32Array; readonly latents: Uint32Array; readonly values: Float32Array }

/** The same entries ordered by token; not copied where they already are. */
function sortByToken(block: ActivationBlock): TokenMajor {
  const { activationToken, activationLatent, activationValue, tokenIds } = block
  const nonzeros = activationToken.length
  let inOrder = true
  for (let entry = 1; entry < nonzeros && inOrder; entry++) inOrder = activationToken[entry - 1]! <= activationToken[entry]!
  if (inOrder && (nonzeros === 0 || activationToken[nonzeros - 1]! < tokenIds.length)) {
    return { tokens: activationToken, latents: activationLatent, values: activationValue }
  }
  const cursors = new Uint32Array(tokenIds.length + 1)
  for (let entry = 0; entry < nonzeros; entry++) {
    const token = activationToken[entry]!
    if (!(token < tokenIds.length)) throw new Error(`token ${token} of a block with ${tokenIds.length}`)
    cursors[token + 1]!++
  }
  for (let token = 0; token < tokenIds.length; token++) cursors[token + 1]! += cursors[token]!
  const tokens = new Uint32Array(nonzeros)
  const latents = new Uint32Array(nonzeros)
  const values = new Float32Array(nonzeros)
  for (let entry = 0; entry < nonzeros; entry++) {
    const at = cursors[activationToken[entry]!]!++
    tokens[at] = activationToken[entry]!
    latents[at] = activationLatent[entry]!
    values[at] = activationValue[entry]!
  }
  return { tokens, latents, values }
}
