/** What a metadata value can be filtered by: text as it is, numbers and booleans written out, of a list each element; nothing else. */
export function metadataTexts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.filter((each) => !Array.isArray(each)).flatMap(metadataTexts)
  if (typeof value === 'string') return value === '' ? [] : [value]
  return typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : []
}
