import { createTRPCClient } from '@trpc/client'
import { expect, test } from 'vitest'
import { Failure } from '../../../src/contract/failure.ts'
import type { Operations } from '../../../src/contract/operations.ts'
import type { Port } from '../../../src/contract/port.ts'
import type { Router } from '../../../src/contract/router.ts'
import { servePort } from '../../../src/main/port.ts'
import { Connection, ConnectionLost, ConnectionRefused } from '../../../src/renderer/client/connection.ts'
import { failureOf } from '../../../src/renderer/client/failure-of.ts'
import { portLink } from '../../../src/renderer/client/port-link.ts'

/** Two ends of a port in one process; closing either closes both. */
function portPair(): readonly [Port, Port] {
  const listeners: ((message: unknown) => void)[][] = [[], []]
  const closers: (() => void)[] = []
  let open = true
  const end = (own: number): Port => ({
    postMessage: (message) => {
      const copy = structuredClone(message)
      queueMicrotask(() => {
        if (open) for (const listener of listeners[1 - own] ?? []) listener(copy)
      })
    },
    onMessage: (listener) => listeners[own]?.push(listener),
    onClose: (listener) => closers.push(listener),
    close: () => {
      if (!open) return
      open = false
      for (const closer of closers) closer()
    },
  })
  return [end(0), end(1)]
}

type Parts = { [Area in keyof Operations]?: Partial<Operations[Area]> }

/** A client over a connection to these operations; `cut` takes the port away. */
function connect(parts: Parts) {
  const ports: Port[] = []
  const bugs: unknown[] = []
  const connection = new Connection(
    async () => {
      const [here, there] = portPair()
      ports.push(here)
      servePort(there, parts as Operations, (bug) => bugs.push(bug))
      return here
    },
    () => Promise.resolve(),
  )
  const api = createTRPCClient<Router>({ links: [portLink(connection)] })
  return { api, connection, bugs, cut: () => ports.at(-1)?.close() }
}

test('answers come as they were given, typed arrays too', async () => {
  const { api } = connect({
    documents: { order: async () => ({ ordinals: [Int32Array.of(3, -1)], rows: 2, paired: 1 }) },
    project: { current: async () => null },
  })
  expect(await api.project.current.query()).toBe(null)
  const { ordinals } = await api.documents.order.query({ panes: [{ corpus: 'a' }] })
  expect(ordinals).toEqual([Int32Array.of(3, -1)])
})

test('a failure comes as its value, a bug as a fixed sentence', async () => {
  const { api, bugs } = connect({
    project: {
      recent: async () => {
        throw new Failure('locked', 'Held.', 'Close it.')
      },
      lenses: async () => {
        throw new Error('secret')
      },
    },
  })
  const failed = await api.project.recent.query().catch(failureOf)
  expect(failed).toEqual({ code: 'locked', message: 'Held.', hint: 'Close it.' })
  const broken = await api.project.lenses.query().catch(failureOf)
  expect(broken).toMatchObject({ code: 'bug', message: 'Something went wrong inside Etalon.' })
  expect(bugs).toHaveLength(1)
})

test('a query asked while the connection is lost is answered by the next one', async () => {
  let asked = 0
  let release = () => {}
  const { api, cut, connection } = connect({
    project: {
      current: async () => {
        asked += 1
        if (asked === 1) await new Promise<void>((resolve) => (release = resolve))
        return null
      },
    },
  })
  let reopened = 0
  connection.onReopened(() => (reopened += 1))
  const answer = api.project.current.query()
  await expect.poll(() => asked).toBe(1)
  cut()
  expect(connection.state).toBe('lost')
  expect(await answer).toBe(null)
  expect([asked, reopened, connection.state]).toEqual([2, 1, 'open'])
  release()
})

test('a mutation is sent again only with a request id', async () => {
  const seen: (string | undefined)[] = []
  const { api, cut } = connect({
    corpora: {
      remove: () => {
        seen.push('remove')
        return new Promise(() => {})
      },
    },
    labels: {
      set: ({ requestId }) => {
        seen.push(requestId)
        return seen.filter((each) => each === 'r1').length < 2
          ? new Promise(() => {})
          : Promise.reject(new Failure('stale', 'Twice.', 'Fine.'))
      },
    },
  })
  const removing = api.corpora.remove.mutate({ corpus: 'a' }).catch((error: unknown) => error)
  const labelling = api.labels.set.mutate({ latent: 1, text: 'x', requestId: 'r1' }).catch(failureOf)
  await expect.poll(() => seen.length).toBe(2)
  cut()
  expect(failureOf(await removing)).toMatchObject({ code: 'connection' })
  expect(await labelling).toMatchObject({ message: 'Twice.' })
  expect(seen).toEqual(['remove', 'r1', 'r1'])
})

test('a subscription begins again with a snapshot, and every event is acknowledged', async () => {
  let begun = 0
  const { api, cut } = connect({
    jobs: {
      changes: async function* (signal) {
        begun += 1
        yield { kind: 'jobs', jobs: [] }
        // More than the window: without acknowledgement the fifteenth would be the last.
        for (let each = 0; each < 40; each++) yield { kind: 'changed', topics: ['labels'] }
        await new Promise<void>((resolve) => signal.addEventListener('abort', resolve))
      },
    },
  })
  const kinds: string[] = []
  const subscription = api.jobs.changes.subscribe(undefined, { onData: ({ kind }) => kinds.push(kind) })
  await expect.poll(() => kinds.length).toBe(41)
  cut()
  await expect.poll(() => kinds.length).toBe(82)
  expect([begun, kinds[0], kinds[41]]).toEqual([2, 'jobs', 'jobs'])
  subscription.unsubscribe()
})

test('aborting a query stops it on the other side', async () => {
  let stopped = false
  const { api } = connect({
    jobs: {
      changes: async function* (signal) {
        yield { kind: 'jobs', jobs: [] }
        await new Promise<void>((resolve) => signal.addEventListener('abort', resolve))
        stopped = true
      },
    },
    project: { current: () => new Promise(() => {}) },
  })
  const abort = new AbortController()
  const asking = api.project.current.query(undefined, { signal: abort.signal }).catch((error: Error) => error.message)
  const subscription = api.jobs.changes.subscribe(undefined, { onData: () => {} })
  await new Promise((resolve) => setTimeout(resolve, 20))
  abort.abort()
  subscription.unsubscribe()
  expect(await asking).toBe('Stopped.')
  await expect.poll(() => stopped).toBe(true)
})

test('a refused connection is not tried again', async () => {
  let tries = 0
  const connection = new Connection(
    () => {
      tries += 1
      return Promise.reject(tries === 1 ? new Error('not there') : new ConnectionRefused('wrong token'))
    },
    () => Promise.resolve(),
  )
  await expect.poll(() => connection.state).toBe('refused')
  expect(tries).toBe(2)
  expect(failureOf(new ConnectionLost()).code).toBe('connection')
})
