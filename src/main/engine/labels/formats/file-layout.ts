import { slotOf } from './label-fields.ts'
import { delimitedLayout, type DelimitedLayout } from './delimited-rows.ts'

/** How rows stand in a file, judged from its first bytes and never from its name. */
export type FileLayout = 'lines' | 'document' | DelimitedLayout

export function fileLayout(start: Buffer, last: boolean): FileLayout | null {
  const text = start.toString('utf8').trimStart()
  if (text.startsWith('[')) return 'document'
  if (mostLinesAreObjects(text, last)) return 'lines'
  return text.startsWith('{') ? 'document' : delimitedLayout(start, last)
}

/**
 * Whether at least half of the first 100 whole lines are JSON objects by themselves, so that a broken line will cost itself alone. One
 * object alone must name its latent, as it may also be a map from latent to label.
 */
function mostLinesAreObjects(text: string, last: boolean): boolean {
  const lines = text.split('\n', 100)
  const whole = (last || lines.length === 100 ? lines : lines.slice(0, -1)).filter((line) => line.trim() !== '')
  const [first = '', second] = whole
  if (second === undefined) return (keysOf(first) ?? []).some((key) => slotOf(key) === 'latent')
  return whole.filter((line) => keysOf(line) !== null).length * 2 >= whole.length
}

/** The keys of the JSON object on a line, null where none is. */
function keysOf(line: string): readonly string[] | null {
  if (!line.trimStart().startsWith('{')) return null
  try {
    return Object.keys(JSON.parse(line) as object)
  } catch {
    return null
  }
}
