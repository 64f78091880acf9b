import { refusedPart, type AddedToken } from './tokenizer-json.ts'
import { WordTrie } from './word-trie.ts'

/** A stretch of text; `id` null where the model still has to cut it. */
export type Stretch = { readonly id: number | null; readonly start: number; readonly end: number }

const word = /^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u
const wordAtEnd = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]$/u
const space = /^\p{White_Space}/u
/** Longer ones would make reading a text of their parts slow. */
const longestToken = 1_000

/**
 * Splits a text at tokens that were added to the vocabulary by hand, as huggingface/tokenizers does: leftmost first, of those that
 * begin at one place the longest. Null where there is none.
 *
 * @param contentOf what to look for: the content of a token, or what the normaliser makes of it
 */
export function addedTokenSplitter(
  tokens: readonly AddedToken[],
  contentOf: (token: AddedToken) => string,
): ((text: string) => readonly Stretch[]) | null {
  const trie = new WordTrie(tokens.length)
  let any = false
  for (const [index, token] of tokens.entries()) {
    const content = contentOf(token)
    if (content.length > longestToken) throw refusedPart(`an added token of ${content.length} characters`)
    if (content === '') continue
    trie.add(content, index)
    any = true
  }
  return any ? (text) => split(text, tokens, trie) : null
}

function split(text: string, tokens: readonly AddedToken[], trie: WordTrie): readonly Stretch[] {
  const stretches: Stretch[] = []
  let done = 0
  for (let at = 0; at < text.length;) {
    if (trie.child(0, text.charCodeAt(at)) === -1) {
      at++
      continue
    }
    const match = longestAt(text, at, trie)
    const token = tokens[match.index]
    if (token === undefined) {
      at++
      continue
    }
    let from = at
    let to = match.end
    at = match.end
    if (token.single_word && (wordAtEnd.test(text.slice(Math.max(0, from - 2), from)) || word.test(text.slice(to, to + 2))))
      continue
    if (token.lstrip) while (from > done && space.test(text[from - 1] ?? '')) from--
    if (token.rstrip) while (space.test(text[to] ?? '')) to++
    if (from > done) stretches.push({ id: null, start: done, end: from })
    stretches.push({ id: token.id, start: from, end: to })
    done = to
  }
  if (done < text.length) stretches.push({ id: null, start: done, end: text.length })
  return stretches
}

/** The longest token that begins at a place; index -1 for none. */
function longestAt(text: string, start: number, trie: WordTrie): { readonly index: number; readonly end: number } {
  let index = -1
  let end = start
  let node = 0
  for (let at = start; at < text.length;) {
    node = trie.child(node, text.charCodeAt(at++))
    if (node === -1) break
    if (trie.idAt(node) === -1) continue
    index = trie.idAt(node)
    end = at
  }
  return { index, end }
}
