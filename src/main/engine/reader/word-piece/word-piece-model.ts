import { Failure } from '../../../../contract/failure.ts'
import { TokenList } from '../token-list.ts'
import type { TokenModelFamily } from '../token-model.ts'
import { objectVocabulary, refuseLongWords } from '../vocabulary.ts'
import { WordTrie } from '../word-trie.ts'

/** WordPiece, as BERT and its kin have it: the longest word first, then the longest that goes on (`##ing`), or the unknown token. */
export const wordPieceModel: TokenModelFamily = (model, bytes) => {
  if (model.type !== 'WordPiece' || bytes !== 'never') return null
  const vocabulary = objectVocabulary(model.vocab)
  const unknown = vocabulary.get(model.unk_token ?? '[UNK]')
  if (unknown === undefined) {
    throw new Failure('lens-invalid', "The tokenizer's unknown token is not in its vocabulary.", 'Download tokenizer.json again.')
  }
  refuseLongWords(vocabulary.keys())
  const prefix = model.continuing_subword_prefix ?? '##'
  const longest = model.max_input_chars_per_word ?? 100
  const first = new WordTrie(vocabulary.size)
  const further = new WordTrie(vocabulary.size)
  for (const [word, id] of vocabulary) {
    first.add(word, id)
    if (word.startsWith(prefix)) further.add(word.slice(prefix.length), id)
  }

  return {
    vocabulary,
    encode(piece) {
      const tokens = new TokenList()
      let start = piece.length > longest && [...piece].length > longest ? -1 : 0
      while (start >= 0 && start < piece.length) {
        const trie = start === 0 ? first : further
        let end = -1
        let id = -1
        let node = 0
        for (let at = start; at < piece.length;) {
          node = trie.child(node, piece.charCodeAt(at++))
          if (node === -1) break
          if (trie.idAt(node) === -1) continue
          end = at
          id = trie.idAt(node)
        }
        if (end !== -1) tokens.push(id, start, end)
        start = end
      }
      if (start >= 0) return tokens.finish()
      return { ids: Int32Array.of(unknown), starts: Int32Array.of(0), ends: Int32Array.of(piece.length) }
    },
    display: (word) => word,
  }
}
