import { fork } from 'node:child_process'
import type { Environment, ProcessPort } from './process-port.ts'

/** Starts a process as a plain Node child, for hosts that are not Electron. It ends when this process does, however that ends. */
export function forkProcess(entry: string, environment: Environment = {}): ProcessPort {
  const child = fork(entry, [], {
    serialization: 'advanced',
    env: { ...process.env, ...environment },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const exitListeners = new Set<(code: number | null, signal: string | null) => void>()
  let ended: { readonly code: number | null; readonly signal: string | null } | null = null
  const end = (code: number | null, signal: string | null) => {
    if (ended !== null) return
    ended = { code, signal }
    for (const each of exitListeners) each(code, signal)
  }
  child.on('exit', end)
  child.on('error', () => {
    // Neither started nor exited, or a message that could not be sent to a process that is ending: `exit` tells the latter.
    if (child.pid === undefined) end(null, null)
  })
  return {
    postMessage(message) {
      if (ended === null && child.connected) child.send(message as object, () => undefined)
    },
    onMessage(listener) {
      child.on('message', listener)
      return () => child.off('message', listener)
    },
    onExit(listener) {
      exitListeners.add(listener)
      if (ended !== null) listener(ended.code, ended.signal)
      return () => exitListeners.delete(listener)
    },
    kill: () => child.kill('SIGKILL'),
  }
}
