/** An interrupt that reaches both processes from the terminal and comes again from the launcher within this many ms is one. */
const sameInterruptMs = 250

/**
 * Ties this process to the launcher that started it, over the channel between them: it ends when the launcher is gone
 * (also by SIGKILL), and an interrupt sent to the launcher alone reaches it. Without a launcher nothing happens.
 */
export function endWithParent(): void {
  if (process.channel === undefined) return
  let lastInterrupt = -Infinity
  process.on('SIGINT', () => {
    lastInterrupt = performance.now()
    // With no other listener this one must do what the signal does by itself.
    if (process.listenerCount('SIGINT') === 1) process.exit(130)
  })
  process.on('message', (message) => {
    if (!isInterrupt(message)) return
    const sent = performance.now()
    setTimeout(() => {
      if (Math.abs(lastInterrupt - sent) > sameInterruptMs) process.emit('SIGINT', 'SIGINT')
    }, sameInterruptMs / 5)
  })
  process.on('disconnect', () => process.exit(129))
  process.channel.unref()
}

function isInterrupt(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'signal' in message && message.signal === 'SIGINT'
}
