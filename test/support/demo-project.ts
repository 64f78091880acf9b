import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Job } from '../../src/contract/jobs.ts'
import { createEngine, type Engine, forkProcess } from '../../src/main/engine/engine.ts'

export const repository = resolve(import.meta.dirname, '..', '..')
export const resources = join(repository, 'resources')

/** An engine as the hosts make it, with a home of its own in `folder`. A bug fails the test. */
export function testEngine(folder: string, from = resources): Engine {
  return createEngine({
    kind: 'command line',
    resources: from,
    home: join(folder, 'home'),
    startProcess: forkProcess,
    logBug: (error) => {
      throw error
    },
  })
}

/** The first 64 lines of a corpus of the demo. */
export function demoLines(corpus: 'assistant-a' | 'assistant-b'): string[] {
  return readFileSync(join(resources, 'demo', `${corpus}.jsonl`), 'utf8')
    .split('\n')
    .slice(0, 64)
}

/** The first 64 answers of the demo's assistants A and B in a project folder of the test's own. */
export function copyDemo(folder: string): string {
  const project = join(folder, 'project')
  mkdirSync(project, { recursive: true })
  for (const corpus of ['assistant-a', 'assistant-b'] as const)
    writeFileSync(join(project, `${corpus}.jsonl`), `${demoLines(corpus).join('\n')}\n`)
  return project
}

/** Waits for a job's end; its result, or its failure thrown. */
export async function finished(engine: Engine, job: Job): Promise<unknown> {
  const stop = new AbortController()
  for await (const event of engine.operations.jobs.changes(stop.signal)) {
    const now = event.kind === 'jobs' ? event.jobs.find((each) => each.id === job.id) : undefined
    if (now?.state === 'done') return now.result
    if (now?.state === 'failed' || now?.state === 'cancelled')
      throw Object.assign(new Error(now.failure?.message ?? now.state), { job: now })
  }
  throw new Error('the subscription ended')
}

/** The demo imported and read: the state most tests begin with. */
export async function readDemo(folder: string): Promise<{ engine: Engine; project: string }> {
  const engine = testEngine(folder)
  const project = copyDemo(folder)
  await engine.operations.project.open({ folder: project })
  await finished(engine, await engine.operations.corpora.import({}))
  await finished(engine, await engine.operations.corpora.encode({}))
  return { engine, project }
}
