import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Texts to try a lens on: those of the demo project that the product ships, one of each corpus in turn, the longest field of each row. */
export async function sampleTexts(resources: string): Promise<readonly string[]> {
  const folder = join(resources, 'demo')
  const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort()
  const corpora = await Promise.all(files.map(async (name) => textsIn(await readFile(join(folder, name), 'utf8'))))
  const longest = Math.max(...corpora.map((texts) => texts.length))
  return Array.from({ length: longest }, (_, row) => corpora.flatMap((texts) => texts[row] ?? [])).flat()
}

function textsIn(lines: string): readonly string[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const fields = Object.values(JSON.parse(line) as Record<string, unknown>).filter((each) => typeof each === 'string')
      return fields.reduce((longest, each) => (each.length > longest.length ? each : longest), '')
    })
}
