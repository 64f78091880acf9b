import * as huggingFaceTokenizers from '@huggingface/tokenizers'
import type { CuttingStep } from '../tokenizer-json.ts'

/** Cuts a stretch of text into pieces that the model encodes one by one: their ends, ascending. */
export type PieceCutter = (text: string) => readonly number[]

/** What a byte-level tokenizer does before its merges. */
export type PreTokenizer = { readonly cut: PieceCutter; readonly prefixSpace: boolean }

/** GPT-2's words (openai/gpt-2, encoder.py), which `ByteLevel` cuts by itself where it is not told otherwise. */
const gpt2Words = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`

/** The library's typings do not resolve under Node's rules: they leave out file endings. */
const { SplitPreTokenizer } = huggingFaceTokenizers as unknown as {
  SplitPreTokenizer: new (config: { type: 'Split'; pattern: Pattern; behavior: 'Isolated'; invert: boolean }) => {
    readonly pattern: RegExp | null
  }
}

/** Reads the steps before the model; null where one of them is not followed exactly. */
export function buildPreTokenizer(step: CuttingStep): PreTokenizer | null {
  const steps = step.type === 'Sequence' ? ((step['pretokenizers'] ?? []) as readonly CuttingStep[]) : [step]
  const last = steps.at(-1)
  if (last?.type !== 'ByteLevel' || steps.slice(0, -1).some((each) => each.type === 'ByteLevel')) return null
  const prefixSpace = last['add_prefix_space'] !== false
  // A space put before the text must not be seen by patterns that come earlier.
  if (prefixSpace && steps.length > 1) return null
  const cutters = steps.map(cutterOf)
  if (!cutters.every((each) => each !== null)) return null
  return { prefixSpace, cut: cutters.reduce(inTurn) }
}

function cutterOf(step: CuttingStep): PieceCutter | null {
  if (step.type === 'ByteLevel') return step['use_regex'] === false ? (text) => [text.length] : patternCutter({ Regex: gpt2Words })
  if (step.type === 'Digits')
    return patternCutter({ Regex: step['individual_digits'] === true ? String.raw`\p{N}` : String.raw`\p{N}+` })
  if (step.type !== 'Split' || step['behavior'] !== 'Isolated') return null
  return patternCutter(step['pattern'] as Pattern)
}

type Pattern = { readonly Regex: string } | { readonly String: string }

/** Pieces are the matches and what lies between them. The library translates the regular expression from Oniguruma's dialect. */
function patternCutter(pattern: Pattern): PieceCutter | null {
  const translated = new SplitPreTokenizer({ type: 'Split', pattern, behavior: 'Isolated', invert: true }).pattern
  if (translated === null) return null
  return (text) => {
    const ends: number[] = []
    let done = 0
    for (const match of text.matchAll(translated)) {
      if (match.index > done) ends.push(match.index)
      done = match.index + match[0].length
      if (done > (ends.at(-1) ?? 0)) ends.push(done)
    }
    if (done < text.length) ends.push(text.length)
    return ends
  }
}

/** Cuts the pieces of one step by the next, which sees each piece alone. */
function inTurn(first: PieceCutter, second: PieceCutter): PieceCutter {
  return (text) => {
    const ends: number[] = []
    let start = 0
    for (const end of first(text)) {
      for (const inner of second(text.slice(start, end))) ends.push(start + inner)
      start = end
    }
    return ends
  }
}
