import { Failure } from '../../../../contract/failure.ts'

/** The ids of the tokens `<0x00>` to `<0xFF>`; null where the vocabulary has none of them. Throws where it has only some. */
export function fallbackByteIds(vocabulary: ReadonlyMap<string, number>): Int32Array | null {
  const ids = Int32Array.from({ length: 256 }, (_, byte) => {
    return vocabulary.get(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`) ?? -1
  })
  const missing = ids.filter((id) => id === -1).length
  if (missing === 0 || missing === 256) return missing === 0 ? ids : null
  throw new Failure(
    'unsupported',
    `The tokenizer writes unknown characters as bytes, but lacks ${missing} of the 256.`,
    'Use the reader with its own tokenizer.',
  )
}
