import { create } from 'zustand'
import type { ChangeEvent, Job, Topic } from '../../contract/jobs.ts'
import { api, queryClient } from './api.ts'
import { modelOutcome } from './model-words.ts'
import { notify } from './notices.ts'
import { fetchPreferences } from './preference-acts.ts'
import { workbench } from './workbench.ts'

/** How keys of queries that a topic makes stale begin, by their first part or their first two; null: all of them. */
const staleBy: Readonly<Record<Topic, readonly string[] | null>> = {
  project: null,
  corpora: ['corpora', 'documents', 'rows', 'latents', 'project', 'analyses', 'notes'],
  encodings: ['corpora', 'documents', 'rows', 'latents', 'analyses'],
  labels: ['labels', 'latents', 'documents', 'analyses', 'notes'],
  findings: ['findings'],
  lenses: ['lenses', 'latents', 'analyses'],
  analyses: ['analyses'],
  models: ['models', 'review'],
  notes: ['notes', 'review', 'latents list'],
  // They are kept beside the queries.
  devices: ['devices'],
  settings: [],
}

/** Queries are asked again at most so often, however often the engine says that something changed, in milliseconds. */
const calm = 500

export const useJobs = create<{ readonly jobs: readonly Job[] }>()(() => ({ jobs: [] }))

const waiting = new Set<Topic>()
let due: ReturnType<typeof setTimeout> | undefined

/** Follows the engine's events for as long as the page lives: jobs as they go, and which answers are no longer true. */
export function followChanges(): void {
  api.jobs.changes.subscribe(undefined, { onData: take, onError: () => setTimeout(followChanges, 2000) })
}

function take(event: ChangeEvent): void {
  if (event.kind === 'jobs') return takeJobs(event.jobs)
  for (const topic of event.topics) waiting.add(topic)
  if (event.topics.includes('settings')) void fetchPreferences()
  if (due !== undefined) return
  refresh()
  due = setTimeout(() => {
    due = undefined
    refresh()
  }, calm)
}

/** Says of jobs that were open here how they ended. */
function takeJobs(jobs: readonly Job[]): void {
  const before = useJobs.getState().jobs
  useJobs.setState({ jobs })
  for (const { id, title, state, failure, result } of jobs) {
    const was = before.find((job) => job.id === id)?.state
    if (was !== 'running' && was !== 'queued') continue
    if (state === 'done') notifyDone(title, result)
    if (state === 'failed' && failure !== null) notify({ tone: 'error', text: failure.message, hint: failure.hint })
  }
}

function notifyDone(title: string, result: unknown): void {
  const outcome = modelOutcome(result)
  if (outcome === null) return notify({ text: `Done: ${title}` })
  const { stopped, words } = outcome
  notify({
    text: stopped === null ? `Done: ${title}` : `Stopped: ${title}`,
    hint: stopped === null ? words : `${stopped} What was answered is kept; the run can be resumed.`,
    action: { title: 'Show runs', run: () => workbench.getState().show('models') },
  })
}

function refresh(): void {
  const topics = [...waiting]
  waiting.clear()
  const prefixes = new Set(topics.flatMap((topic) => staleBy[topic] ?? ['all']))
  if (prefixes.size === 0) return
  void queryClient.invalidateQueries({
    predicate: ({ queryKey: [first, second] }) =>
      prefixes.has('all') || prefixes.has(String(first)) || prefixes.has(`${String(first)} ${String(second)}`),
  })
}
