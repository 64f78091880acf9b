/** Difference and p of one latent among pairs cut to their first, or their last, tokens. */
export type CutOutcome = { readonly difference: number; readonly p: number }

/**
 * What holds at equal length: both cuts must show it, on the same side; the one with the larger p speaks for both. p is 1 where they
 * disagree in sign.
 *
 * A pair of unequal texts can be aligned at the start or at the end. If the shorter is a longer text that stopped early, their first tokens
 * are alike, but the last tokens of the longer are of a part that the shorter never reached: then latents of the body seem more frequent
 * in the longer, and latents of openings in the shorter, from length alone. If the shorter lacks its beginning, it is the other way
 * round. A difference is put down to more than length only where neither explains it, so both hypotheses must be rejected: the
 * intersection-union test, valid at each level without correction (Berger 1982). The price: what only ever opens or closes the texts of
 * the longer side is not claimed, however frequent.
 */
export function decideCut(first: CutOutcome, last: CutOutcome): CutOutcome & { readonly cut: 'first' | 'last' } {
  const cut = first.p >= last.p ? 'first' : 'last'
  const deciding = cut === 'first' ? first : last
  if (first.difference * last.difference > 0) return { ...deciding, cut }
  const smaller = Math.abs(first.difference) <= Math.abs(last.difference) ? 'first' : 'last'
  return { difference: (smaller === 'first' ? first : last).difference, p: 1, cut: smaller }
}
