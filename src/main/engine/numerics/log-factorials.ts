let known = Float64Array.of(0, 0)

/**
 * ln 0! to at least ln n!, [at least n + 1], each rounded once: off by 3e-11 at 20,000, 2e-9 at a million.
 *
 * One table for the whole process, which grows by doubling; whoever keeps what was given keeps a shorter one.
 */
export function logFactorials(n: number): Float64Array {
  if (n < known.length) return known
  const table = new Float64Array(Math.max(n + 1, 2 * known.length))
  // Neumaier's compensated sum (1974).
  let sum = 0
  let lost = 0
  for (let k = 2; k < table.length; k++) {
    const term = Math.log(k)
    const next = sum + term
    lost += sum >= term ? sum - next + term : term - next + sum
    sum = next
    table[k] = sum + lost
  }
  known = table
  return known
}
