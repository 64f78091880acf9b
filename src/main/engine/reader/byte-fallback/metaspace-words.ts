/** What SentencePiece writes for a space. */
export const metaspace = '\u2581'

/** A word of a SentencePiece vocabulary as text to show. */
export function displayPiece(word: string): string {
  return word.replaceAll(metaspace, ' ')
}
