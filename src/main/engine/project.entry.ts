import { parentPort, workerData } from 'node:worker_threads'
import { failureIn } from '../../contract/failure.ts'
import { relayedStartProcess } from './inference/relayed-process.ts'
import { readingHandlers, writingHandlers } from './operations/handlers.ts'
import { ProjectReading } from './operations/project-reading.ts'
import { ProjectWriting } from './operations/project-writing.ts'
import type { FromWorker, ToWorker, WorkerData } from './worker-messages.ts'

/** A worker thread of an open project: one writes, others read. Answers what the main thread passes on. */
const data = workerData as WorkerData
const port = parentPort
if (port === null) throw new Error('project.entry runs only as a worker thread')

const post = (message: FromWorker) => port.postMessage(message)
const logBug = (error: unknown) => {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  post({ kind: 'bug', message, stack: stack ?? message })
}

const project =
  data.role === 'writer'
    ? new ProjectWriting(data, {
        startProcess: relayedStartProcess((entry, child) =>
          port.postMessage({ kind: 'start-process', entry, port: child } satisfies FromWorker, [child]),
        ),
        changed: (topics) => post({ kind: 'changed', topics }),
        jobs: (jobs) => post({ kind: 'jobs', jobs }),
        logBug,
      })
    : new ProjectReading(data)
const handlers = project instanceof ProjectWriting ? writingHandlers(project) : readingHandlers(project)

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
