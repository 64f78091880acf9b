import { z } from 'zod'
import { type AlignedText, prepended, rawStart, rewritten } from '../aligned-text.ts'
import { asByteCharacters } from '../byte-level/byte-characters.ts'
import { newerPunctuation } from '../older-unicode.ts'
import { compiledPattern, patternSchema } from '../patterns/pattern.ts'
import { translatePattern } from '../patterns/translate-pattern.ts'
import type { BytesMade } from '../token-model.ts'
import { refusedPart, stepFields, stepsOf, type TokenizerStep } from '../tokenizer-json.ts'
import type { Cutter, CuttingStep } from './cut-text.ts'
import { cutterOf, splitBehaviours } from './split-behaviour.ts'

/** What happens before the model. The step that would write bytes last of all is left out: `bytes` tells the model. */
export type PreTokenizer = { readonly steps: readonly CuttingStep[]; readonly bytes: BytesMade }

/** Reads the steps before the model. Throws a `Failure` for one that is not followed exactly. */
export function buildPreTokenizer(whole: TokenizerStep | null | undefined): PreTokenizer {
  const given = stepsOf(whole, 'pretokenizers')
  const steps = given.flatMap((each) => (builders.get(each.type) ?? unknownStep)(each))
  const types = given.map((each) => each.type)
  if (!types.includes('ByteLevel')) return { steps, bytes: 'never' }
  return types.at(-1) === 'ByteLevel' ? { steps: steps.slice(0, -1), bytes: 'last' } : { steps, bytes: 'earlier' }
}

/** GPT-2's words (openai/gpt-2, encoder.py), which `ByteLevel` cuts by itself where it is not told otherwise. */
const gpt2Words = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
const whiteSpace = /\p{White_Space}/gu
const punctuation = new RegExp(`[[\\p{P}$+<=>^\`\\|~\\u{166d}\\u{111c9}]--[${newerPunctuation}]]`, 'gv')
const numbers = /\p{N}/gu

const behaviour = z.enum(splitBehaviours)
const digitsSchema = z.object({ individual_digits: z.boolean().default(false) })
const splitSchema = z.object({ pattern: patternSchema, behavior: behaviour, invert: z.boolean().default(false) })
const byteLevelSchema = z.object({ add_prefix_space: z.boolean().default(true), use_regex: z.boolean().default(true) })
const metaspaceSchema = z.object({
  replacement: z.string().min(1).max(2).default('\u2581'),
  add_prefix_space: z.boolean().nullish(),
  prepend_scheme: z.enum(['always', 'first', 'never']).default('always'),
  split: z.boolean().nullish(),
})

const builders = new Map<string, (step: TokenizerStep) => readonly CuttingStep[]>([
  ['BertPreTokenizer', () => [cutting(whiteSpace, 'Removed'), cutting(punctuation, 'Isolated')]],
  ['Whitespace', () => [{ rewrite: null, cut: cutterOf(translatePattern(String.raw`\w+|[^\w\s]+`), 'Removed', true) }]],
  ['WhitespaceSplit', () => [cutting(whiteSpace, 'Removed')]],
  [
    'Punctuation',
    (step) => [cutting(punctuation, stepFields(z.object({ behavior: behaviour.default('Isolated') }), step).behavior)],
  ],
  ['Digits', (step) => [cutting(numbers, stepFields(digitsSchema, step).individual_digits ? 'Isolated' : 'Contiguous')]],
  ['CharDelimiterSplit', (step) => [cutting(delimiterOf(step), 'Removed')]],
  ['Split', split],
  ['Metaspace', (step) => [metaspaceStep(step)]],
  ['ByteLevel', byteLevel],
])

function unknownStep({ type }: TokenizerStep): never {
  throw refusedPart(`pre-tokenizer ${type}`)
}

function cutting(pattern: RegExp, how: z.infer<typeof behaviour>): CuttingStep {
  return { rewrite: null, cut: cutterOf(pattern, how) }
}

function delimiterOf(step: TokenizerStep): RegExp {
  return compiledPattern({ String: stepFields(z.object({ delimiter: z.string().min(1) }), step).delimiter })
}

function split(step: TokenizerStep): readonly CuttingStep[] {
  const { pattern, behavior, invert } = stepFields(splitSchema, step)
  return [{ rewrite: null, cut: cutterOf(compiledPattern(pattern), behavior, invert) }]
}

function byteLevel(step: TokenizerStep): readonly CuttingStep[] {
  const { add_prefix_space: prefix, use_regex: words } = stepFields(byteLevelSchema, step)
  return [
    {
      rewrite: prefix ? (piece) => (piece.text.startsWith(' ') ? piece : prepended(' ', piece)) : null,
      cut: words ? cutterOf(translatePattern(gpt2Words), 'Isolated') : null,
    },
    { rewrite: asByteCharacters, cut: null },
  ]
}

/** SentencePiece's way with spaces: written as ▁, one put before the text, words cut before it. */
function metaspaceStep(step: TokenizerStep): CuttingStep {
  const { replacement, add_prefix_space: prefix, prepend_scheme: scheme, split: splits } = stepFields(metaspaceSchema, step)
  if (prefix === false && scheme !== 'never') throw refusedPart('Metaspace, which contradicts itself about the space before a text')
  if (replacement.length !== 1) throw refusedPart('Metaspace, whose character for a space is a rare one')
  const cut: Cutter | null = splits === false ? null : cutterOf(compiledPattern({ String: replacement }), 'MergedWithNext')
  return { rewrite: (piece) => withMetaspace(piece, replacement, scheme), cut }
}

function withMetaspace(piece: AlignedText, replacement: string, scheme: 'always' | 'first' | 'never'): AlignedText {
  const replaced = rewritten(piece, piece.text.replaceAll(' ', replacement))
  if (scheme === 'never' || replaced.text.startsWith(replacement)) return replaced
  return scheme === 'always' || rawStart(piece, 0) === 0 ? prepended(replacement, replaced) : replaced
}
