/**
 * Works through a source with several workers, and yields what they make in the order in which it is done.
 *
 * At most `workers` items are under way and as many results wait to be taken: memory does not grow with the source. A worker that
 * makes null ends the pulling: what is under way is still yielded. The first error ends it too, after what was made before it.
 * @param stop called once, at the end or when the consumer leaves early: whatever is still under way is to end at once
 */
export async function* workThrough<Item, Result>(
  source: Iterable<Item> | AsyncIterable<Item>,
  workers: number,
  work: (item: Item) => Promise<Result | null>,
  stop: () => void,
): AsyncGenerator<Result, void, undefined> {
  const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
  const results: Result[] = []
  const error: unknown[] = []
  let resumeReader: () => void = () => undefined
  const resumeWorkers: (() => void)[] = []
  let ended = false
  let left = false
  let running = workers
  let pulled: Promise<unknown> = Promise.resolve()

  /** One at a time, as not every iterator takes several requests at once. */
  const pull = (): Promise<IteratorResult<Item, unknown>> => {
    const next = pulled.then(() => (ended ? { done: true as const, value: undefined } : iterator.next()))
    pulled = next.catch(() => undefined)
    return next
  }
  const worker = async (): Promise<void> => {
    while (!ended) {
      const next = await pull()
      if (next.done === true) break
      const result = await work(next.value)
      if (result === null) break
      while (results.length >= workers && !left) await new Promise<void>((resolve) => resumeWorkers.push(resolve))
      results.push(result)
      resumeReader()
    }
    ended = true
  }
  const watched = async (): Promise<void> => {
    try {
      await worker()
    } catch (thrown) {
      ended = true
      error.push(thrown)
    }
    running--
    resumeReader()
  }
  const all = Array.from({ length: workers }, watched)

  try {
    for (;;) {
      const result = results.shift()
      if (result !== undefined) {
        resumeWorkers.shift()?.()
        yield result
      } else if (error.length > 0) throw error[0]
      else if (running === 0) return
      else await new Promise<void>((resolve) => (resumeReader = resolve))
    }
  } finally {
    left = true
    ended = true
    stop()
    for (const resume of resumeWorkers.splice(0)) resume()
    await Promise.all(all)
    await iterator.return?.()
  }
}
