import { expect, test } from 'vitest'
import { Failure } from '../../../src/contract/failure.ts'
import type { Job } from '../../../src/contract/jobs.ts'
import { type JobControl, JobQueue } from '../../../src/main/engine/jobs/job-queue.ts'
import { RateMeter } from '../../../src/main/engine/jobs/rate-meter.ts'

function queue() {
  let last = 0
  const written: Job[] = []
  const told: (readonly Job[])[] = []
  const bugs: unknown[] = []
  const log = { create: () => (last += 1), update: (job: Job) => void written.push(job) }
  return {
    queue: new JobQueue(
      log,
      (jobs) => told.push(jobs),
      (bug) => bugs.push(bug),
    ),
    written,
    told,
    bugs,
  }
}

async function settled(jobs: JobQueue): Promise<readonly Job[]> {
  while (jobs.jobs.some((job) => job.state === 'queued' || job.state === 'running'))
    await new Promise((resolve) => setTimeout(resolve, 2))
  return jobs.jobs
}

test('jobs run one after the other, and their results and failures are kept', async () => {
  const { queue: jobs, written, bugs } = queue()
  const order: string[] = []
  jobs.enqueue('import', 'first', {}, async () => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    order.push('first')
    return 1
  })
  jobs.enqueue('encode', 'second', {}, () => Promise.reject(new Failure('disk-full', 'The disk is full.', 'Free some space.')))
  jobs.enqueue('export', 'third', {}, () => Promise.reject(new Error('a bug')))
  jobs.enqueue('export', 'fourth', {}, () => Promise.resolve(order.push('fourth')))
  const ended = await settled(jobs)
  expect(order).toEqual(['first', 'fourth'])
  expect(ended.map((job) => [job.state, job.failure?.code ?? null])).toEqual([
    ['done', null],
    ['failed', 'disk-full'],
    ['failed', 'internal'],
    ['done', null],
  ])
  expect(ended[0]?.result).toBe(1)
  expect(bugs).toHaveLength(1)
  expect(written.filter((job) => job.id === 1).map((job) => job.state)).toEqual(['running', 'done'])
})

test('a cancelled job stops, one that waits never begins, and closing waits for the one that runs', async () => {
  const { queue: jobs } = queue()
  let stopped = false
  const running = jobs.enqueue('encode', 'runs', {}, async ({ signal }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    stopped = true
    throw new Failure('cancelled', 'stopped', '')
  })
  const waiting = jobs.enqueue('encode', 'waits', {}, () => Promise.reject(new Error('must not begin')))
  await new Promise((resolve) => setTimeout(resolve, 5))
  jobs.cancel(waiting.id)
  expect(jobs.jobs.find((job) => job.id === waiting.id)?.state).toBe('cancelled')
  await jobs.close()
  expect(stopped).toBe(true)
  expect(jobs.jobs.find((job) => job.id === running.id)?.state).toBe('cancelled')
})

test('a paused job gives its place to the next, goes on when it is resumed, and writes that down', async () => {
  const { queue: jobs, written } = queue()
  const began: number[] = []
  let done = 0
  const work = async ({ signal, progress }: JobControl) => {
    began.push(done)
    while (done < 3) {
      if (signal.aborted) throw new Failure('cancelled', 'stopped', '')
      progress({ doing: 'Steps', done, total: 3, unit: 'steps' })
      await new Promise((resolve) => setTimeout(resolve, 5))
      done += 1
      if (done === 1) jobs.pause(paused.id)
    }
    return 'all'
  }
  const paused = jobs.enqueue('encode', 'steps', {}, work)
  jobs.enqueue('export', 'next', {}, () => Promise.resolve('next'))
  const stateOf = (id: number) => jobs.jobs.find((job) => job.id === id)?.state
  await settled(jobs)
  expect([stateOf(1), stateOf(2)]).toEqual(['paused', 'done'])
  expect(written.findLast((job) => job.id === 1)).toMatchObject({ state: 'paused', finishedAt: null, progress: { done: 0 } })
  jobs.resume(paused.id)
  await settled(jobs)
  expect(jobs.jobs.find((job) => job.id === 1)).toMatchObject({ state: 'done', result: 'all' })
  expect(began).toEqual([0, 1])
  expect(jobs.lines(1)?.map(({ text }) => text)).toEqual([
    'Started',
    'Steps',
    'Paused',
    'Put into the queue again',
    'Started again',
    'Steps',
    'Finished',
  ])
})

test('what is paused stays so when the queue is closed, and another queue goes on with it; an export only begins anew', async () => {
  const { queue: jobs } = queue()
  const export_ = jobs.enqueue('export', 'e', {}, () =>
    Promise.reject(new Failure('disk-full', 'The disk is full.', 'Free some space.')),
  )
  const waiting = jobs.enqueue('encode', 'w', {}, () => Promise.resolve('read'))
  jobs.pause(waiting.id)
  jobs.pause(export_.id)
  await settled(jobs)
  await jobs.close()
  expect(jobs.jobs.map(({ state }) => state)).toEqual(['failed', 'paused'])
  const { queue: later } = queue()
  for (const job of jobs.jobs) later.adopt(job, [])
  later.resume(waiting.id)
  expect(later.jobs.find(({ id }) => id === waiting.id)?.state).toBe('paused')
  later.resume(waiting.id, () => Promise.resolve('read'))
  later.resume(export_.id, () => Promise.resolve('written'))
  expect((await settled(later)).map(({ state, result }) => [state, result])).toEqual([
    ['done', 'read'],
    ['done', 'written'],
  ])
})

test('of a long log the last lines are kept, and how many there were', async () => {
  const { queue: jobs } = queue()
  const job = jobs.enqueue('import', 'many', {}, async ({ note }) => {
    for (let line = 0; line < 250; line++) note(`line ${line}`, line === 249)
  })
  await settled(jobs)
  expect(jobs.jobs[0]?.lines).toBe(252)
  expect(jobs.lines(job.id)).toHaveLength(100)
  expect(jobs.lines(job.id)?.at(-2)).toMatchObject({ text: 'line 249', warning: true })
})

test('progress is told as a snapshot, not once per call', async () => {
  const { queue: jobs, told } = queue()
  jobs.enqueue('import', 'many', {}, async ({ progress }) => {
    for (let done = 0; done < 5000; done++) progress({ doing: 'x', done, total: 5000, unit: 'documents' })
    await new Promise((resolve) => setTimeout(resolve, 150))
  })
  await settled(jobs)
  expect(told.length).toBeLessThan(12)
  expect(told.flat().some((job) => job.progress?.done === 4999)).toBe(true)
})

test('rate and remaining time come from the last seconds', () => {
  const meter = new RateMeter(10_000)
  meter.add(0, 0)
  expect(meter.rate).toBeNull()
  for (let second = 1; second <= 20; second++) meter.add(second <= 10 ? second * 100 : 1000 + (second - 10) * 50, second * 1000)
  expect(meter.rate).toBeCloseTo(50, 0)
  expect(meter.remaining(2000)).toBeCloseTo(10, 0)
})
