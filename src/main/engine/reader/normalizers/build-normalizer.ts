import { z } from 'zod'
import { prepended } from '../aligned-text.ts'
import { asByteCharacters } from '../byte-level/byte-characters.ts'
import { compiledPattern, patternSchema } from '../patterns/pattern.ts'
import { refusedPart, stepFields, stepsOf, type TokenizerStep } from '../tokenizer-json.ts'
import { bertNormalizer } from './bert-normalizer.ts'
import { characterMapNormalizer } from './character-map.ts'
import { lowerCase, nmt, replaceMatches, replaceUnit, stripAccents, stripEnds } from './character-steps.ts'
import { normalForm } from './normal-forms.ts'
import type { Normalizer } from './normalizer.ts'

/** What is done to a text before it is cut: null for nothing. Throws a `Failure` for a step that is not followed exactly. */
export function buildNormalizer(whole: TokenizerStep | null | undefined): Normalizer | null {
  const steps = stepsOf(whole, 'normalizers').map((each) => (builders.get(each.type) ?? unknownStep)(each))
  return steps.length === 0 ? null : (aligned) => steps.reduce((text, step) => (text.text === '' ? text : step(text)), aligned)
}

/** Put in for every match, so that a text could grow beyond all measure. */
const inserted = z.string().max(64)
const bertSchema = z.object({
  clean_text: z.boolean().default(true),
  handle_chinese_chars: z.boolean().default(true),
  strip_accents: z.boolean().nullish(),
  lowercase: z.boolean().default(true),
})
const stripSchema = z.object({ strip_left: z.boolean().default(true), strip_right: z.boolean().default(true) })

const builders = new Map<string, (step: TokenizerStep) => Normalizer>([
  ['NFC', () => normalForm('NFC')],
  ['NFD', () => normalForm('NFD')],
  ['NFKC', () => normalForm('NFKC')],
  ['NFKD', () => normalForm('NFKD')],
  ['Lowercase', () => lowerCase],
  ['StripAccents', () => stripAccents],
  ['Nmt', () => nmt],
  ['ByteLevel', () => asByteCharacters],
  ['Strip', (step) => strip(stepFields(stripSchema, step))],
  ['BertNormalizer', (step) => bert(stepFields(bertSchema, step))],
  [
    'Precompiled',
    (step) => characterMapNormalizer(stepFields(z.object({ precompiled_charsmap: z.string() }), step).precompiled_charsmap),
  ],
  ['Prepend', (step) => prepend(stepFields(z.object({ prepend: inserted.min(1) }), step).prepend)],
  ['Replace', (step) => replace(stepFields(z.object({ pattern: patternSchema, content: inserted }), step))],
])

function unknownStep({ type }: TokenizerStep): never {
  throw refusedPart(`normaliser ${type}`)
}

function strip({ strip_left: left, strip_right: right }: z.infer<typeof stripSchema>): Normalizer {
  return stripEnds(left, right)
}

function bert(fields: z.infer<typeof bertSchema>): Normalizer {
  return bertNormalizer({
    cleanText: fields.clean_text,
    chineseCharacters: fields.handle_chinese_chars,
    stripAccents: fields.strip_accents ?? fields.lowercase,
    lowerCase: fields.lowercase,
  })
}

function prepend(before: string): Normalizer {
  return (aligned) => prepended(before, aligned)
}

function replace({ pattern, content }: { pattern: z.infer<typeof patternSchema>; content: string }): Normalizer {
  if (content.length === 1 && 'String' in pattern && pattern.String.length === 1) return replaceUnit(pattern.String, content)
  return replaceMatches(compiledPattern(pattern), content)
}
