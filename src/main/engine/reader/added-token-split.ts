import type { AddedToken } from './tokenizer-json.ts'

/** A stretch of text; `id` null where the model still has to cut it. */
export type Stretch = { readonly id: number | null; readonly start: number; readonly end: number }

const word = /^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}]/u
const wordAtEnd = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}]$/u
const space = /^\p{White_Space}/u

/**
 * Splits a text at the tokens that were added to the vocabulary by hand, as huggingface/tokenizers does: the leftmost longest
 * first, those that match the raw text before those that match the normalised one.
 */
export function addedTokenSplitter(tokens: readonly AddedToken[]): (text: string) => readonly Stretch[] {
  const rounds = [tokens.filter((each) => !each.normalized), tokens.filter((each) => each.normalized)]
  const splitters = rounds.filter((each) => each.length > 0).map(splitter)
  return (text) =>
    splitters.reduce<readonly Stretch[]>(
      (stretches, split) => stretches.flatMap((each) => (each.id === null ? split(text, each) : [each])),
      [{ id: null, start: 0, end: text.length }],
    )
}

function splitter(tokens: readonly AddedToken[]): (text: string, stretch: Stretch) => readonly Stretch[] {
  const byContent = new Map(tokens.map((each) => [each.content, each]))
  const longestFirst = [...byContent.keys()].sort((a, b) => b.length - a.length)
  const pattern = new RegExp(longestFirst.map(literal).join('|'), 'g')

  return (whole, { start: offset, end }) => {
    const text = offset === 0 && end === whole.length ? whole : whole.slice(offset, end)
    const stretches: Stretch[] = []
    let done = 0
    for (const match of text.matchAll(pattern)) {
      const token = byContent.get(match[0])
      let from = match.index
      let to = from + match[0].length
      if (token === undefined) continue
      if (token.single_word && (wordAtEnd.test(text.slice(Math.max(0, from - 2), from)) || word.test(text.slice(to, to + 2))))
        continue
      if (token.lstrip) while (from > done && space.test(text[from - 1] ?? '')) from--
      if (token.rstrip) while (space.test(text[to] ?? '')) to++
      if (from > done) stretches.push({ id: null, start: offset + done, end: offset + from })
      stretches.push({ id: token.id, start: offset + from, end: offset + to })
      done = to
    }
    if (done < text.length) stretches.push({ id: null, start: offset + done, end: offset + text.length })
    return stretches
  }
}

/** A text as a regular expression that matches just it. */
function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
