import { Failure, failureIn } from '../../../../contract/failure.ts'
import type { Job } from '../../../../contract/jobs.ts'
import type { Budget, Endpoint, Plan } from '../../../../contract/language-models.ts'
import type { ModelRequest } from '../../../../contract/model-requests.ts'
import type { JobControl } from '../../jobs/job-queue.ts'
import { addressHash } from '../../language-model/call.ts'
import { CallRun } from '../../language-model/call-run.ts'
import { EmbedRun } from '../../language-model/embed-run.ts'
import { LanguageModelClient } from '../../language-model/client.ts'
import { spentBy, usageHistory } from '../../store/ledger.ts'
import {
  assignJob,
  beginModelRun,
  endModelRun,
  type ModelRun,
  modelRunById,
  modelRunOfPlan,
  recordProgress,
  resumeModelRun,
  stopModelRun,
} from '../../store/model-runs.ts'
import { paidRecords } from '../../store/paid-records.ts'
import type { ProjectWriting } from '../project-writing.ts'
import type { Answering, Embedding, ModelWork } from './model-work.ts'
import { planId } from './plan-work.ts'
import { callsEach, RunProgress } from './run-progress.ts'
import { settled, workOf } from './work-of.ts'

type With = { readonly endpoint: Endpoint; readonly key: string | null; readonly budget: Budget }

/** What is kept to go on with; never the key. */
type Settings = {
  /** With its choices made. */
  readonly request: ModelRequest
  /** As it was planned. */
  readonly asked: ModelRequest
  /** Of the endpoint, hashed: an address can hold a secret. */
  readonly address: string
}

/** `callsEach` tells progress alone. */
type Shown = { readonly title: string; readonly callsEach: number | null } & Pick<Plan, 'corpora' | 'labels'>

/**
 * Starts what was planned, or goes on with it where it was broken off. Throws Failures: 'stale' where it is no longer what was shown,
 * 'conflict' where it was carried out.
 */
export async function startRun(
  project: ProjectWriting,
  { request, plan, ...how }: With & { readonly request: ModelRequest; readonly plan: string },
): Promise<Job> {
  const begun = modelRunOfPlan(project.db, plan)
  if (begun !== null) {
    if (begun.state === 'done' || begun.state === 'abandoned')
      throw new Failure(
        'conflict',
        `This plan was carried out already, as run ${begun.run}.`,
        'Look at that run, or plan it again.',
      )
    if (JSON.stringify((begun.settings as Settings).asked) !== JSON.stringify(request)) throw changedSince()
    return resumeRun(project, { run: begun.run, ...how })
  }
  const chosen = settled(project, request)
  const work = await workOf(project, chosen, how.endpoint, null)
  if (planId(project, request, how.endpoint, work) !== plan) throw changedSince()
  const shown: Shown = {
    title: work.title,
    callsEach: await callsEach(work),
    corpora: work.corpora,
    labels: work.embeds?.labels ?? null,
  }
  const begin = beginModelRun(project.db, {
    planId: plan,
    kind: request.kind,
    endpoint: how.endpoint.name,
    model: how.endpoint.model,
    plan: shown,
    settings: { request: chosen, asked: request, address: addressHash(how.endpoint) } satisfies Settings,
    budget: how.budget,
  })
  return enqueue(project, begin, how)
}

/**
 * Goes on with a run that stopped, where and with whom it was confirmed: what was answered before costs nothing. Of one that is under way the
 * job. Throws Failures: 'not-found', 'conflict' where it has ended, 'stale' where the endpoint is no longer the same.
 */
export function resumeRun(project: ProjectWriting, { run, ...how }: With & { readonly run: number }): Job {
  const stopped = modelRunById(project.db, run)
  const underWay = jobOf(project, stopped)
  if (underWay !== null) return underWay
  if (stopped.state === 'done' || stopped.state === 'abandoned')
    throw new Failure('conflict', `Run ${run} has ended; there is nothing to go on with.`, 'Plan a new one.')
  const { address } = stopped.settings as Settings
  if (addressHash(how.endpoint) !== address || how.endpoint.model !== stopped.model)
    throw new Failure(
      'stale',
      `${how.endpoint.name} has another address or model than when run ${run} was confirmed.`,
      `Give it its address and the model ${stopped.model ?? ''} again, or plan anew.`,
    )
  return enqueue(project, stopped, how)
}

/** The job that works on a run, or waits to; null where none does. */
export function jobOf(project: ProjectWriting, { job }: Pick<ModelRun, 'job'>): Job | null {
  return project.jobs.jobs.find(({ id, state }) => id === job && (state === 'running' || state === 'queued')) ?? null
}

function changedSince(): Failure {
  return new Failure(
    'stale',
    'What would be sent has changed since it was shown: documents, labels, prompts or the endpoint.',
    'Plan it again, and confirm that.',
  )
}

function enqueue(project: ProjectWriting, begun: ModelRun, how: With): Job {
  const { run, plan } = begun
  const job: Job = project.jobs.enqueue('model', (plan as Shown).title, { run }, (control) =>
    carryOut(project, begun, job.id, how, control),
  )
  assignJob(project.db, run, job.id)
  project.changed('models')
  return job
}

class OverBudget extends Error {}

/** What was read since a run was confirmed is not sent by it. */
function refuseOthers(corpora: Plan['corpora'], shown: Plan['corpora']): void {
  const others = corpora.filter((each) => !shown.some(({ corpus }) => corpus === each.corpus))
  if (others.length > 0)
    throw new Failure(
      'stale',
      `Text of ${others.map(({ corpus }) => corpus).join(', ')} would now be sent, which was not so when the run was confirmed.`,
      'Plan it anew, and confirm that.',
    )
}

/** Nor are labels that came to it since. */
function refuseMoreLabels({ embeds }: Pick<ModelWork, 'embeds'>, { labels }: Shown): void {
  if (embeds !== undefined && embeds.labels.labels > (labels?.labels ?? 0))
    throw new Failure(
      'stale',
      'There are more labels now than when the run was confirmed.',
      'Plan it anew, and confirm that: what was embedded is kept and costs nothing.',
    )
}

async function carryOut(
  project: ProjectWriting,
  { run, plan, settings }: ModelRun,
  job: number,
  { endpoint, key, budget }: With,
  control: JobControl,
): Promise<unknown> {
  const { db } = project
  resumeModelRun(db, run, job, budget)
  const client = new LanguageModelClient(endpoint, key)
  const records = paidRecords(db, run)
  let progress: RunProgress | null = null
  const options = () => ({
    client,
    records,
    signal: control.signal,
    budget,
    spent: spentBy(db, run),
    history: usageHistory(db, endpoint.name, endpoint.model),
    seed: run,
  })
  const embed: Embedding = async function* (texts, keep) {
    const embedRun = new EmbedRun(texts, { ...options(), keep })
    for await (const embedded of embedRun) {
      progress?.answered()
      yield embedded
    }
    if (embedRun.overBudget) throw new OverBudget()
  }
  const answer: Answering = async function* (calls) {
    const callRun = new CallRun(calls, options())
    for await (const { call, value } of callRun) {
      progress?.answered()
      yield { call, value }
    }
    if (callRun.overBudget) throw new OverBudget()
  }
  try {
    const { request } = settings as Settings
    const work = await workOf(project, request, endpoint, { project, run, endpoint: endpoint.name, model: endpoint.model })
    refuseOthers(work.corpora, (plan as Shown).corpora)
    refuseMoreLabels(work, plan as Shown)
    progress = new RunProgress(control, work, (plan as Shown).callsEach)
    for (const part of work.parts) {
      progress.begin(part)
      await part.prepare()
      await part.carryOut(answer, embed)
      progress.end(part)
    }
    const result = work.result()
    recordProgress(db, run, result)
    endModelRun(db, run, 'done')
    return { run, stopped: null, result }
  } catch (error) {
    const stopped =
      error instanceof OverBudget ? 'The budget was reached.' : (failureIn(error)?.message ?? 'Something went wrong inside Etalon.')
    stopModelRun(db, run, stopped)
    if (error instanceof OverBudget) return { run, stopped, result: null }
    throw error
  } finally {
    client.close()
    project.changed('models', 'labels')
  }
}
