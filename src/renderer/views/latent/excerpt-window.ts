/** How much of an example is shown around its strongest token. */
export const contexts = ['stacked', 'snippet', 'full'] as const
export type Context = (typeof contexts)[number]

/** Words on either side of the token, and at most so many characters: text without spaces has few words. */
const reach = { stacked: { words: 3, characters: 36 }, snippet: { words: 8, characters: 110 } } as const

/** A part of an excerpt, by offsets in the document. */
export type Window = { readonly from: number; readonly to: number }

/**
 * The part of an excerpt around the token `start`..`end` (offsets in the document, as `from` is).
 *
 * Cut between words; a word longer than the reach is cut between characters.
 */
export function excerptWindow(
  { text, from, start, end }: { readonly text: string; readonly from: number; readonly start: number; readonly end: number },
  context: Context,
): Window {
  if (context === 'full') return { from, to: from + text.length }
  const { words, characters } = reach[context]
  return {
    from: start - leftOf(text.slice(0, Math.max(0, start - from)), words, characters),
    to: end + rightOf(text.slice(Math.max(0, end - from)), words, characters),
  }
}

/** Characters of the last words of a text. */
function leftOf(text: string, words: number, characters: number): number {
  const near = whole(text.slice(-characters), 'low')
  const found = [...near.matchAll(/\S+\s*/g)].slice(-words)
  const first = found[0]?.index ?? near.length
  // What was cut inside a word begins after it, unless it is all there is.
  const inWord = near.length < text.length && first === 0 && !/\s$/.test(text.slice(0, -near.length))
  return near.length - (inWord && found.length > 1 ? (found[1]?.index ?? 0) : first)
}

function rightOf(text: string, words: number, characters: number): number {
  const near = whole(text.slice(0, characters), 'high')
  const found = [...near.matchAll(/\s*\S+/g)].slice(0, words)
  const last = found.at(-1)
  const end = last === undefined ? 0 : last.index + last[0].length
  const inWord = end === near.length && near.length < text.length && !/^\s/.test(text.slice(near.length))
  return inWord && found.length > 1 && last !== undefined ? last.index : end
}

/** Without the half of a surrogate pair that a cut may have left. */
function whole(text: string, half: 'low' | 'high'): string {
  return half === 'low' ? text.replace(/^[\uDC00-\uDFFF]/, '') : text.replace(/[\uD800-\uDBFF]$/, '')
}
