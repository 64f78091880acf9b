import { visibleParts } from './visible-text.ts'

/** Which tokens of a text one latent lights: positions ascending, activations beside, [tokens lit] each. */
export type TokenLights = { readonly positions: Int32Array; readonly activations: Float32Array }
/** One of several latents on a token: its place among those lit, and its activation there. */
export type Light = { readonly slot: number; readonly activation: number }

/**
 * A run of text as it is shown: plain (`token` null), or the whole or a part of one lit or chosen token. `text` is what is shown,
 * `start` and `end` are what it stands for, in UTF-16 units of the whole text; a sign stands for a hidden character.
 */
export type TokenSegment = {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly sign: boolean
  readonly token: number | null
}

/** A piece of a text that is drawn as one: characters from `start` to before `end`, tokens likewise. */
export type TextChunk = { readonly start: number; readonly end: number; readonly firstToken: number; readonly lastToken: number }

/**
 * Cuts a text in chunks of about so many characters, at line ends where there are some near, else at token starts.
 *
 * Tokens lie in one chunk each. The chunks cover the text without gaps.
 */
export function textChunks(text: string, starts: Int32Array, size = 4000): readonly TextChunk[] {
  const chunks: TextChunk[] = []
  let start = 0
  let token = 0
  while (start < text.length) {
    const end = cutNear(text, starts, start + size)
    const first = token
    while (token < starts.length && (starts[token] ?? 0) < end) token++
    chunks.push({ start, end, firstToken: first, lastToken: token })
    start = end
  }
  return chunks
}

/** The cut nearest below or above an aim: a line’s end within 8000 characters, else a token's start, never inside a token. */
function cutNear(text: string, starts: Int32Array, aim: number): number {
  if (aim >= text.length) return text.length
  const line = text.indexOf('\n', aim) + 1
  const wanted = line > 0 && line - aim < 8000 ? line : aim
  const next = firstAtLeast(starts, wanted)
  if (next < starts.length) return starts[next] ?? text.length
  // Beyond the last token, or in a text without tokens: between characters.
  if (starts.length > 0) return text.length
  const code = text.charCodeAt(wanted)
  return code >= 0xdc00 && code <= 0xdfff ? wanted + 1 : wanted
}

/** Index of the first value of an ascending list that is at least `value`; its length where none is. */
export function firstAtLeast(list: Int32Array, value: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** The token that an offset of the text lies in; null between tokens. */
export function tokenAt(starts: Int32Array, ends: Int32Array, offset: number): number | null {
  const token = firstAtLeast(starts, offset + 1) - 1
  return token >= 0 && offset < (ends[token] ?? 0) ? token : null
}

/** For every lit token of a range its lights, by token. */
export function lightsIn(lights: readonly TokenLights[], first: number, last: number): ReadonlyMap<number, readonly Light[]> {
  const found = new Map<number, Light[]>()
  lights.forEach(({ positions, activations }, slot) => {
    for (let at = firstAtLeast(positions, first); at < positions.length && (positions[at] ?? 0) < last; at++) {
      const token = positions[at] ?? 0
      const light = { slot, activation: activations[at] ?? 0 }
      const before = found.get(token)
      if (before === undefined) found.set(token, [light])
      else before.push(light)
    }
  })
  return found
}

/** The segments of a chunk: cut at the given tokens (ascending), hidden characters as signs of their own. */
export function tokenSegments(
  text: string,
  { start, end }: Pick<TextChunk, 'start' | 'end'>,
  tokens: readonly { readonly token: number; readonly start: number; readonly end: number }[],
): readonly TokenSegment[] {
  const segments: TokenSegment[] = []
  let cursor = start
  for (const span of tokens) {
    const from = Math.max(span.start, cursor)
    const to = Math.min(span.end, end)
    if (to <= from) continue
    if (from > cursor) addRun(segments, text, cursor, from, null)
    addRun(segments, text, from, to, span.token)
    cursor = to
  }
  if (cursor < end) addRun(segments, text, cursor, end, null)
  return segments
}

function addRun(segments: TokenSegment[], text: string, start: number, end: number, token: number | null): void {
  let cursor = start
  for (const part of visibleParts(text.slice(start, end), 'keep', text.slice(Math.max(0, start - 2), start))) {
    // A sign stands for one character; other parts are as they are.
    const length = part.control ? ((text.codePointAt(cursor) ?? 0) > 0xffff ? 2 : 1) : part.text.length
    segments.push({ text: part.text, start: cursor, end: cursor + length, sign: part.control, token })
    cursor += length
  }
}
