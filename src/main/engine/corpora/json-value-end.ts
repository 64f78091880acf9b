const lineFeed = 10
const quote = 34
const comma = 44
const openList = 91
const backslash = 92
const closeList = 93
const openObject = 123
const closeObject = 125

/**
 * Where the JSON value that begins at `from` ends, or -1 when the bytes end before it.
 * A raw line feed inside a string, which JSON forbids, ends the value there: what is broken stays on its line.
 */
export function jsonValueEnd(bytes: Buffer, from: number): number {
  const first = bytes[from]
  if (first !== openObject && first !== openList) return scalarEnd(bytes, from)
  let depth = 0
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === quote) {
      const end = stringEnd(bytes, at)
      if (end < 0) return -1
      if (bytes[end] === lineFeed) return end
      at = end
    } else if (byte === openObject || byte === openList) depth++
    else if ((byte === closeObject || byte === closeList) && --depth === 0) return at + 1
  }
  return -1
}

/** Offset of the closing quote, or of a line feed before it; -1 when the bytes end first. */
function stringEnd(bytes: Buffer, from: number): number {
  for (let at = from + 1; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === quote || byte === lineFeed) return at
    if (byte === backslash) at++
  }
  return -1
}

/** A number, word or string, as a row never is one: up to the comma, bracket or line feed after it. */
function scalarEnd(bytes: Buffer, from: number): number {
  const start = bytes[from] === quote ? stringEnd(bytes, from) : from
  if (start < 0) return -1
  for (let at = Math.max(start, from + 1); at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === comma || byte === closeList || byte === lineFeed) return at
  }
  return -1
}
