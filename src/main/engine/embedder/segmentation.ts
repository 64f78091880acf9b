/**
 * Text to words to rows of the vocabulary. `training/embedder/segmentation.py` does the same, and the vectors were learned with it:
 * a change here needs the same change there and new vectors.
 */

/** A word of letters (apostrophes inside it belong to it), a run of digits, or one mark or symbol. The rest separates. */
const wordPattern = /\p{L}+(?:'\p{L}+)*|\p{N}+|[\p{P}\p{S}]/gu
const accents = /\p{M}+/gu

/** Characters of a word that are split into pieces; what follows is left out. */
const longestWord = 48
/** No piece of a vocabulary is longer, in characters. */
const longestPiece = 16

/** Lower-case words without accents, compatibility forms resolved (NFKD), apostrophes straight. */
export function wordsOf(text: string): readonly string[] {
  return text.normalize('NFKD').replace(accents, '').toLowerCase().replaceAll('’', "'").match(wordPattern) ?? []
}

/**
 * Gives the row of a word, or the rows of its pieces, to `use`. Pieces are the longest known from the left: the first as it stands, later
 * ones behind `##`. A character at which no piece begins is left out.
 */
export function eachRow(word: string, rowOf: ReadonlyMap<string, number>, use: (row: number) => void): void {
  const own = rowOf.get(word)
  if (own !== undefined) {
    use(own)
    return
  }
  const known = word.length > longestWord ? [...word].slice(0, longestWord).join('') : word
  let start = 0
  while (start < known.length) {
    let end = Math.min(known.length, start + longestPiece)
    let row: number | undefined
    for (; end > start && row === undefined; end--) {
      const piece = known.slice(start, end)
      row = rowOf.get(start > 0 ? `##${piece}` : piece)
    }
    if (row !== undefined) use(row)
    start = row === undefined ? start + 1 : end + 1
  }
}
