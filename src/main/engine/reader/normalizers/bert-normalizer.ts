import { edited, rawEnd, rawStart, rewritten } from '../aligned-text.ts'
import { newerControls, newerMarks } from '../older-unicode.ts'
import { lowerCase, without } from './character-steps.ts'
import { normalForm } from './normal-forms.ts'
import type { Normalizer } from './normalizer.ts'

export type BertOptions = {
  readonly cleanText: boolean
  readonly chineseCharacters: boolean
  readonly stripAccents: boolean
  readonly lowerCase: boolean
}

/** NUL, U+FFFD, and control, format and private characters that are not white space. */
const removed = without(new RegExp(`[[\\p{Cc}\\p{Cf}\\p{Co}\\u{fffd}]--[\\t\\n\\r${newerControls}]]`, 'v'))
const spaces = /\p{White_Space}/gu
/** Chinese characters as BERT lists them; its list takes 2b920 to 2ceaf for another block. */
const chinese =
  /[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]/gu
const decomposed = normalForm('NFD')
const unmarked = without(new RegExp(`[[\\p{Mn}\\u{1734}\\u{1171e}]--[${newerMarks}]]`, 'v'))

/** BERT's normaliser: text cleaned of control characters, Chinese characters set apart, accents stripped, in lower case. */
export function bertNormalizer(options: BertOptions): Normalizer {
  const steps: Normalizer[] = []
  if (options.cleanText) steps.push(cleaned)
  if (options.chineseCharacters) steps.push(chineseSetApart)
  if (options.stripAccents) steps.push(decomposed, unmarked)
  if (options.lowerCase) steps.push(lowerCase)
  return (aligned) => steps.reduce((text, step) => step(text), aligned)
}

const cleaned: Normalizer = (aligned) => {
  const kept = removed(aligned)
  return rewritten(kept, kept.text.replace(spaces, ' '))
}

const chineseSetApart: Normalizer = (aligned) =>
  edited(aligned, chinese, (writer, start, end) => {
    writer.add(` ${aligned.text.slice(start, end)} `, rawStart(aligned, start), rawEnd(aligned, end))
  })
