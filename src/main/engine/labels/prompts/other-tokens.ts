import type { Passage } from '../evidence/passage.ts'
import { type Random, shuffle } from '../../numerics/seeded-random.ts'

/**
 * [tokens] of a passage, 1 on as many tokens as are marked, chosen among those on which the latent is not active at all; null where there
 * are not that many. Where a marked token has letters or digits, tokens with such come first, so that marks on mere punctuation do not
 * give a passage away.
 */
export function otherTokens({ text, starts, ends, marked, active }: Passage, random: Random): Uint8Array | null {
  const hasWord = (token: number) => /[\p{L}\p{N}]/u.test(text.slice(starts[token]!, ends[token]!))
  const own: number[] = []
  const others: number[] = []
  for (let token = 0; token < marked.length; token++) {
    if (marked[token] === 1) own.push(token)
    else if (active[token] === 0 && ends[token]! > starts[token]! && !sharesCharacter(token)) others.push(token)
  }
  if (own.length === 0 || others.length < own.length) return null
  shuffle(others, random)
  if (own.some(hasWord)) others.sort((a, b) => Number(hasWord(b)) - Number(hasWord(a)))
  const chosen = new Uint8Array(marked.length)
  for (const token of others.slice(0, own.length)) chosen[token] = 1
  return chosen

  /** Tokens that are parts of one character stand for the same span. */
  function sharesCharacter(token: number): boolean {
    const before = token > 0 && active[token - 1] === 1 && ends[token - 1]! > starts[token]!
    const after = token + 1 < active.length && active[token + 1] === 1 && starts[token + 1]! < ends[token]!
    return before || after
  }
}
