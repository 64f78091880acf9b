/** A bound that only falls: latents above it will not be testable in the end. */
export type TestableBound = { readonly bound: number; add(smallest: number): void }

/**
 * Gilbert's rule (`testable`) for latents that come one by one: with more than 2^j of them at or below rate / 2^j, its K is above 2^j, and
 * no latent above rate / 2^j is testable, whatever else comes.
 */
export function testableBound(rate: number): TestableBound {
  /** [64], latents by the binary logarithm of rate / smallest, the last and beyond in one. */
  const counts = new Uint32Array(64)
  let level = 0
  let beyond = 0
  return {
    get bound() {
      return rate / 2 ** level
    },
    add(smallest) {
      const exponent = smallest > 0 ? Math.min(63, Math.floor(Math.log2(rate / smallest))) : 63
      if (exponent < 0) return
      counts[exponent]!++
      if (exponent > level) beyond++
      while (level < 62 && beyond > 2 ** (level + 1)) {
        level++
        beyond -= counts[level]!
      }
    },
  }
}
