/** The process's end of the channel to whoever started it: Electron's utilityProcess or a fork. */
export type ParentChannel = {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
}

type UtilityPort = { postMessage(message: unknown): void; on(event: 'message', listener: (event: { data: unknown }) => void): void }

/** Connects to the parent, and ends this process when the parent is gone. */
export function parentChannel(): ParentChannel {
  const utilityPort = (process as { parentPort?: UtilityPort }).parentPort
  if (utilityPort !== undefined) {
    return {
      send: (message) => utilityPort.postMessage(message),
      onMessage: (listener) => utilityPort.on('message', (event) => listener(event.data)),
    }
  }
  // Interrupts from the terminal reach this process too; the parent decides what they mean.
  process.on('SIGINT', () => undefined)
  process.on('disconnect', () => process.exit(0))
  return {
    send: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
  }
}
