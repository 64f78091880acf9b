import { utilityProcess } from 'electron'
import type { StartProcess } from '../engine/engine.ts'

/** A process of the engine's as Electron's utility process: it ends with the app. */
export const startUtilityProcess: StartProcess = (entry, environment = {}) => {
  const env = { ...process.env, ...environment }
  const child = utilityProcess.fork(entry, [], { serviceName: 'Etalon reader', stdio: 'ignore', env })
  const exitListeners = new Set<(code: number | null, signal: string | null) => void>()
  let ended: { readonly code: number } | null = null
  child.once('exit', (code) => {
    ended = { code }
    for (const each of exitListeners) each(code, null)
  })
  // A fatal error of its V8 (memory ran out, say) is followed by its exit; without a listener it would end the app.
  child.on('error', () => undefined)
  return {
    // Only ports can be transferred to it: buffers are copied.
    postMessage: (message) => child.postMessage(message),
    onMessage(listener) {
      child.on('message', listener)
      return () => child.off('message', listener)
    },
    onExit(listener) {
      exitListeners.add(listener)
      if (ended !== null) listener(ended.code, null)
      return () => exitListeners.delete(listener)
    },
    kill: () => child.kill(),
  }
}
