export type Interval = readonly [low: number, high: number]

/** Of `trials` independent observations, `successes` had the property. */
export type Proportion = { readonly successes: number; readonly trials: number }

/** Standard normal quantile at 0.975: two-sided 95 %. */
const z95 = 1.959963984540054

/**
 * Wilson's score interval of a proportion, without continuity correction (Wilson 1927). [0, 1] without trials.
 *
 * (p + z²/2n ± z·sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n)
 */
export function wilsonInterval({ successes, trials }: Proportion, z = z95): Interval {
  if (trials === 0) return [0, 1]
  const p = successes / trials
  const scale = 1 + (z * z) / trials
  const centre = (p + (z * z) / (2 * trials)) / scale
  const half = (z / scale) * Math.sqrt((p * (1 - p)) / trials + (z * z) / (4 * trials * trials))
  return [successes === 0 ? 0 : Math.max(0, centre - half), successes === trials ? 1 : Math.min(1, centre + half)]
}

/**
 * Newcombe's hybrid score interval of `a` minus `b`, independent samples (Newcombe 1998, method 10). [-1, 1] where either has no trials.
 *
 * With d = pa - pb and Wilson's limits l, u: d - sqrt((pa - la)² + (ub - pb)²), d + sqrt((ua - pa)² + (pb - lb)²)
 */
export function newcombeInterval(a: Proportion, b: Proportion, z = z95): Interval {
  if (a.trials === 0 || b.trials === 0) return [-1, 1]
  const pa = a.successes / a.trials
  const pb = b.successes / b.trials
  const [la, ua] = wilsonInterval(a, z)
  const [lb, ub] = wilsonInterval(b, z)
  return [pa - pb - Math.hypot(pa - la, ub - pb), pa - pb + Math.hypot(ua - pa, pb - lb)]
}
