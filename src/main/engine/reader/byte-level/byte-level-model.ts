import { Failure } from '../../../../contract/failure.ts'
import { mergeList } from '../merges/merge-list.ts'
import { PairMerges } from '../merges/pair-merges.ts'
import type { EncodedPiece, TokenModelFamily } from '../token-model.ts'
import { objectVocabulary } from '../vocabulary.ts'
import { byteCharacters, displayBytes, bytesOfWord } from './byte-alphabet.ts'
import { textBytes } from './text-bytes.ts'

/** Byte-level BPE, as GPT-2, Llama 3, Qwen and Pythia have it: pieces as text, encoded as their UTF-8. */
export const byteLevelModel: TokenModelFamily = (model, bytes) => {
  if (model.type !== 'BPE' || bytes !== 'last') return null
  const vocabulary = objectVocabulary(model.vocab)
  const byteIds = byteIdsOf(vocabulary)
  const merges = new PairMerges(mergeList(model.merges), (word) => vocabulary.get(word))

  /** A piece found in the vocabulary as a whole is one token whatever the merges say. */
  function wholeId(piece: Uint8Array): number | undefined {
    return model.ignore_merges === true ? vocabulary.get(Array.from(piece, (byte) => byteCharacters[byte]).join('')) : undefined
  }

  function encode(piece: string): EncodedPiece {
    const text = textBytes(piece)
    const whole = wholeId(text.bytes)
    if (whole !== undefined) return { ids: Int32Array.of(whole), starts: Int32Array.of(0), ends: Int32Array.of(piece.length) }
    const { ids, firsts } = merges.join(Int32Array.from(text.bytes, (byte) => byteIds[byte] ?? 0))
    return {
      ids,
      starts: ids.map((_, index) => text.starts[firsts[index] ?? 0] ?? 0),
      ends: ids.map((_, index) => text.ends[(firsts[index + 1] ?? 0) - 1] ?? 0),
    }
  }
  return { vocabulary, encode, display: displayByteWord }
}

/** The ids of the 256 bytes. Throws where one is missing, since such a tokenizer cannot write every text. */
export function byteIdsOf(vocabulary: ReadonlyMap<string, number>): Int32Array {
  const ids = Int32Array.from(byteCharacters, (character) => vocabulary.get(character) ?? -1)
  const missing = ids.filter((id) => id < 0).length
  if (missing === 0) return ids
  throw new Failure(
    'unsupported',
    `The tokenizer lacks ${missing} of the 256 bytes, so it cannot write every text.`,
    'Use the reader with its own tokenizer.',
  )
}

export function displayByteWord(word: string): string {
  const bytes = bytesOfWord(word)
  return bytes === null ? word : displayBytes(bytes)
}
