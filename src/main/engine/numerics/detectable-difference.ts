import { normalQuantile } from './normal.ts'

/**
 * The smallest difference above the frequency `base` of the second side's `n2` that a two-sided test at `alpha` on `n1` + `n2` independent
 * observations finds with probability `power`: d = (z_alpha/2 + z_power) sqrt((base + d)(1 - base - d) / n1 + base (1 - base) / n2).
 *
 * NaN where not even a frequency of 1 would be found. By normal approximation: somewhat optimistic for exact tests of rare latents.
 */
export function smallestDetectable(n1: number, n2: number, base: number, alpha: number, power = 0.8): number {
  const reach = normalQuantile(1 - alpha / 2) + normalQuantile(power)
  return leastExcess(1 - base, (d) => reach * Math.sqrt(((base + d) * Math.max(0, 1 - base - d)) / n1 + (base * (1 - base)) / n2))
}

/**
 * The same for `pairs` of which a share `discordant` changes either way: d = (z_alpha/2 sqrt(s) + z_power sqrt(s - d²)) / sqrt(pairs) with
 * s = `discordant` (Connor 1987, for McNemar's test). NaN where it would not be found even if all changed the same way.
 */
export function smallestDetectablePaired(pairs: number, discordant: number, alpha: number, power = 0.8): number {
  const level = normalQuantile(1 - alpha / 2)
  const wanted = normalQuantile(power)
  const needed = (d: number) => level * Math.sqrt(discordant) + wanted * Math.sqrt(Math.max(0, discordant - d * d))
  return leastExcess(discordant, (d) => needed(d) / Math.sqrt(pairs))
}

/** The d in (0, largest] with d = needed(d), by bisection; `needed` is concave and above d at 0. NaN where there is none. */
function leastExcess(largest: number, needed: (d: number) => number): number {
  if (!(needed(largest) <= largest)) return NaN
  let low = 0
  let high = largest
  for (let step = 0; step < 60 && high - low > 1e-12; step++) {
    const middle = (low + high) / 2
    if (middle < needed(middle)) low = middle
    else high = middle
  }
  return high
}
