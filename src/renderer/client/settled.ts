/** Waits a moment before asking, so that what scrolls by is never asked for; ends at once, in vain, when stopped. */
export function settled(signal: AbortSignal, milliseconds = 40): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(new DOMException('Scrolled by.', 'AbortError'))
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, milliseconds)
    signal.addEventListener('abort', stop, { once: true })
  })
}
