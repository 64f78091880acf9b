/** Documents `first` to `first + count - 1` of a corpus, read and committed together. */
export type BlockPlan = { readonly first: number; readonly count: number }

export const mostDocuments = 64
export const mostCharacters = 49_152

/**
 * The blocks of a corpus from document `first` on, given each document's length in characters.
 *
 * A block ends at 64 documents or where the next document would pass 49,152 characters (about 1 MB of activations); a longer document
 * is a block of its own. The boundaries depend only on the lengths from the first document on, so a resumed reading meets the same ones.
 */
export function* planBlocks(lengths: ArrayLike<number>, first = 0): Generator<BlockPlan> {
  let start = first
  let characters = 0
  for (let ordinal = first; ordinal < lengths.length; ordinal++) {
    const length = lengths[ordinal] ?? 0
    if (ordinal > start && (ordinal - start >= mostDocuments || characters + length > mostCharacters)) {
      yield { first: start, count: ordinal - start }
      start = ordinal
      characters = 0
    }
    characters += length
  }
  if (start < lengths.length) yield { first: start, count: lengths.length - start }
}
