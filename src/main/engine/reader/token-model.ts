import type { TokenizerJson } from './tokenizer-json.ts'

/** Tokens of a piece, with spans in UTF-16 code units of the piece; a token that holds part of a character spans all of it. */
export type EncodedPiece = { readonly ids: Int32Array; readonly starts: Int32Array; readonly ends: Int32Array }

/** What turns pieces of text into tokens. */
export type TokenModel = {
  readonly vocabulary: ReadonlyMap<string, number>
  encode(piece: string): EncodedPiece
  /** A word of the vocabulary as text to show. */
  display(word: string): string
}

/** Whether the model sees bytes written as characters: made so by the very last step before it, earlier, or not at all. */
export type BytesMade = 'last' | 'earlier' | 'never'

/** How a kind of model is built: null where the file is of another kind. */
export type TokenModelFamily = (model: TokenizerJson['model'], bytes: BytesMade) => TokenModel | null

const piecesKept = 30_000
/** Longer pieces hardly come again. */
const longestKept = 40

/** The same encoder, which looks up pieces seen lately. */
export function rememberingPieces(encode: (piece: string) => EncodedPiece): (piece: string) => EncodedPiece {
  let seen = new Map<string, EncodedPiece>()
  return (piece) => {
    if (piece.length > longestKept) return encode(piece)
    let encoded = seen.get(piece)
    if (encoded === undefined) {
      encoded = encode(piece)
      if (seen.size >= piecesKept) seen = new Map()
      seen.set(piece, encoded)
    }
    return encoded
  }
}
