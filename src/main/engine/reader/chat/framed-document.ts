import type { DocumentReading } from '../../../../contract/project.ts'
import type { Tokenization, Tokenizer } from '../tokenization.ts'
import type { DocumentFrame } from './chat-template.ts'

type OuterTokens = DocumentReading['outer']

/** Tokens before and after what is read. They are never pooled. */
export type FrameTokens = { readonly lead: Int32Array; readonly trail: Int32Array }

/** The tokens of a document and of what is around it, in order; places are those in the document as it was given. */
export type FramedDocument = FrameTokens & { readonly document: Tokenization }

/** What a frame puts around a plain word: what stands around every stretch of a long document, but at its two ends. */
export function frameTokens(tokenizer: Tokenizer, frame: DocumentFrame, outer: OuterTokens): FrameTokens {
  const { lead, trail } = tokenizeFramed(tokenizer, frame, 'word', outer)
  return { lead, trail }
}

/**
 * Cuts a document into tokens in its frame, as one text. A token that holds characters of both counts as one of the document, which
 * spans only what it has of it; a special one, which can swallow white space beside it, as one of the frame.
 */
export function tokenizeFramed(tokenizer: Tokenizer, frame: DocumentFrame, document: string, outer: OuterTokens): FramedDocument {
  const [skipped, end] = frame.trims ? trimmed(document) : [0, document.length]
  const text = document.slice(skipped, end)
  const begins = frame.before.length
  const ends = begins + text.length
  const { ids, starts, ends: tokenEnds } = tokenizer.tokenize(frame.before + text + frame.after)
  const special = (token: number) => tokenizer.specialIds.has(ids[token] ?? -1)
  let from = 0
  while (from < ids.length && ((tokenEnds[from] ?? 0) <= begins || ((starts[from] ?? 0) < begins && special(from)))) from++
  let to = ids.length
  while (to > from && ((starts[to - 1] ?? 0) >= ends || ((tokenEnds[to - 1] ?? 0) > ends && special(to - 1)))) to--
  const place = (at: number) => Math.min(Math.max(at, begins), ends) - begins + skipped
  const lead = ids.slice(0, from)
  const trail = ids.slice(to)
  return {
    lead: withOuter(lead, tokenizer, outer),
    document: { ids: ids.slice(from, to), starts: starts.slice(from, to).map(place), ends: tokenEnds.slice(from, to).map(place) },
    trail: outer === 'own' ? Int32Array.from([...trail, ...tokenizer.after]) : trail,
  }
}

function withOuter(lead: Int32Array, { bos, before }: Tokenizer, outer: OuterTokens): Int32Array {
  if (outer === 'own') return Int32Array.from([...before, ...lead])
  return outer === 'bos' && bos !== null && lead[0] !== bos ? Int32Array.from([bos, ...lead]) : lead
}

/** White space as Python's strip, which Jinja's trim calls, has it. */
const space = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/

/** Where a text begins and ends without the white space around it. */
function trimmed(text: string): readonly [number, number] {
  let start = 0
  let end = text.length
  while (start < end && space.test(text.charAt(start))) start++
  while (end > start && space.test(text.charAt(end - 1))) end--
  return [start, end]
}
