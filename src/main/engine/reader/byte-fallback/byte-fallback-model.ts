import { Failure } from '../../../../contract/failure.ts'
import { characterLength } from '../aligned-text.ts'
import { byteIdsOf, displayByteWord } from '../byte-level/byte-level-model.ts'
import { textBytes } from '../byte-level/text-bytes.ts'
import { mergeList } from '../merges/merge-list.ts'
import { PairMerges } from '../merges/pair-merges.ts'
import { fallbackByteIds } from './fallback-bytes.ts'
import { displayPiece, metaspace } from './metaspace-words.ts'
import { TokenList } from '../token-list.ts'
import { type EncodedPiece, rememberingPieces, type TokenModelFamily } from '../token-model.ts'
import { objectVocabulary } from '../vocabulary.ts'

/** A word with the spaces before it. */
const words = /\u2581*[^\u2581]*/g

/**
 * BPE over characters, as SentencePiece trains it for Llama 2, Mistral and Gemma: a character that is not in the vocabulary is
 * written as its UTF-8 bytes (`<0xE2>`), or else as the unknown token.
 */
export const byteFallbackModel: TokenModelFamily = (model, bytes) => {
  if (model.type !== 'BPE' || bytes === 'last') return null
  const vocabulary = objectVocabulary(model.vocab)
  if (bytes === 'earlier') byteIdsOf(vocabulary)
  const unknown = model.unk_token === null || model.unk_token === undefined ? null : (vocabulary.get(model.unk_token) ?? null)
  const fallback = model.byte_fallback === true ? fallbackByteIds(vocabulary) : null
  if (bytes === 'never' && unknown === null && fallback === null) {
    throw new Failure(
      'unsupported',
      'The tokenizer has neither an unknown token nor all bytes, so it cannot write every text.',
      'Use the reader with its own tokenizer.',
    )
  }
  const list = mergeList(model.merges)
  const merges = new PairMerges(list, (word) => vocabulary.get(word))
  // Where no merge reaches over the place before a space that follows something else, each word can be joined by itself.
  const wordsApart =
    vocabulary.has(metaspace) && !list.some(([left, right]) => right.startsWith(metaspace) && !left.endsWith(metaspace))
  const encodeWord = rememberingPieces(joined)

  function encode(piece: string): EncodedPiece {
    const whole = model.ignore_merges === true ? vocabulary.get(piece) : undefined
    if (whole !== undefined) return { ids: Int32Array.of(whole), starts: Int32Array.of(0), ends: Int32Array.of(piece.length) }
    if (!wordsApart) return joined(piece)
    const tokens = new TokenList()
    for (const { 0: word, index } of piece.matchAll(words)) {
      const { ids, starts, ends } = encodeWord(word)
      for (let token = 0; token < ids.length; token++) {
        tokens.push(ids[token] ?? 0, index + (starts[token] ?? 0), index + (ends[token] ?? 0))
      }
    }
    return tokens.finish()
  }

  function joined(piece: string): EncodedPiece {
    const symbols = new TokenList()
    let inUnknown = false
    for (let at = 0; at < piece.length;) {
      const start = at
      at += characterLength(piece, at)
      const character = piece.slice(start, at)
      const id = vocabulary.get(character)
      if (id !== undefined) symbols.push(id, start, at)
      else if (fallback !== null) for (const byte of textBytes(character).bytes) symbols.push(fallback[byte] ?? 0, start, at)
      else if (unknown !== null) {
        if (inUnknown && model.fuse_unk === true) symbols.widenLast(at)
        else symbols.push(unknown, start, at)
      }
      inUnknown = id === undefined
    }
    const { ids: symbolIds, starts, ends } = symbols.finish()
    const { ids, firsts } = merges.join(symbolIds)
    return {
      ids,
      starts: ids.map((_, index) => starts[firsts[index] ?? 0] ?? 0),
      ends: ids.map((_, index) => ends[(firsts[index + 1] ?? 0) - 1] ?? 0),
    }
  }
  return { vocabulary, encode, display: bytes === 'earlier' ? displayByteWord : displayPiece }
}
