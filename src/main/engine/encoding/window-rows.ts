import type { FramedDocument, FrameTokens } from '../reader/chat/framed-document.ts'
import { splitWindows } from '../reader/windows.ts'

/** A window of a document's tokens in its frame, read in one row of a batch. */
export type WindowRow = FrameTokens & {
  readonly document: number
  /** Place in the document of the first token. */
  readonly from: number
  readonly tokens: Int32Array
  /** Tokens in all. */
  readonly length: number
}

/**
 * The rows of one document: windows that fit the context together with what stands around them. Each is in the same frame, as a text
 * or a message of its own; `around` stands where the document goes on, as what is cut into tokens together with its ends is theirs.
 */
export function windowRows(
  { lead, document, trail }: FramedDocument,
  ordinal: number,
  around: FrameTokens,
  contextSize: number,
): readonly WindowRow[] {
  // A document's first and last characters may take a token or two of the frame to them, or leave it one more.
  const taken = Math.max(lead.length, around.lead.length) + Math.max(trail.length, around.trail.length)
  const count = document.ids.length
  return splitWindows(count, Math.max(1, contextSize - taken)).map(({ from, to }) => {
    const tokens = document.ids.subarray(from, to)
    const ends = { lead: from === 0 ? lead : around.lead, trail: to === count ? trail : around.trail }
    return { ...ends, document: ordinal, from, tokens, length: ends.lead.length + tokens.length + ends.trail.length }
  })
}
