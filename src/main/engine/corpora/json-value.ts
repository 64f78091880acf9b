/** What JSON can say. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue }

const deepest = 64

/**
 * A value of a row as JSON: integers past 2^53 as strings, dates in ISO 8601, numbers that are none as null.
 * What JSON has no place for is left out and told to `onDropped` ("binary data").
 */
export function toJsonValue(value: unknown, onDropped: (what: string) => void, depth = 0): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value !== 'object') return null
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) {
    onDropped('binary data')
    return null
  }
  if (depth === deepest) {
    onDropped(`lists or objects more than ${deepest} deep`)
    return null
  }
  if (Array.isArray(value)) return value.map((each) => toJsonValue(each, onDropped, depth + 1))
  if (ArrayBuffer.isView(value)) return toJsonValue(Array.from(value as unknown as ArrayLike<number | bigint>), onDropped, depth)
  const object = Object.create(null) as Record<string, JsonValue>
  for (const [key, each] of Object.entries(value)) object[key] = toJsonValue(each, onDropped, depth + 1)
  return object
}
