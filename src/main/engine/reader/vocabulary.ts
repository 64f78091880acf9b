import { Failure } from '../../../contract/failure.ts'

/** Of no published tokenizer; ids beyond would only cost memory. */
const largestId = 10_000_000
/** Longer words would make reading a text of them slow; published ones have at most some dozens of characters. */
const longestWord = 1_000

/** A vocabulary written as an object, word to id. */
export function objectVocabulary(vocab: unknown): ReadonlyMap<string, number> {
  if (typeof vocab !== 'object' || vocab === null || Array.isArray(vocab)) throw damaged('it is missing')
  const words = new Map<string, number>()
  for (const [word, id] of Object.entries(vocab)) {
    if (!Number.isInteger(id) || id < 0 || id > largestId) throw damaged(`"${word.slice(0, 40)}" has no usable id`)
    if (word.isWellFormed()) words.set(word, id)
  }
  return words
}

/** A vocabulary written as a list of words and their log probabilities; ids count from 0. */
export function scoredVocabulary(vocab: unknown): readonly (readonly [string, number])[] {
  if (!Array.isArray(vocab) || vocab.length === 0) throw damaged('it is missing')
  return vocab.map((entry: unknown, id) => {
    const [word, score] = Array.isArray(entry) ? (entry as unknown[]) : []
    if (typeof word !== 'string' || typeof score !== 'number') throw damaged(`entry ${id} is no word with a score`)
    return [word, score] as const
  })
}

/** Refuses words that no text could be searched for in time. */
export function refuseLongWords(words: Iterable<string>): void {
  for (const word of words) {
    if (word.length > longestWord) {
      throw new Failure(
        'unsupported',
        `The tokenizer has a word of ${word.length} characters; up to ${longestWord} are read.`,
        'Use the reader with its own tokenizer.',
      )
    }
  }
}

function damaged(why: string): Failure {
  return new Failure('lens-invalid', `The tokenizer's vocabulary is damaged: ${why}.`, 'Download tokenizer.json again.')
}
