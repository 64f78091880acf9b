/**
 * A text with tokens set in « and ». Neighbouring marked tokens share one pair; white space at the ends of a pair is left outside.
 *
 * A backslash stands before every « and » of the text itself, and before every backslash that ends up directly before such a sign, so that
 * marks can be told from text.
 *
 * @param starts spans in UTF-16 offsets, ascending, [tokens]; so `ends`, exclusive
 * @param marked [tokens], 1 where marked
 */
export function markTokens(text: string, starts: ArrayLike<number>, ends: ArrayLike<number>, marked: Uint8Array): string {
  let written = ''
  let done = 0
  for (let token = 0; token < marked.length; token++) {
    if (marked[token] !== 1) continue
    const start = starts[token]!
    let end = ends[token]!
    while (token + 1 < marked.length && marked[token + 1] === 1 && starts[token + 1]! <= end) end = Math.max(end, ends[++token]!)
    const [from, to] = trimmed(text, Math.max(start, done), end)
    if (from >= to) continue
    written += `${escapeMarks(text.slice(done, from))}«${escapeMarks(text.slice(from, to))}»`
    done = to
  }
  // At the very end nothing follows that a backslash could be mistaken to belong to.
  return written + escapeMarks(text.slice(done) + plain).slice(0, -1)
}

/** Any sign that needs no escape. */
const plain = '.'

function escapeMarks(text: string): string {
  return text.replaceAll(/\\+(?=[«»]|$)/g, '$&$&').replaceAll(/[«»]/g, String.raw`\$&`)
}

/** The span without white space at its ends, if it has anything else, on the borders of characters. */
function trimmed(text: string, start: number, end: number): readonly [number, number] {
  let from = isLow(text, start) && start > 0 ? start - 1 : start
  let to = isLow(text, end) ? end + 1 : end
  if (text.slice(from, to).trim() === '') return [from, to]
  while (text.slice(from, from + 1).trim() === '') from++
  while (text.slice(to - 1, to).trim() === '') to--
  return [from, to]
}

/** Whether the second half of a surrogate pair is at an offset. */
function isLow(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff
}
