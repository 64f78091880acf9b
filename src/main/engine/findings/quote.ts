import type { Mark } from '../../../contract/documents.ts'

const bracketPairs = [
  ['«', '»'],
  ['⟦', '⟧'],
  ['⟪', '⟫'],
  ['❰', '❱'],
] as const

/**
 * Text of a corpus as a Markdown block quotation that it cannot break out of.
 *
 * What could be markup, a link or HTML is escaped (CommonMark 2.4), inline everywhere and blocks at the start of a line; line breaks are kept;
 * characters that act instead of being read (controls, bidirectional marks, zero width) are shown as their code point.
 * Runs of active tokens stand in « », or in the first pair of brackets that the text does not hold itself.
 *
 * @param from where `text` begins in its document; marks count from the document's start
 */
export function quote(text: string, marks: readonly Mark[], from = 0): string {
  const [open, close] = bracketPairs.find(([left, right]) => !text.includes(left) && !text.includes(right)) ?? ['<<', '>>']
  const spans = mergedSpans(text, marks, from)
  let marked = ''
  let at = 0
  for (const { start, end } of spans) {
    marked +=
      escapeInline(text.slice(at, start)) +
      escapeInline(open) +
      shownBreaks(escapeInline(text.slice(start, end)), escapeInline(close))
    at = end
  }
  marked += escapeInline(text.slice(at))
  return quoteLines(marked)
}

/** One line of foreign text inside a Markdown paragraph or table cell: escaped, without line breaks. */
export function inertInline(text: string): string {
  return escapeStart(escapeInline(text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ⏎ ')))
}

/** A token as inline code, whatever backticks it holds. */
export function codeSpan(text: string): string {
  const visible = showUnreadable(text)
    .replace(/\r\n|[\r\n\u2028\u2029]/g, '⏎')
    .replace(/\t/g, '⇥')
    .replaceAll('|', '∣')
  const longest = Math.max(0, ...[...visible.matchAll(/`+/g)].map((run) => run[0].length))
  const fence = '`'.repeat(longest + 1)
  // A space is stripped from both ends (CommonMark 6.1), so one is added where it counts.
  const padded = /^[` ]|[` ]$/.test(visible) ? ` ${visible} ` : visible
  return `${fence}${padded}${fence}`
}

const lineBreak = /\r\n|[\r\n\u2028\u2029]/g

/** Line breaks of an active token are seen inside its brackets; those at its end are made behind them. */
function shownBreaks(marked: string, close: string): string {
  const [behind = ''] = /[\r\n\u2028\u2029]*$/.exec(marked) ?? []
  return marked.replace(lineBreak, '⏎') + close + behind
}

type Span = { readonly start: number; readonly end: number }

/** Active tokens joined where they touch; a leading space stays outside. Offsets into `text`. */
function mergedSpans(text: string, marks: readonly Mark[], from: number): readonly Span[] {
  const spans: { start: number; end: number }[] = []
  const inside = marks
    .filter((mark) => mark.activation > 0)
    .map((mark) => ({ start: Math.max(0, mark.start - from), end: Math.min(text.length, mark.end - from) }))
    .filter((span) => span.start < span.end)
    .sort((a, b) => a.start - b.start)
  for (const { start, end } of inside) {
    const last = spans.at(-1)
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end)
    else spans.push({ start, end })
  }
  return spans.map(({ start, end }) => {
    const lead = text.slice(start, end).search(/[^ ]/)
    return lead > 0 ? { start: start + lead, end } : { start, end }
  })
}

function escapeInline(text: string): string {
  return showUnreadable(text)
    .replace(/[\\`*_[\]<>&|~$]/g, '\\$&')
    .replace(/:(?=\/\/)|(?<=www)\.|@/gi, '\\$&')
}

/** What begins a heading, list, rule, table or underline only at the start of a line. */
function escapeStart(line: string): string {
  return line.replace(/^[#+=:-]/, '\\$&').replace(/^(\d+)([.)])/, '$1\\$2')
}

/** Controls, bidirectional marks and zero-width characters as ␀ symbols or [U+202E]. */
export function showUnreadable(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, (character) =>
      String.fromCodePoint(0x2400 + (character.codePointAt(0) ?? 0)),
    )
    .replace(/[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g, named)
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
}

function named(character: string): string {
  return `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`
}

/** `> ` before each line; a break inside a paragraph is kept by a backslash, an empty line parts paragraphs. */
function quoteLines(text: string): string {
  const lines = text
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map((line) => escapeStart(line.trimEnd().replace(/^[ \t]+/, (space) => '\u00a0'.repeat(space.length))))
  while (lines.length > 1 && lines.at(-1) === '') lines.pop()
  return lines.map((line, at) => (line === '' ? '>' : `> ${line}${(lines[at + 1] ?? '') === '' ? '' : '\\'}`)).join('\n')
}
