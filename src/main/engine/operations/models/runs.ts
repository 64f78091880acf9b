import { Failure } from '../../../../contract/failure.ts'
import type { ModelRequest, ModelRequestKind, ModelRunSummary } from '../../../../contract/model-requests.ts'
import { jobsUnderWay } from '../../store/jobs.ts'
import { endModelRun, listModelRuns, type ModelRun, modelRunById } from '../../store/model-runs.ts'
import { isWrittenTo } from '../../store/writer-lock.ts'
import type { ProjectReading } from '../project-reading.ts'
import type { ProjectWriting } from '../project-writing.ts'
import { jobOf } from './run-work.ts'

/** The newest first. */
export function modelRuns(project: ProjectReading): readonly ModelRunSummary[] {
  if (project.dbIfAny === null) return []
  const underWay = workedOn(project)
  return listModelRuns(project.db).map((run) => summaryOf(run, underWay))
}

/** Throws Failure 'not-found'. */
export function modelRun(project: ProjectReading, run: number): ModelRunSummary {
  return summaryOf(modelRunById(project.db, run), workedOn(project))
}

/** Jobs under way. Those of a process that was killed stay written down as such until another writes; without a writer there are none. */
function workedOn(project: ProjectReading): ReadonlySet<number> {
  const jobs = jobsUnderWay(project.db)
  return jobs.size === 0 || isWrittenTo(project.storeFolder) ? jobs : new Set()
}

export function abandonRun(project: ProjectWriting, run: number): void {
  const { state } = refuseUnderWay(project, run)
  if (state === 'running' || state === 'stopped') endModelRun(project.db, run, 'abandoned')
  project.changed('models')
}

/** The run. Throws Failures: 'not-found', 'conflict' where a job works on it. */
export function refuseUnderWay(project: ProjectWriting, run: number): ModelRun {
  const found = modelRunById(project.db, run)
  if (jobOf(project, found) !== null) throw new Failure('conflict', `Run ${run} is under way.`, 'Cancel its job first.')
  return found
}

/** One whose job was cancelled before it began, or whose process was killed, has stopped without a word. */
function summaryOf(
  { run, kind, endpoint, model, settings, budget, state: written, reason: told, job, startedAt, endedAt, progress }: ModelRun,
  underWay: ReadonlySet<number>,
): ModelRunSummary {
  const { asked: request } = settings as { readonly asked: ModelRequest }
  const isLeft = written === 'running' && (job === null || !underWay.has(job))
  const state = isLeft ? 'stopped' : written
  const reason = isLeft ? 'It was broken off.' : told
  return {
    run,
    kind: kind as ModelRequestKind,
    request: request.kind === 'label' || request.kind === 'score' ? null : request,
    endpoint: endpoint ?? '',
    model: model ?? '',
    state,
    reason,
    budget,
    job,
    startedAt,
    endedAt,
    result: state === 'done' ? progress : null,
  }
}
