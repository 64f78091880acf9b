import { parentPort, workerData } from 'node:worker_threads'
import { failureIn } from '../../contract/failure.ts'
import type { Job, Topic } from '../../contract/jobs.ts'
import { relayedStartProcess } from './inference/relayed-process.ts'
import { type Handlers, readingHandlers, writingHandlers } from './operations/handlers.ts'
import { lensHandlers } from './operations/lenses/lens-handlers.ts'
import { LensManaging } from './operations/lenses/lens-managing.ts'
import { ProjectReading } from './operations/project-reading.ts'
import { ProjectWriting } from './operations/project-writing.ts'
import type { FromWorker, ToWorker, WorkerData } from './worker-messages.ts'

/** A worker thread: of an open project one writes, others read; one manages lenses. Answers what the main thread passes on. */
const data = workerData as WorkerData
const port = parentPort
if (port === null) throw new Error('project.entry runs only as a worker thread')

const post = (message: FromWorker) => port.postMessage(message)
const logBug = (error: unknown) => {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  post({ kind: 'bug', message, stack: stack ?? message })
}

const outside = {
  startProcess: relayedStartProcess((entry, environment, child) =>
    port.postMessage({ kind: 'start-process', entry, environment, port: child } satisfies FromWorker, [child]),
  ),
  changed: (topics: readonly Topic[]) => post({ kind: 'changed', topics }),
  jobs: (jobs: readonly Job[]) => post({ kind: 'jobs', jobs }),
  logBug,
}
const { project, handlers } = opened()

function opened(): { readonly project: ProjectReading; readonly handlers: Handlers } {
  if (data.role === 'lenses') {
    const managing = new LensManaging(data, outside)
    return { project: managing, handlers: lensHandlers(managing) }
  }
  if (data.role === 'reader') {
    const reading = new ProjectReading(data)
    return { project: reading, handlers: readingHandlers(reading) }
  }
  const writing = new ProjectWriting(data, outside)
  return { project: writing, handlers: writingHandlers(writing) }
}

port.on('message', (message: ToWorker) => {
  if (message.kind === 'ask') void answer(message)
  else void close()
})

async function answer({ id, path, input }: Extract<ToWorker, { kind: 'ask' }>): Promise<void> {
  try {
    const handler = handlers[path]
    project.refresh()
    if (handler === undefined) throw new Error(`no handler for ${path} in the ${data.role}`)
    post({ kind: 'answer', id, output: await handler(input) })
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    post({ kind: 'error', id, failure: failureIn(error), message, stack: stack ?? message })
  }
}

async function close(): Promise<void> {
  await project.close().catch(logBug)
  process.exit(0)
}
