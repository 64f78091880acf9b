import type { Precision, PrecisionAgreement } from '../../../contract/corpora.ts'
import { readBlock, type Reading } from '../encoding/read-block.ts'
import type { Lens } from '../lens/lens.ts'
import { activationAgreement } from '../numerics/activation-agreement.ts'

/** Tokens that are read both ways: enough for some 60,000 activations, and read in a second or two. */
export const comparedTokens = 2000

/** A channel's texts: characters of each by ordinal, and the texts themselves. */
type Texts = { readonly lengths: Uint32Array; read(ordinal: number): string }

/**
 * Reads the first tokens of a channel in float32 and then in another precision, and measures how alike the two are.
 *
 * @param open opens the lens in one precision; the one asked for last stays open
 */
export async function measureAgreement(
  lens: Lens,
  texts: Texts,
  open: (precision: Precision) => Promise<Reading>,
  precision: Precision,
): Promise<PrecisionAgreement> {
  const floats = await open('float32')
  const sample = firstTexts(texts, (text) => floats.tokenize(text).document.ends)
  const exact = await readBlock(floats, 0, sample)
  const coarser = await readBlock(await open(precision), 0, sample)
  return activationAgreement(exact, coarser, lens.thresholds)
}

/** Texts from the first on that hold so many tokens together, empty ones left out; the last is cut where it would pass them. */
function firstTexts({ lengths, read }: Texts, endsOf: (text: string) => Int32Array): readonly string[] {
  const sample: string[] = []
  let missing = comparedTokens
  for (let ordinal = 0; ordinal < lengths.length && missing > 0; ordinal++) {
    if (lengths[ordinal] === 0) continue
    // No token is longer than a few characters on average, so that of a book only its beginning is cut into tokens.
    const text = read(ordinal).slice(0, missing * 16)
    const ends = endsOf(text)
    sample.push(ends.length > missing ? text.slice(0, ends[missing - 1]) : text)
    missing -= ends.length
  }
  return sample
}
