import { AlignedWriter, characterStart, edited, rawEnd, rawStart, rewritten } from '../aligned-text.ts'
import { CharacterRewrite } from '../character-rewrite.ts'
import { newerCombiningMarks } from '../older-unicode.ts'
import type { Normalizer } from './normalizer.ts'

/** Leaves out what a pattern matches. */
export function without(pattern: RegExp): Normalizer {
  const all = new RegExp(pattern.source, 'gv')
  return (aligned) => edited(aligned, all, () => undefined)
}

/** Each character in lower case by itself, so a sigma at a word's end is as any other. */
export const lowerCase: Normalizer = (aligned) => {
  const text = aligned.text.replaceAll('\u03a3', '\u03c3')
  const lower = text.toLowerCase()
  if (lower.length === text.length) return rewritten(aligned, lower)
  // Only I with a dot above grows.
  const rewrite = new CharacterRewrite(aligned)
  for (const character of text) {
    let change = 0
    for (const part of character.toLowerCase()) {
      rewrite.put(part, change)
      change = 1
    }
  }
  return rewrite.finish()
}

export const stripAccents = without(new RegExp(`[\\p{M}--[${newerCombiningMarks}]]`, 'v'))

/** White space at the ends. */
export function stripEnds(left: boolean, right: boolean): Normalizer {
  return (aligned) => {
    const { text } = aligned
    let start = 0
    let end = text.length
    if (left) while (start < end && /\p{White_Space}/u.test(text.charAt(start))) start++
    if (right) while (end > start && /\p{White_Space}/u.test(text.charAt(end - 1))) end--
    if (start === 0 && end === text.length) return aligned
    const writer = new AlignedWriter(aligned)
    writer.keep(start, end)
    return writer.finish()
  }
}

// oxlint-disable-next-line no-control-regex
const nmtRemoved = without(/[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]/v)
// oxlint-disable-next-line no-control-regex
const nmtSpaces = /[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]/g

/** What SentencePiece's `nmt` rules do to control characters and spaces. */
export const nmt: Normalizer = (aligned) => {
  const kept = nmtRemoved(aligned)
  return rewritten(kept, kept.text.replace(nmtSpaces, ' '))
}

/** Puts one UTF-16 code unit in the place of another. */
export function replaceUnit(unit: string, by: string): Normalizer {
  return (aligned) => rewritten(aligned, aligned.text.replaceAll(unit, by))
}

/** Puts `content` in the place of each match; it counts as part of the last character matched. */
export function replaceMatches(pattern: RegExp, content: string): Normalizer {
  return (aligned) =>
    edited(aligned, pattern, (writer, _, end) => {
      if (end === 0) writer.add(content, aligned.origin, aligned.origin)
      else writer.add(content, rawStart(aligned, characterStart(aligned.text, end - 1)), rawEnd(aligned, end))
    })
}
