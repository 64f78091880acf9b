import type { DiffResult } from '../../../contract/differences.ts'
import type { HypothesesRun } from '../../../contract/hypotheses.ts'
import { useRecorded } from '../../client/analyses-queries.ts'
import { type AskOf, askModels } from '../../client/ask-models.ts'
import { useCommands } from '../../client/commands.ts'
import { notifyError } from '../../client/notices.ts'
import { type EndedRun, type RunsOn, useRunsOn } from '../../client/runs-on.ts'
import { HypothesisFields } from './hypothesis-fields.tsx'

export type EndedHypotheses = EndedRun<'hypotheses', HypothesesRun>

/** Runs on a difference, and what can be asked of it. */
export type Hypotheses = RunsOn<'hypotheses', HypothesesRun> & {
  /** Hypotheses of the newest run that ended; null without one. */
  readonly count: number | null
  /** Why none can be asked for; null where they can. */
  readonly hindered: string | null
  /** Shows what would be sent where; null asks as usual, else as an earlier run did. */
  readonly find: (request: AskOf<'hypotheses'> | null) => void
}

/**
 * Hypotheses from a difference as it is shown, and the command that asks for some.
 *
 * @param onFind called where a run was begun
 */
export function useHypotheses({ analysis }: Pick<DiffResult, 'analysis'>, onFind: () => void): Hypotheses {
  const runs = useRunsOn<'hypotheses', HypothesesRun>('hypotheses', (request) => request.analysis === analysis)
  const stale = useRecorded('differences').find(({ id }) => id === analysis)?.stale ?? null
  const hindered =
    analysis === null
      ? 'This result could not be recorded: another program was writing. Run it again to go on from it.'
      : stale === null
        ? null
        : 'This comparison is out of date. Run it again, and go on from that.'
  const find = (request: AskOf<'hypotheses'> | null) => {
    if (analysis === null || hindered !== null) return
    askModels<'hypotheses'>(request ?? { kind: 'hypotheses', analysis }, HypothesisFields)
      .then((job) => (job === null ? undefined : onFind()))
      .catch(notifyError)
  }
  useCommands([{ id: 'differences.hypotheses', run: () => find(null) }])
  return {
    ...runs,
    count: runs.ended?.[0]?.result.hypotheses.length ?? null,
    hindered,
    find,
  }
}
