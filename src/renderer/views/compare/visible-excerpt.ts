import type { DocumentRow } from '../../../contract/documents.ts'
import type { View } from '../../client/view.ts'

/** Characters asked for each row: more than fits in the widest pane, so that a change of width asks for nothing. */
export const askedCharacters = { 1: 320, 3: 700, 8: 1800 } as const satisfies Record<View['lines'], number>

/** Height of a row in rem: a line for the id, one for metadata where some is shown, then the text; `share`: how large that is set. */
export const rowHeight = (lines: View['lines'], facts: boolean, share: number): number =>
  0.625 + 1.125 + (facts ? 1.125 : 0) + lines * 1.25 * share

/** Mean width of a character, and what padding and broken words take of a line, in pixels: of system fonts at 13 pixels, on the wide side. */
const characterWidth = 6.6
const lost = 48

/** Characters that surely fit into the lines of a row so wide; `share`: how large they are set. */
export function fittingCharacters(width: number, lines: View['lines'], share = 1): number {
  return Math.max(20, Math.floor((width - lost) / (characterWidth * share))) * lines
}

type Excerpt = Pick<DocumentRow, 'excerpt' | 'from'> & {
  /** What it is about, the strongest of which is to be seen; where they have no activation the first. */
  readonly marks: readonly { readonly start: number; readonly end: number; readonly activation?: number }[]
}

/** The part of a row's excerpt that fits, with its strongest token in it; `from` is its offset in the document. */
export function visibleExcerpt(
  { excerpt, from, marks }: Excerpt,
  fitting: number,
): { readonly text: string; readonly from: number } {
  // A little more than fits is drawn: the layout cuts it at the line's end.
  const drawn = Math.ceil(fitting * 1.4)
  if (marks.length === 0) return { text: excerpt.slice(0, drawn), from }
  const strongest = marks.reduce((best, mark) => ((mark.activation ?? 0) > (best.activation ?? 0) ? mark : best))
  if (strongest.end - from <= 0.8 * fitting) return { text: excerpt.slice(0, drawn), from }
  const wanted = Math.max(0, Math.min(strongest.start - from - Math.floor(fitting / 3), excerpt.length - fitting))
  const start = wordStart(excerpt, wanted, Math.max(wanted, strongest.start - from))
  return { text: excerpt.slice(start, start + drawn), from: from + start }
}

/** The first start of a word at or after `wanted` and near it, not after `most`; never inside a surrogate pair. */
function wordStart(text: string, wanted: number, most: number): number {
  if (wanted === 0) return 0
  const space = text.slice(wanted - 1, wanted + 24).search(/\s/)
  const start = space < 0 || wanted + space > most ? wanted : wanted + space
  return /[\uDC00-\uDFFF]/.test(text[start] ?? '') ? start - 1 : start
}
