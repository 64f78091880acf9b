import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Real texts: of a JSONL file with `text`, else model answers from `../shared/data`, one of each file in turn. */
export function sampleTexts(count: number, file?: string): readonly string[] {
  if (file !== undefined) return linesOf(readFileSync(file)).slice(0, count)
  const folder = resolve(import.meta.dirname, '..', '..', 'shared', 'data', 'model-answers')
  const files = globSync('*.jsonl.gz', { cwd: folder }).sort()
  if (files.length === 0) throw new Error(`no texts in ${folder}; name a file with --texts`)
  const each = files.map((name) => linesOf(gunzipSync(readFileSync(join(folder, name)))))
  const longest = Math.max(...each.map((texts) => texts.length))
  const interleaved = Array.from({ length: longest }, (_, at) => each.flatMap((texts) => texts[at] ?? []))
  return interleaved.flat().slice(0, count)
}

function linesOf(bytes: Buffer): readonly string[] {
  return bytes
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { text: string }).text)
}
