import type { MessagePort } from 'node:worker_threads'
import type { FailureValue } from '../../contract/failure.ts'
import type { Job, Topic } from '../../contract/jobs.ts'
import type { Environment } from './inference/process-port.ts'
import type { ProjectPlace } from './operations/project-place.ts'

/**
 * `writer` alone changes the store and owns jobs and inference; `reader`s answer queries from their own connection; `lenses` adds and removes
 * lenses, and belongs to no project.
 */
export type WorkerRole = 'writer' | 'reader' | 'lenses'

export type WorkerData = ProjectPlace & { readonly role: WorkerRole }

export type ToWorker =
  { readonly kind: 'ask'; readonly id: number; readonly path: string; readonly input: unknown } | { readonly kind: 'close' }

export type FromWorker =
  | { readonly kind: 'answer'; readonly id: number; readonly output: unknown }
  | {
      readonly kind: 'error'
      readonly id: number
      readonly failure: FailureValue | null
      readonly message: string
      readonly stack: string
    }
  | { readonly kind: 'changed'; readonly topics: readonly Topic[] }
  | { readonly kind: 'jobs'; readonly jobs: readonly Job[] }
  | { readonly kind: 'bug'; readonly message: string; readonly stack: string }
  /** The worker wants a process of the host's; its traffic goes over `port`. */
  | { readonly kind: 'start-process'; readonly entry: string; readonly environment: Environment; readonly port: MessagePort }
