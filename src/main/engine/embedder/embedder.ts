import { join } from 'node:path'
import { eachRow, wordsOf } from './segmentation.ts'
import { readWordVectors } from './words-file.ts'

/** Short texts to vectors whose cosine says how alike they are in meaning. */
export type Embedder = {
  /** Of the word vectors: scores of embedders of different names cannot be compared. */
  readonly name: string
  readonly dimensions: number
  /** [dimensions], unit length; all zeros for a text in which no word, piece of a word or mark is known. */
  embed(text: string): Float32Array
  /** [texts, dimensions], each row as `embed` gives it. */
  embedAll(texts: readonly string[]): Float32Array
  /** Share of a text's words, of letters or digits, that have a vector of their own, 0..1; 0 for a text without words. */
  knows(text: string): number
}

const lettersOrDigits = /^[\p{L}\p{N}]/u

/**
 * Opens the word vectors `words.bin.gz` of a folder. A text's vector is the sum of those of its words, brought to unit length; a word's
 * importance is the length of its vector. Throws a `Failure` where the file is missing, damaged or of a later format.
 */
export async function openEmbedder(folder: string): Promise<Embedder> {
  const { name, dimensions, rowOf, scales, packed } = await readWordVectors(join(folder, 'words.bin.gz'))

  const half = dimensions / 2

  function embedInto(out: Float32Array, text: string): void {
    const add = (row: number): void => {
      const scale = scales[row]!
      const from = row * half
      for (let at = 0; at < half; at++) {
        const pair = packed[from + at]!
        out[2 * at]! += scale * ((pair << 28) >> 28)
        out[2 * at + 1]! += scale * (pair >> 4)
      }
    }
    for (const word of wordsOf(text)) eachRow(word, rowOf, add)
    toUnitLength(out)
  }

  return {
    name,
    dimensions,
    embed(text) {
      const vector = new Float32Array(dimensions)
      embedInto(vector, text)
      return vector
    },
    embedAll(texts) {
      const vectors = new Float32Array(texts.length * dimensions)
      for (const [place, text] of texts.entries()) embedInto(vectors.subarray(place * dimensions, (place + 1) * dimensions), text)
      return vectors
    },
    knows(text) {
      const words = wordsOf(text).filter((word) => lettersOrDigits.test(word))
      return words.length === 0 ? 0 : words.filter((word) => rowOf.has(word)).length / words.length
    },
  }
}

function toUnitLength(vector: Float32Array): void {
  let square = 0
  for (const value of vector) square += value * value
  if (square === 0) return
  const factor = 1 / Math.sqrt(square)
  for (let at = 0; at < vector.length; at++) vector[at]! *= factor
}
