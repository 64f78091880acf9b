import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const secondsUntilReady = 15
/** After being asked to end, before being made to. */
const secondsToEnd = 5

/** What Electron writes where it cannot start, as a reason. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/sandbox/i, 'its sandbox cannot work on this system'],
  [/error while loading shared libraries: ([^\s:]+)/, 'the system lacks a library it needs'],
  [/missing x server|cannot open display|unable to open x display|ozone/i, 'the display cannot be opened'],
]

/**
 * Runs Electron on the product until its window is closed; null once it was. Otherwise what happened before it was ready, in words.
 *
 * Until it is ready, only what the app itself says passes: Chromium explains its failures in stack traces.
 */
export async function runWindow(
  binary: string,
  productFolder: string,
  environment: Readonly<Record<string, string>>,
  patience = secondsUntilReady,
): Promise<string | null> {
  const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env
  const child = spawn(binary, [productFolder], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...inherited, ...environment } })
  let isReady = false
  let wasInterrupted = false
  let refused: string | null = null
  let said = ''
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line === 'etalon: ready') isReady = true
  })
  createInterface({ input: child.stderr }).on('line', (line) => {
    said = `${said}${line}\n`.slice(-20_000)
    if (isReady || line.startsWith('etalon: ')) process.stderr.write(`${line}\n`)
  })
  let insist: NodeJS.Timeout | undefined
  const end = () => {
    child.kill()
    insist ??= setTimeout(() => child.kill('SIGKILL'), secondsToEnd * 1000)
  }
  const waiting = setTimeout(() => {
    if (isReady) return
    refused = `it was not ready after ${patience} s`
    end()
  }, patience * 1000)
  const interrupt = () => {
    wasInterrupted = true
    end()
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, interrupt)
  try {
    const { code, signal } = await new Promise<{ code: number | string | null; signal: string | null }>((resolve) => {
      child.once('close', (code, signal) => resolve({ code, signal }))
      child.once('error', (error: NodeJS.ErrnoException) => resolve({ code: error.code ?? error.message, signal: null }))
    })
    if (wasInterrupted || (isReady && code === 0)) return null
    const how = signal ?? `code ${code}`
    if (!isReady) return refused ?? reasons.find(([pattern]) => pattern.test(said))?.[1] ?? `it ended early, ${how}`
    process.stderr.write(`The window ended unexpectedly (${how}). What was committed is kept.\n`)
    return null
  } finally {
    clearTimeout(waiting)
    clearTimeout(insist)
    for (const signal of signals) process.off(signal, interrupt)
  }
}
