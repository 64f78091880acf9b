import { expect, test } from 'vitest'
import type { ChangeEvent, Job } from '../../../src/contract/jobs.ts'
import { ChangeFeed } from '../../../src/main/engine/change-feed.ts'

const job = (id: number): Job => ({
  id,
  kind: 'import',
  title: '',
  state: 'running',
  progress: null,
  failure: null,
  createdAt: '',
  startedAt: null,
  pausable: true,
  again: true,
  lines: 0,
  finishedAt: null,
  result: null,
})

test('a subscription begins with a snapshot, and a slow reader gets the newest one and the union of topics', async () => {
  const feed = new ChangeFeed()
  feed.tellJobs([job(1)])
  const stop = new AbortController()
  const events: ChangeEvent[] = []
  const reading = (async () => {
    for await (const event of feed.subscribe(stop.signal)) {
      events.push(event)
      if (events.length === 1) {
        for (let id = 2; id < 50; id++) feed.tellJobs([job(id)])
        feed.tellChanged(['labels'])
        feed.tellChanged(['labels', 'corpora'])
      }
      if (events.length === 3) stop.abort()
    }
  })()
  await reading
  expect(events).toEqual([
    { kind: 'jobs', jobs: [job(1)] },
    { kind: 'jobs', jobs: [job(49)] },
    { kind: 'changed', topics: ['labels', 'corpora'] },
  ])
})
