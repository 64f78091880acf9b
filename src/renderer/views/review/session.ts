import { create } from 'zustand'
import type { Decision, QueueRow } from '../../../contract/model-requests.ts'
import { failureOf } from '../../client/failure-of.ts'
import { notify, notifyError } from '../../client/notices.ts'
import { newRequestId } from '../../client/request-id.ts'
import { decide, type DecisionRequest, decisionNoun, redoDecision, undoDecisions } from '../../client/review-acts.ts'
import type { QueueKind } from '../../client/review-queries.ts'
import { workbench } from '../../client/workbench.ts'
import { begun, carriedOut, emptyQueue, givenBack, moved, type Queue, takenBack, withFresh } from './queue-state.ts'

/** A label being worded: of a proposal, or (null) anew. */
export type Wording = { readonly candidate: number | null; readonly text: string }

type Session = {
  /** The project and the lens the queues are of. */
  readonly of: string
  readonly lens: string | undefined
  readonly kind: QueueKind
  readonly queues: Readonly<Record<QueueKind, Queue>>
  /** What is being written, by latent: kept while other latents and screens are looked at. */
  readonly wordings: ReadonlyMap<number, Wording>
}

const noQueues = { proposed: emptyQueue, unlabelled: emptyQueue, low: emptyQueue, flagged: emptyQueue }

export const useSession = create<Session>()(() => ({
  of: '',
  lens: undefined,
  kind: 'proposed',
  queues: noQueues,
  wordings: new Map(),
}))

const nothing = new Map<number, Wording>()

/** What a session is of. */
export const sessionOf = (project: string, lens: string | undefined): string => JSON.stringify([project, lens])

/** Takes what the engine says waits; with another project or lens everything begins anew. */
export function takeRows(project: string, lens: string | undefined, kind: QueueKind, rows: readonly QueueRow[]): void {
  const of = sessionOf(project, lens)
  useSession.setState((state) => {
    const begin = state.of === of ? state : { ...state, of, lens, queues: noQueues, wordings: nothing }
    return { ...begin, queues: { ...begin.queues, [kind]: withFresh(begin.queues[kind], rows) } }
  })
}

export const showKind = (kind: QueueKind): void => useSession.setState({ kind })
export const step = (by: -1 | 1): void => change(useSession.getState().kind, (queue) => moved(queue, by))

/** Looks at a latent of a queue. */
export function goTo(kind: QueueKind, latent: number): void {
  useSession.setState({ kind })
  change(kind, (queue) => (queue.rows.some((row) => row.latent === latent) ? { ...queue, at: latent } : queue))
}

export function setWording(latent: number, wording: Wording | null): void {
  useSession.setState(({ wordings }) => {
    const next = new Map(wordings)
    if (wording === null) next.delete(latent)
    else next.set(latent, wording)
    return { wordings: next }
  })
}

/** Decides: at once on the page, then at the engine; where that fails the row comes back, with what was written. */
export function act(request: Omit<DecisionRequest, 'lens' | 'requestId'>): void {
  const { lens, kind } = useSession.getState()
  send(kind, { ...request, ...(lens === undefined ? {} : { lens }), requestId: newRequestId() })
}

/** Sends a decision again that failed. */
export function again(latent: number): void {
  const { kind, queues } = useSession.getState()
  const failed = queues[kind].failed.get(latent)
  if (failed !== undefined) send(kind, failed.request)
}

function send(kind: QueueKind, request: DecisionRequest): void {
  const { latent, action, text, candidate = null } = request
  const { of } = useSession.getState()
  change(kind, (queue) => begun(queue, request))
  setWording(latent, null)
  decide(request).then(
    (decision) => {
      if (useSession.getState().of === of) change(kind, (queue) => carriedOut(queue, decision))
    },
    (error: unknown) => {
      const { message, hint } = failureOf(error)
      const told = `Your ${decisionNoun(action)} of latent ${latent} was not saved: ${message}`
      if (useSession.getState().of !== of) return notify({ tone: 'error', text: told, hint })
      const showAgain = () => {
        workbench.getState().show('review')
        goTo(kind, latent)
      }
      change(kind, (queue) => givenBack(queue, request, error))
      if (action === 'edit' && !useSession.getState().wordings.has(latent)) setWording(latent, { candidate, text: text ?? '' })
      notify({ tone: 'error', text: told, hint, action: { title: 'Show it', run: showAgain } })
    },
  )
}

/** Takes the last decisions back and shows the latent of the earliest of them. */
export async function undo(count = 1): Promise<void> {
  try {
    const undone = await undoDecisions(ofLens(), count)
    learnUndone(undone)
    const earliest = undone.at(-1)
    if (earliest === undefined) return notify({ text: 'There is no decision to take back.' })
    show(earliest.latent)
  } catch (error) {
    notifyError(error)
  }
}

/** Carries out again what was taken back last. */
export async function redo(): Promise<void> {
  try {
    const redone = await redoDecision(ofLens())
    if (redone === null) return notify({ text: 'There is nothing to carry out again.' })
    const { kind } = useSession.getState()
    const { action, label, id, candidate, latent } = redone
    change(kind, (queue) => {
      if (!queue.rows.some((row) => row.latent === latent)) return queue
      if (action === 'refuse' && candidate !== null) return { ...queue, refused: new Set([...queue.refused, candidate]) }
      return { ...queue, settled: new Map(queue.settled).set(latent, { action, text: label, decision: id }) }
    })
    show(latent)
  } catch (error) {
    notifyError(error)
  }
}

/** What was taken back, by whatever way, waits again in every queue. */
export function learnUndone(decisions: readonly Decision[]): void {
  const undone = decisions.filter((each) => each.undone)
  const { queues } = useSession.getState()
  const next = {
    proposed: takenBack(queues.proposed, undone),
    unlabelled: takenBack(queues.unlabelled, undone),
    low: takenBack(queues.low, undone),
    flagged: takenBack(queues.flagged, undone),
  }
  if (Object.entries(next).some(([kind, queue]) => queue !== queues[kind as QueueKind])) useSession.setState({ queues: next })
}

/** Shows a latent where the queue that is open has it. */
const show = (latent: number) => goTo(useSession.getState().kind, latent)

function ofLens() {
  const { lens } = useSession.getState()
  return lens === undefined ? {} : { lens }
}

function change(kind: QueueKind, to: (queue: Queue) => Queue): void {
  useSession.setState(({ queues }) => ({ queues: { ...queues, [kind]: to(queues[kind]) } }))
}
