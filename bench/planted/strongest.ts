import { type Planted, plantedShare } from './plant.ts'

/** Where one latent is active in a document, [active tokens] each: UTF-16 offsets of the token, end exclusive. */
export type ActiveTokens = {
  readonly starts: ArrayLike<number>
  readonly ends: ArrayLike<number>
  readonly activations: ArrayLike<number>
}

export type Strongest = {
  /** Of the strongest tokens, those on planted text, 0 to 1; 0 where there are too few. */
  readonly onPlanted: number
  /** Documents with the latent anywhere on what was planted, of all, 0 to 1: how much of the property's wordings it takes in. */
  readonly reach: number
  /** The largest share of the latent's total activation that one token string carries, 0 to 1, and the string. */
  readonly tokenShare: number
  readonly token: string
  /** The strongest tokens, each once, the strongest first. */
  readonly tokens: readonly string[]
}

/** Tokens looked at, and how many there must be for a share of them to mean anything. */
export const strongestTokens = 20
const fewestTokens = 5

/** More than this share of a text planted: every token lies there, whatever the latent reads, so it is not among the strongest. */
const mostPlanted = 0.5

/**
 * Where the latent's strongest tokens over planted documents lie. A token lies on planted text where it has a character in common with it.
 *
 * Token strings are compared without spaces around them and in lower case, so that ` I` and `i` are one: the share is then rather too large than too small.
 * It is taken over all documents, the strongest tokens only over those that are planted by half at most. Of equal activations the earlier comes first.
 */
export function strongestOf(documents: readonly Planted[], active: readonly ActiveTokens[]): Strongest {
  const found: { readonly value: number; readonly on: boolean; readonly string: string }[] = []
  const totals = new Map<string, number>()
  let total = 0
  let reached = 0
  for (const [at, document] of documents.entries()) {
    const { starts, ends, activations } = active[at]!
    const counts = plantedShare(document) <= mostPlanted
    let reaches = false
    for (let token = 0; token < activations.length; token++) {
      const [start, end, value] = [starts[token]!, ends[token]!, activations[token]!]
      const string = document.text.slice(start, end).trim().toLowerCase()
      totals.set(string, (totals.get(string) ?? 0) + value)
      total += value
      const on = start < document.end && end > document.start
      reaches ||= on
      if (counts) found.push({ value, on, string })
    }
    reached += +reaches
  }
  const top = found.sort((a, b) => b.value - a.value).slice(0, strongestTokens)
  let token = ''
  for (const [string, sum] of totals) if (sum > (totals.get(token) ?? 0)) token = string
  return {
    onPlanted: top.length < fewestTokens ? 0 : top.filter(({ on }) => on).length / top.length,
    reach: reached / Math.max(1, documents.length),
    tokenShare: total === 0 ? 0 : (totals.get(token) ?? 0) / total,
    token,
    tokens: [...new Set(top.map(({ string }) => string))],
  }
}
