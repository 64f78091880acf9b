/**
 * Normalised pointwise mutual information of two properties over documents, -1..1: log(pij / (pi pj)) / -log(pij).
 *
 * Of `n` documents `ni` have the one, `nj` the other, `nij` both. Never together is -1; both in every document says nothing and is 0.
 */
export function npmi(n: number, ni: number, nj: number, nij: number): number {
  if (nij === 0) return -1
  if (nij >= n) return 0
  return Math.log((nij * n) / (ni * nj)) / -Math.log(nij / n)
}
