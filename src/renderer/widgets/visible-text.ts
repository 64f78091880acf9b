/**
 * Corpus text is not trusted: what would be invisible, reorder other text or drive a terminal is shown by its name instead.
 * Zero-width joiners stay where a script or an emoji needs them, that is after a letter, mark or pictograph that joins.
 */

/** A run of text, or the name of one character that is shown in its place. */
export type VisiblePart = { readonly text: string; readonly control: boolean }

const controls =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(' ')

const names: Readonly<Record<number, string>> = {
  0x7f: 'DEL',
  0x85: 'NEL',
  0xad: 'SHY',
  0x61c: 'ALM',
  0x180e: 'MVS',
  0x200b: 'ZWSP',
  0x200c: 'ZWNJ',
  0x200d: 'ZWJ',
  0x200e: 'LRM',
  0x200f: 'RLM',
  0x2028: 'LS',
  0x2029: 'PS',
  0x202a: 'LRE',
  0x202b: 'RLE',
  0x202c: 'PDF',
  0x202d: 'LRO',
  0x202e: 'RLO',
  0x2060: 'WJ',
  0x2066: 'LRI',
  0x2067: 'RLI',
  0x2068: 'FSI',
  0x2069: 'PDI',
  0xfeff: 'BOM',
}

// Cc but tab and line feed, Cf but joiners in their place, line separators, lone surrogates, and joiners out of place.
const hidden =
  /(?![\t\n])\p{Cc}|(?![\u200C\u200D])\p{Cf}|[\u2028\u2029\p{Cs}]|(?<![\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200C\u200D]/gu
// Asked of one character: Chromium 156 finds none beyond U+FFFF in `[…]$`.
const joinable = /[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}]/u
const hiddenOrBreak = new RegExp(`\\r?\\n|\\t|${hidden.source}`, 'gu')
const anything = new RegExp(hiddenOrBreak.source, 'u')

/**
 * Text in parts, hidden characters by name.
 *
 * @param lines `keep` leaves tabs and line breaks as they are; `mark` shows them as signs, for excerpts on one line
 * @param before what stands before the text, of which the last character says whether a joiner at the start is in its place
 */
export function visibleParts(text: string, lines: 'keep' | 'mark', before = ''): readonly VisiblePart[] {
  if (!anything.test(text)) return text === '' ? [] : [{ text, control: false }]
  const parts: VisiblePart[] = []
  let end = 0
  const last = Array.from(before.slice(-2)).at(-1) ?? ''
  const joined = joinable.test(last) ? last : ''
  for (const { 0: found, index } of (joined + text).matchAll(lines === 'mark' ? hiddenOrBreak : hidden)) {
    const name = nameOf(found)
    const start = index - joined.length
    if (name === '' || (found === '\r' && text[start + 1] === '\n')) continue
    if (start > end) parts.push({ text: text.slice(end, start), control: false })
    parts.push({ text: name, control: true })
    end = start + found.length
  }
  if (end < text.length) parts.push({ text: text.slice(end), control: false })
  return parts
}

/** The same in one string, for names, attributes and tooltips. */
export function visibleText(text: string): string {
  return visibleParts(text, 'mark')
    .map((part) => part.text)
    .join('')
}

function nameOf(character: string): string {
  if (character.endsWith('\n')) return '⏎'
  if (character === '\t') return '⇥'
  const code = character.codePointAt(0) ?? 0
  return controls[code] ?? names[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
}
