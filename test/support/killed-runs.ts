import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { repository } from './demo-project.ts'

/** A seeded generator of numbers from 0 to 1 (mulberry32), so that a failing run can be repeated. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export type Run = { readonly code: number | null; readonly milliseconds: number; readonly stderr: string }

/**
 * Runs a command of the command line; with `killAfter`, SIGKILL to it and all it started after so many milliseconds, or once that is fulfilled.
 */
export function runCommand(args: readonly string[], home: string, killAfter?: number | Promise<unknown>): Promise<Run> {
  const start = performance.now()
  const child = spawn(process.execPath, [join(repository, 'src', 'main', 'cli', 'index.ts'), ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ETALON_HOME: home, NODE_NO_WARNINGS: '1' },
    detached: true,
  })
  let stderr = ''
  child.stderr.on('data', (chunk) => (stderr += chunk))
  let isOver = false
  const kill = () => isOver || process.kill(-(child.pid ?? 0), 'SIGKILL')
  const timer = typeof killAfter === 'number' ? setTimeout(kill, killAfter) : undefined
  if (typeof killAfter === 'object') void killAfter.then(kill)
  return new Promise((resolve) =>
    child.on('exit', (code) => {
      isOver = true
      clearTimeout(timer)
      resolve({ code, milliseconds: performance.now() - start, stderr })
    }),
  )
}
