import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'

export const repository = resolve(import.meta.dirname, '..')

/** The lens both sides read with: the one named, else the bundled one. */
export function lensFolder(named: string | undefined): string {
  return resolve(named ?? join(repository, 'resources', 'lenses', 'etalon-small'))
}

/** Runs a script of the peer's in Python (`--python`, else ETALON_BENCH_PYTHON, else python3); what it prints. */
export function runPython(named: string | undefined, script: string, args: readonly string[]): string {
  const python = named ?? process.env['ETALON_BENCH_PYTHON'] ?? 'python3'
  const run = spawnSync(python, [script, ...args], { encoding: 'utf8' })
  if (run.status === 0) return run.stdout
  throw new Error(`${python} failed; install bench/encode/requirements.txt or name another with --python\n${run.stderr}`)
}
