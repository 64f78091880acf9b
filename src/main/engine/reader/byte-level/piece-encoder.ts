import { byteCharacters } from './byte-alphabet.ts'
import type { PairMerges } from './pair-merges.ts'
import { textBytes } from './text-bytes.ts'

/** Tokens of a piece, with spans in UTF-16 code units of the piece. */
type EncodedPiece = { readonly ids: Int32Array; readonly starts: Int32Array; readonly ends: Int32Array }

const piecesKept = 30_000
/** Longer pieces hardly come again. */
const longestKept = 40

/** Encodes pieces of text; those seen lately are looked up. */
export class PieceEncoder {
  readonly #merges: PairMerges
  readonly #byteIds: Int32Array
  readonly #wholeWords: ReadonlyMap<string, number> | null
  readonly #bytesOf: (id: number) => number
  #seen = new Map<string, EncodedPiece>()

  /**
   * @param byteIds ids of the 256 bytes
   * @param wholeWords where given, a piece found there as a whole is one token whatever the merges say
   * @param bytesOf how many bytes a token stands for
   */
  constructor(
    merges: PairMerges,
    byteIds: Int32Array,
    wholeWords: ReadonlyMap<string, number> | null,
    bytesOf: (id: number) => number,
  ) {
    this.#merges = merges
    this.#byteIds = byteIds
    this.#wholeWords = wholeWords
    this.#bytesOf = bytesOf
  }

  encode(piece: string, token: (id: number, start: number, end: number) => void): void {
    let encoded = this.#seen.get(piece)
    if (encoded === undefined) {
      encoded = this.#encode(piece)
      if (piece.length <= longestKept) {
        if (this.#seen.size >= piecesKept) this.#seen = new Map()
        this.#seen.set(piece, encoded)
      }
    }
    const { ids, starts, ends } = encoded
    for (let index = 0; index < ids.length; index++) token(ids[index] ?? 0, starts[index] ?? 0, ends[index] ?? 0)
  }

  #encode(piece: string): EncodedPiece {
    const text = textBytes(piece)
    const ids = this.#wholeId(text.bytes) ?? this.#merges.join(Int32Array.from(text.bytes, (byte) => this.#byteIds[byte] ?? 0))
    const starts = new Int32Array(ids.length)
    const ends = new Int32Array(ids.length)
    let byte = 0
    for (let index = 0; index < ids.length; index++) {
      starts[index] = text.starts[byte] ?? 0
      byte += this.#bytesOf(ids[index] ?? 0)
      ends[index] = text.ends[byte - 1] ?? 0
    }
    return { ids, starts, ends }
  }

  #wholeId(bytes: Uint8Array): Int32Array | null {
    if (this.#wholeWords === null) return null
    const id = this.#wholeWords.get(Array.from(bytes, (byte) => byteCharacters[byte]).join(''))
    return id === undefined ? null : Int32Array.of(id)
  }
}
