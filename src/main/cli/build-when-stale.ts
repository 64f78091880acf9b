import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Failure } from '../../contract/failure.ts'

type Builder = { buildWindowWhenStale(): Promise<void>; buildDesktopWhenStale(): Promise<void> }

/** In a source checkout, builds these parts where they are missing or stale; an installed product brings them. Throws a Failure where one cannot be built. */
export async function buildWhenStale(productFolder: string, parts: readonly ('window' | 'desktop')[]): Promise<void> {
  const path = join(productFolder, 'tools', 'build-when-stale.mjs')
  if (!existsSync(path)) return
  const builder = (await import(pathToFileURL(path).href)) as Builder
  try {
    if (parts.includes('window')) await builder.buildWindowWhenStale()
    if (parts.includes('desktop')) await builder.buildDesktopWhenStale()
  } catch (error) {
    throw new Failure('unsupported', firstLines(error), `Run npm ci in ${productFolder} and start again.`, { cause: error })
  }
}

/** What the bundler said, as far as it helps to find the line: it can be pages. */
function firstLines(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error))
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
  return lines.slice(0, 8).join('\n')
}
