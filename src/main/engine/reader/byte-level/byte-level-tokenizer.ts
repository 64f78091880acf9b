import { Failure } from '../../../../contract/failure.ts'
import { addedTokenSplitter } from '../added-token-split.ts'
import { TokenList } from '../token-list.ts'
import type { Tokenizer } from '../tokenization.ts'
import type { TokenizerJson } from '../tokenizer-json.ts'
import { byteCharacters, bytesOfWord, displayBytes } from './byte-alphabet.ts'
import { PairMerges } from './pair-merges.ts'
import { PieceEncoder } from './piece-encoder.ts'
import { buildPreTokenizer } from './pre-tokenizer.ts'

/** Byte-level BPE, as GPT-2, Llama 3, Qwen and Pythia have it: exact in ids and offsets. Null where the file is of another kind. */
export function byteLevelTokenizer(json: TokenizerJson, bosToken: string | null): Tokenizer | null {
  const { model, normalizer, pre_tokenizer: step, added_tokens: addedTokens } = json
  const preTokenizer = step === null || step === undefined ? null : buildPreTokenizer(step)
  if (model.type !== 'BPE' || model.vocab === undefined || model.merges === undefined) return null
  if (preTokenizer === null || (normalizer !== null && normalizer !== undefined)) return null
  if (model.byte_fallback === true || (model.dropout ?? 0) > 0 || model.continuing_subword_prefix || model.end_of_word_suffix)
    return null

  const vocabulary = new Map(Object.entries(model.vocab))
  const words = new Map([...vocabulary].map(([word, id]) => [id, word]))
  let size = 0
  for (const id of words.keys()) size = Math.max(size, id + 1)
  for (const { id } of addedTokens) size = Math.max(size, id + 1)
  const byteIds = Int32Array.from(byteCharacters, (character) => vocabulary.get(character) ?? -1)
  const missing = byteIds.filter((id) => id < 0).length
  if (missing > 0) {
    throw new Failure(
      'unsupported',
      `The tokenizer lacks ${missing} of the 256 bytes, so it cannot write every text.`,
      'Use the reader with its own tokenizer.',
    )
  }
  const merges = new PairMerges(model.merges, (word) => vocabulary.get(word), size)
  const wholeWords = model.ignore_merges === true ? vocabulary : null
  const encoder = new PieceEncoder(merges, byteIds, wholeWords, (id) => words.get(id)?.length ?? 0)
  const splitAtAdded = addedTokenSplitter(addedTokens)
  const added = new Map(addedTokens.map((each) => [each.id, each.content]))

  return {
    tokenize(text) {
      const tokens = new TokenList()
      for (const { id, start, end } of splitAtAdded(text)) {
        if (id === null) cutAndEncode(text.slice(start, end), start, tokens)
        else tokens.push(id, start, end)
      }
      return tokens.finish()
    },
    bos: bosToken === null ? null : (addedTokens.find((each) => each.content === bosToken)?.id ?? vocabulary.get(bosToken) ?? null),
    specialIds: new Set(addedTokens.filter((each) => each.special).map((each) => each.id)),
    vocabularySize: size,
    display(id) {
      const bytes = bytesOfWord(words.get(id) ?? '')
      return added.get(id) ?? (bytes === null ? (words.get(id) ?? '') : displayBytes(bytes))
    },
  }

  function cutAndEncode(stretch: string, offset: number, tokens: TokenList): void {
    // The space put before a text takes no room in it.
    const prefix = preTokenizer?.prefixSpace === true && !stretch.startsWith(' ') ? 1 : 0
    const text = prefix === 1 ? ` ${stretch}` : stretch
    let start = 0
    for (const end of preTokenizer?.cut(text) ?? []) {
      encoder.encode(text.slice(start, end), (id, from, to) => {
        tokens.push(id, offset + Math.max(0, start + from - prefix), offset + Math.max(0, start + to - prefix))
      })
      start = end
    }
  }
}
