import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export type MeasuredCommand = {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly seconds: number
  readonly peakMegabytes: number
}

const commandLine = resolve(import.meta.dirname, '..', 'src', 'main', 'cli', 'index.ts')

/** Runs a command of etalon's; its peak memory is the largest sum of resident memory of it and all processes it started (Linux). */
export function measureCommand(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<MeasuredCommand> {
  const start = performance.now()
  const child = spawn(process.execPath, [commandLine, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => (stdout += chunk))
  child.stderr.on('data', (chunk) => (stderr += chunk))
  let peak = 0
  const watch = setInterval(() => (peak = Math.max(peak, residentMegabytes(child.pid ?? 0))), 50)
  return new Promise((done) =>
    child.on('close', (code) => {
      clearInterval(watch)
      done({ code, stdout, stderr, seconds: (performance.now() - start) / 1000, peakMegabytes: peak })
    }),
  )
}

function residentMegabytes(parent: number): number {
  const status = (pid: string) => {
    try {
      return readFileSync(join('/proc', pid, 'status'), 'utf8')
    } catch {
      return ''
    }
  }
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ pid: Number(pid), text: status(pid) }))
  const parents = new Map(processes.map(({ pid, text }) => [pid, Number(/^PPid:\s+(\d+)/m.exec(text)?.[1] ?? 0)]))
  const descends = (pid: number): boolean => pid === parent || (parents.has(pid) && pid > 1 && descends(parents.get(pid) ?? 0))
  const kilobytes = processes.filter(({ pid }) => descends(pid)).map(({ text }) => Number(/^VmRSS:\s+(\d+)/m.exec(text)?.[1] ?? 0))
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1024
}
