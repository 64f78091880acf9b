/** Characters of an answer that are looked at. What is longer is no answer to any of the prompts. */
const longest = 200_000

/** Brackets that may fail to open a value before the search is given up. */
const mostFailures = 200

/**
 * The JSON objects and arrays that stand in an answer one after the other, with anything around them: prose, code fences, what a model
 * thought aloud before in <think> tags. Commas before a closing bracket are forgiven; nothing else is.
 */
export function jsonValues(answer: string): readonly unknown[] {
  if (answer.length > longest) return []
  const text = afterThinking(answer)
  const values: unknown[] = []
  let failures = 0
  for (let at = nextBracket(text, 0); at >= 0 && failures < mostFailures;) {
    const end = closingOf(text, at)
    const value = end < 0 ? undefined : parsed(text.slice(at, end))
    if (value === undefined) failures++
    else values.push(value)
    at = nextBracket(text, value === undefined ? at + 1 : end)
  }
  return values
}

/**
 * The one meaning of an answer: what `read` makes of the values in it. Null where it makes nothing of any, or different things of several.
 */
export function oneMeaning<Value>(answer: string, read: (value: unknown) => Value | null): Value | null {
  let meaning: Value | null = null
  for (const value of jsonValues(answer)) {
    const each = read(value)
    if (each === null) continue
    if (meaning !== null && JSON.stringify(meaning) !== JSON.stringify(each)) return null
    meaning = each
  }
  return meaning
}

/** The properties of an object; null for anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
}

function afterThinking(answer: string): string {
  const end = answer.lastIndexOf('</think>')
  return end < 0 ? answer : answer.slice(end + '</think>'.length)
}

function nextBracket(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (text[at] === '{' || text[at] === '[') return at
  return -1
}

/** The end of the value whose bracket opens at an offset, -1 where none closes it. */
function closingOf(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const sign = text[at]!
    if (sign === '"') {
      at++
      while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
    } else if (sign === '{' || sign === '[') depth++
    else if (sign === '}' || sign === ']') {
      depth--
      if (depth === 0) return at + 1
    }
  }
  return -1
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(withoutLastCommas(text)) as unknown
  } catch {
    return undefined
  }
}

/** Without commas that stand before a closing bracket outside of strings. */
function withoutLastCommas(text: string): string {
  return text.replaceAll(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/gs, (_, string: string | undefined) => string ?? '')
}
