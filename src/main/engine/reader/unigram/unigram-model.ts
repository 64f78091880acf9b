import { Failure } from '../../../../contract/failure.ts'
import { characterLength } from '../aligned-text.ts'
import { fallbackByteIds } from '../byte-fallback/fallback-bytes.ts'
import { displayPiece } from '../byte-fallback/metaspace-words.ts'
import { textBytes } from '../byte-level/text-bytes.ts'
import { TokenList } from '../token-list.ts'
import type { TokenModelFamily } from '../token-model.ts'
import { refuseLongWords, scoredVocabulary } from '../vocabulary.ts'
import { WordTrie } from '../word-trie.ts'

/** How much less probable an unknown character is than the least probable word, in log probability (SentencePiece). */
const unknownPenalty = 10

/**
 * SentencePiece's Unigram model, as T5 and XLM-R have it: of all ways to cut a piece into words of the vocabulary the one of the
 * highest probability, by Viterbi's algorithm; of equal ones that whose last word is longest. Runs of unknown characters are one token.
 */
export const unigramModel: TokenModelFamily = (model, bytes) => {
  if (model.type !== 'Unigram' || bytes !== 'never') return null
  const entries = scoredVocabulary(model.vocab)
  const unknown = model.unk_id ?? -1
  if (unknown < 0 || unknown >= entries.length) {
    throw new Failure(
      'unsupported',
      'The tokenizer has no unknown token, so it cannot write every text.',
      'Use the reader with its own tokenizer.',
    )
  }
  refuseLongWords(entries.map(([word]) => word))
  const vocabulary = new Map(entries.map(([word], id) => [word, id]))
  const fallback = model.byte_fallback === true ? fallbackByteIds(vocabulary) : null
  const scores = Float64Array.from(entries, ([, score]) => score)
  const unknownScore = scores.reduce((least, score) => Math.min(least, score), Infinity) - unknownPenalty
  const trie = new WordTrie(vocabulary.size)
  for (const [word, id] of vocabulary) if (word.isWellFormed()) trie.add(word, id)

  /** The best way to each place: its probability, the word that ends there, and where that begins. */
  function bestPaths(piece: string): { readonly ids: Int32Array; readonly begins: Int32Array } {
    const { length } = piece
    const best = new Float64Array(length + 1)
    const ids = new Int32Array(length + 1)
    const begins = new Int32Array(length + 1).fill(-1)
    const offer = (end: number, start: number, id: number, score: number) => {
      if (begins[end] !== -1 && score <= (best[end] ?? 0)) return
      best[end] = score
      ids[end] = id
      begins[end] = start
    }
    for (let start = 0; start < length;) {
      const character = start + characterLength(piece, start)
      const before = best[start] ?? 0
      let known = false
      let node = 0
      for (let at = start; at < length;) {
        node = trie.child(node, piece.charCodeAt(at++))
        if (node === -1) break
        const id = trie.idAt(node)
        if (id === -1) continue
        offer(at, start, id, (scores[id] ?? 0) + before)
        if (at === character) known = true
      }
      if (!known) offer(character, start, unknown, unknownScore + before)
      start = character
    }
    return { ids, begins }
  }

  function encode(piece: string): ReturnType<TokenList['finish']> {
    const { ids, begins } = bestPaths(piece)
    const ends: number[] = []
    for (let end = piece.length; end > 0; end = begins[end] ?? 0) ends.push(end)
    const tokens = new TokenList()
    let start = 0
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
      const id = ids[end] ?? 0
      if (id === unknown) while (ends.length > 0 && ids[ends.at(-1) ?? 0] === unknown) end = ends.pop() ?? end
      write(piece, id, start, end, tokens)
      start = end
    }
    return tokens.finish()
  }

  function write(piece: string, id: number, start: number, end: number, tokens: TokenList): void {
    // Unknown characters may make up a word together.
    const known = id === unknown ? vocabulary.get(piece.slice(start, end)) : id
    if (known !== undefined) tokens.push(known, start, end)
    else if (fallback === null) tokens.push(id, start, end)
    else for (const byte of textBytes(piece.slice(start, end)).bytes) tokens.push(fallback[byte] ?? id, start, end)
  }
  return { vocabulary, encode, display: displayPiece }
}
