import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Job } from '../../src/contract/jobs.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import { copyDemo, finished, readDemo, testEngine } from '../support/demo-project.ts'
import { storeDigest } from '../support/store-digest.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

async function opened(folder: string): Promise<Engine> {
  const engine = testEngine(folder)
  await engine.operations.project.open({ folder: join(folder, 'project') })
  return engine
}

/** The jobs as a page that opens sees them, and as they become. */
async function* snapshots(engine: Engine): AsyncGenerator<readonly Job[]> {
  const watching = new AbortController()
  try {
    for await (const event of engine.operations.jobs.changes(watching.signal)) if (event.kind === 'jobs') yield event.jobs
  } finally {
    watching.abort()
  }
}

async function jobWhen(engine: Engine, id: number, passes: (job: Job) => boolean): Promise<Job> {
  for await (const jobs of snapshots(engine)) {
    const job = jobs.find((each) => each.id === id)
    if (job !== undefined && passes(job)) return job
  }
  throw new Error('the subscription ended')
}

test(
  'a reading that was paused is there to go on with after Etalon was closed, and ends as if nothing had been',
  { timeout: 120_000 },
  async () => {
    const [paused, whole] = [temporaryFolder(), temporaryFolder()]
    copyDemo(paused)
    let engine = await opened(paused)
    await finished(engine, await engine.operations.corpora.import({}))
    const { id } = await engine.operations.corpora.encode({})
    await jobWhen(engine, id, ({ progress }) => (progress?.done ?? 0) > 0)
    await engine.operations.jobs.pause({ id })
    expect(await jobWhen(engine, id, ({ state }) => state !== 'running')).toMatchObject({ state: 'paused', finishedAt: null })
    await engine.close()

    engine = await opened(paused)
    expect(await jobWhen(engine, id, () => true)).toMatchObject({ state: 'paused', pausable: true })
    expect((await engine.operations.jobs.log({ id })).map(({ text }) => text)).toEqual(
      expect.arrayContaining(['Started', 'Paused']),
    )
    await engine.operations.jobs.resume({ id })
    expect(await jobWhen(engine, id, ({ finishedAt }) => finishedAt !== null)).toMatchObject({ state: 'done', failure: null })
    await engine.close()

    const { engine: other } = await readDemo(whole)
    await other.close()
    const digest = (folder: string) => storeDigest(join(folder, 'project', '.etalon', 'project.sqlite'))
    expect(digest(paused)).toEqual(digest(whole))
  },
)
