/** A share 0..1: `12.3 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

/** A difference of shares: `+4.2 points`. */
export function points(difference: number): string {
  return `${difference >= 0 ? '+' : '−'}${(100 * Math.abs(difference)).toFixed(1)} points`
}

/** A probability: `0.031`, `2.0e-9`. */
export function small(value: number | null): string {
  return value === null ? 'unknown' : value < 0.001 ? value.toExponential(1) : value.toFixed(3)
}
