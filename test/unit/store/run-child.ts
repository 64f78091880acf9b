import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

const isRoot = process.getuid?.() === 0

/** Runs `<script>` of this folder and gives what it printed, as JSON. `unprivileged`: as nobody, when the tests run as root. */
export function runChild(script: string, args: readonly string[], options: { readonly unprivileged?: boolean } = {}): unknown {
  const as = options.unprivileged === true && isRoot ? { uid: 65534, gid: 65534 } : {}
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(import.meta.dirname, script), ...args], {
    encoding: 'utf8',
    ...as,
  })
  if (status !== 0) throw new Error(`${script} ended with ${status}: ${stderr}`)
  return JSON.parse(stdout) as unknown
}

/** Starts a script of this folder, to be killed; resolves with it once it has printed a line, or ended. */
export function startChild(script: string, args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.stdout.once('data', () => resolve(child))
    child.once('exit', () => resolve(child))
  })
}

export function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGKILL')
  return gone
}
