/**
 * Student's quantile with `freedom` degrees where the normal's is `z`: Cornish and Fisher's expansion to the fourth order (Abramowitz and
 * Stegun 26.7.5), within 1 % from 5 degrees on at z = 3. Below 3 degrees that of 3.
 */
export function studentFactor(z: number, freedom: number): number {
  const v = Math.max(3, freedom)
  const s = z * z
  const first = (z * (s + 1)) / (4 * v)
  const second = (z * (5 * s * s + 16 * s + 3)) / (96 * v * v)
  const third = (z * (3 * s ** 3 + 19 * s * s + 17 * s - 15)) / (384 * v ** 3)
  const fourth = (z * (79 * s ** 4 + 776 * s ** 3 + 1482 * s * s - 1920 * s - 945)) / (92160 * v ** 4)
  return z + first + second + third + fourth
}
