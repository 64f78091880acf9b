import type { ChatMessage } from './call.ts'

/** Characters that one token holds, by what they are. Two-unit characters (emoji, rare ideographs) make two tokens. */
const perToken = { latin: 5, digit: 2.5, mark: 1.5, alphabetic: 2.5, ideographic: 1.3, other: 1, repeated: 8 }

/**
 * Tokens that a text is worth by its characters alone, without a tokenizer: a fraction, at least 0; time linear in the text.
 *
 * Latin letters and spaces, digits and punctuation count apart, a mark or space that repeats the one before it hardly at all (rules,
 * indents). Chosen on OpenAI's o200k_base and cl100k_base, where English prose, passages with marked words, lists, JSON and TypeScript
 * come within 7 % (a flat 4 characters, OpenAI's rule of thumb, is up to 8 % off for these, and more with many marks). Other scripts
 * differ most between tokenizers: characters a token in the two are 4.5 and 2.3 for Russian, 3.5 and 1.2 for Greek, 3.1 and 1.5 for
 * Arabic, 4.1 and 1.1 for Hindi, 1.3 and 0.9 for Chinese, 1.3 and 1.0 for Japanese, 1.8 and 1.0 for Korean.
 * Which tokenizer an endpoint has is not known: `inputRatio` corrects by what it reports.
 */
export function countTokens(text: string): number {
  let latin = 0
  let digits = 0
  let marks = 0
  let alphabetic = 0
  let ideographic = 0
  let other = 0
  let repeated = 0
  let before = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x80) {
      const letter = (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a
      if (letter) latin++
      else if (code >= 0x30 && code <= 0x39) digits++
      else if (code === before) repeated++
      else if (code === 0x20) latin++
      else marks++
    } else if (code < 0xc0 || (code >= 0x2000 && code < 0x2070)) marks++
    else if (code < 0x250 || (code >= 0x1e00 && code < 0x1f00)) latin++
    else if (code < 0x1100 || (code >= 0x1f00 && code < 0x2000) || (code >= 0xfb50 && code < 0xff00)) alphabetic++
    else if ((code >= 0x2e80 && code < 0xd800) || (code >= 0xf900 && code < 0xfb00) || code >= 0xff00 || code < 0x1200)
      ideographic++
    else other++
    before = code
  }
  return (
    latin / perToken.latin +
    digits / perToken.digit +
    marks / perToken.mark +
    alphabetic / perToken.alphabetic +
    ideographic / perToken.ideographic +
    other / perToken.other +
    repeated / perToken.repeated
  )
}

/** Tokens of a chat request: its texts, and what encloses them (4 a message, 3 that begin the answer; OpenAI cookbook). */
export function requestTokens(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, { content }) => sum + 4 + countTokens(content), 3)
}

/**
 * What counted tokens are to be multiplied by for an endpoint, from tokens it reported and the counted ones of the same tries.
 * A thousand tokens at ratio 1 stand beside them, so that the first answers do not swing it; within [1/4, 4], whatever is reported.
 */
export function inputRatio(reported: number, counted: number): number {
  return Math.min(4, Math.max(0.25, (reported + 1000) / (counted + 1000)))
}
