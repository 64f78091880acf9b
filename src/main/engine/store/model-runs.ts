import { Failure } from '../../../contract/failure.ts'
import { budgetSchema, type Budget } from '../../../contract/language-models.ts'
import { prepare, type Connection } from './connection.ts'
import { write } from './write.ts'

/**
 * `running`: work is under way, or its process was killed; `stopped`: by a budget, a person or a failure. Both can be gone on with.
 * `done` and `abandoned` have ended: documents that were kept for their judging are free again.
 */
export type ModelRunState = 'running' | 'stopped' | 'done' | 'abandoned'

/** A plan that was confirmed, and how far it got. */
export type ModelRun = {
  readonly run: number
  readonly planId: string
  /** 'label', 'score', 'hypotheses' and so on */
  readonly kind: string
  /** null both for what needs no endpoint, such as statistical labels */
  readonly endpoint: string | null
  readonly model: string | null
  /** as it was confirmed */
  readonly plan: unknown
  /** all that is needed to go on with it */
  readonly settings: unknown
  readonly budget: Budget
  readonly state: ModelRunState
  /** as it was given to `recordProgress`; null before the first time */
  readonly progress: unknown
  /** why it stopped, one sentence; null where it did not */
  readonly reason: string | null
  /** the job that worked on it last */
  readonly job: number | null
  readonly startedAt: string
  readonly endedAt: string | null
}

export type NewModelRun = Pick<ModelRun, 'planId' | 'kind' | 'endpoint' | 'model' | 'plan' | 'settings' | 'budget'>

type RunRow = {
  readonly run: number
  readonly plan_id: string
  readonly kind: string
  readonly endpoint: string | null
  readonly model: string | null
  readonly plan: string
  readonly settings: string
  readonly budget: string
  readonly state: ModelRunState
  readonly progress: string | null
  readonly reason: string | null
  readonly job: number | null
  readonly started_at: string
  readonly ended_at: string | null
}

const runColumns = 'run, plan_id, kind, endpoint, model, plan, settings, budget, state, progress, reason, job, started_at, ended_at'

/** Writes down that a plan was confirmed. One that was confirmed before gives the run it made, as it now stands. */
export function beginModelRun(db: Connection, run: NewModelRun): ModelRun {
  return write(db, () => {
    prepare(
      db,
      `INSERT INTO model_runs (plan_id, kind, endpoint, model, plan, settings, budget, state, started_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, 'running', ?)
       ON CONFLICT (plan_id) DO NOTHING`,
    ).run(
      run.planId,
      run.kind,
      run.endpoint,
      run.model,
      JSON.stringify(run.plan ?? null),
      JSON.stringify(run.settings ?? null),
      JSON.stringify(run.budget),
      new Date().toISOString(),
    )
    const row = prepare<RunRow>(db, `SELECT ${runColumns} FROM model_runs WHERE plan_id = ?`).get(run.planId)
    if (row === undefined) throw new Error(`run of plan ${run.planId} was not written`)
    return toRun(row)
  })
}

/**
 * Goes on with a run, in a job of its own, under the budget given now.
 *
 * Throws Failures: 'not-found'; 'conflict' when the run has ended.
 */
export function resumeModelRun(db: Connection, run: number, job: number, budget: Budget): ModelRun {
  return write(db, () => {
    const { state } = modelRunById(db, run)
    if (state === 'done' || state === 'abandoned')
      throw new Failure('conflict', `Run ${run} has ended; there is nothing to go on with.`, 'Plan a new one.')
    prepare(db, "UPDATE model_runs SET state = 'running', reason = NULL, job = ?, budget = ? WHERE run = ?").run(
      job,
      JSON.stringify(budget),
      run,
    )
    return modelRunById(db, run)
  })
}

/** Writes down how far a run got; `progress` is the caller's own, JSON. */
export function recordProgress(db: Connection, run: number, progress: unknown): void {
  change(db, 'UPDATE model_runs SET progress = ? WHERE run = ?', JSON.stringify(progress ?? null), run)
}

/** Writes down that a run stopped before its end, and why; it can be gone on with. */
export function stopModelRun(db: Connection, run: number, reason: string): void {
  change(db, "UPDATE model_runs SET state = 'stopped', reason = ? WHERE run = ? AND state = 'running'", reason, run)
}

/** Ends a run, `done`, or `abandoned` when nobody will go on with it. */
export function endModelRun(db: Connection, run: number, state: 'done' | 'abandoned'): void {
  change(db, 'UPDATE model_runs SET state = ?, reason = NULL, ended_at = ? WHERE run = ?', state, new Date().toISOString(), run)
}

/** Throws a Failure 'not-found' when there is none of this number. */
export function modelRunById(db: Connection, run: number): ModelRun {
  const row = prepare<RunRow>(db, `SELECT ${runColumns} FROM model_runs WHERE run = ?`).get(run)
  if (row === undefined) throw new Failure('not-found', `There is no run ${run}.`, 'List the runs and choose one of them.')
  return toRun(row)
}

/** The run that a confirmed plan became; null where it was never confirmed. */
export function modelRunOfPlan(db: Connection, planId: string): ModelRun | null {
  const row = prepare<RunRow>(db, `SELECT ${runColumns} FROM model_runs WHERE plan_id = ?`).get(planId)
  return row === undefined ? null : toRun(row)
}

/** Writes down which job is to work on a run, before it does. */
export function assignJob(db: Connection, run: number, job: number): void {
  change(db, 'UPDATE model_runs SET job = ? WHERE run = ?', job, run)
}

/** The newest first. */
export function listModelRuns(db: Connection, limit = 100): readonly ModelRun[] {
  return prepare<RunRow>(db, `SELECT ${runColumns} FROM model_runs ORDER BY run DESC LIMIT ?`).all(limit).map(toRun)
}

function change(db: Connection, sql: string, ...parameters: readonly (string | number)[]): void {
  write(db, () => prepare(db, sql).run(...parameters))
}

function toRun(row: RunRow): ModelRun {
  const { plan_id: planId, started_at: startedAt, ended_at: endedAt, ...same } = row
  return {
    ...same,
    planId,
    plan: JSON.parse(row.plan) as unknown,
    settings: JSON.parse(row.settings) as unknown,
    budget: budgetSchema.parse(JSON.parse(row.budget)),
    progress: row.progress === null ? null : (JSON.parse(row.progress) as unknown),
    startedAt,
    endedAt,
  }
}
