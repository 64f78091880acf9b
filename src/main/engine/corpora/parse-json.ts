/** Digits enough for an integer that a double may not hold; after a point they are a fraction. */
const longInteger = /(?:^|[^.\d])\d{16}/
const stringOrNonFinite = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b/gs

/**
 * JSON text as a value, two things beyond JSON.parse: integers past 2^53 become exact bigints,
 * and the NaN and Infinity that Python writes become null.
 * @throws SyntaxError as JSON.parse does
 */
export function parseJson(text: string): unknown {
  try {
    return longInteger.test(text) ? JSON.parse(text, exactInteger) : JSON.parse(text)
  } catch (error) {
    if (!text.includes('NaN') && !text.includes('Infinity')) throw error
    const finite = text.replace(stringOrNonFinite, (found) => (found.startsWith('"') ? found : 'null'))
    if (finite === text) throw error
    return longInteger.test(finite) ? JSON.parse(finite, exactInteger) : JSON.parse(finite)
  }
}

function exactInteger(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const source = context?.source ?? ''
  return /^-?\d+$/.test(source) ? BigInt(source) : value
}
