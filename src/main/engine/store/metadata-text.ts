/**
 * Metadata as the JSON the store keeps: numbers too large for JavaScript as strings, dates in ISO 8601.
 *
 * Filters compare with what `JSON.stringify` makes of a value, so nothing else may write it.
 */
export function metadataText(metadata: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(metadata, (_, value: unknown) => (typeof value === 'bigint' ? fromBigint(value) : value))
}

function fromBigint(value: bigint): number | string {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value.toString()
}
