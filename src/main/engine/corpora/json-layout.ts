import { parseJson } from './parse-json.ts'

/** How rows stand in a JSON file: a list of objects, another list, objects one a line, or values over several lines. */
export type JsonLayout = 'list-of-objects' | 'list' | 'lines' | 'values'

/** The layout, from the first bytes of a file. `lines` takes a whole object on the first line and another line that begins one. */
export function jsonLayout(start: Buffer): JsonLayout {
  const text = start.toString('utf8').trimStart()
  if (text.startsWith('[')) return /^\[\s*\{/.test(text) ? 'list-of-objects' : 'list'
  const line = /^\{.*(?=\r?\n\s*\{)/.exec(text)
  return line !== null && isJson(line[0]) ? 'lines' : 'values'
}

function isJson(text: string): boolean {
  try {
    parseJson(text)
    return true
  } catch {
    return false
  }
}
