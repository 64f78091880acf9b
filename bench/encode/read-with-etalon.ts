import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { measureCommand } from '../measure-command.ts'

/** A reading: `seconds` are those of the encoding, from its first document to the last example stored. */
export type Measured = {
  readonly tokens: number
  readonly seconds: number
  readonly peakMegabytes: number
  readonly nonzeros: number
  readonly gflops?: number
  readonly agreement?: { readonly active: number; readonly relativeError: number; readonly present: number } | null
  /** Seconds of the whole command, its start and the opening of the lens included. */
  readonly wholeSeconds?: number
}

export const rate = (run: Measured): number => run.tokens / run.seconds

/** The fastest of some runs. */
export const best = <Run extends Measured>(runs: readonly Run[]): Run => runs.reduce((a, b) => (rate(a) > rate(b) ? a : b))

/** Imports, then reads; what is read both ways before, to measure the agreement of a coarser precision, is not in the seconds. */
export async function readWithEtalon(
  folder: string,
  name: string,
  texts: string,
  lens: string,
  precision: string,
): Promise<Measured> {
  const project = join(folder, name)
  mkdirSync(project)
  const environment = { ETALON_HOME: join(folder, 'home') }
  const imported = await measureCommand(['import', project, texts, '--json'], environment)
  if (imported.code !== 0) throw new Error(imported.stderr)
  const words = ['encode', project, '--channel', 'text', '--lens', lens, '--device', 'cpu', '--precision', precision, '--json']
  const read = await measureCommand(words, environment)
  if (read.code !== 0) throw new Error(read.stderr)
  const { encodings } = JSON.parse(read.stdout) as { encodings: [Omit<Measured, 'peakMegabytes'>] }
  return { ...encodings[0], peakMegabytes: read.peakMegabytes, wholeSeconds: read.seconds }
}
