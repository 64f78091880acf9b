import type { CorrelateResult, PairRow } from '../../../contract/correlations.ts'
import type { JudgedPairRun } from '../../../contract/hypotheses.ts'
import { isSamePair, pairRequest } from '../../../contract/pair-request.ts'
import { askModels } from '../../client/ask-models.ts'
import { useCommands } from '../../client/commands.ts'
import { notifyError } from '../../client/notices.ts'
import { type RunsOn, useRunsOn } from '../../client/runs-on.ts'
import { PairFields } from './pair-fields.tsx'

export type Judging = RunsOn<'judge-pair', JudgedPairRun> & {
  /** Why the pair cannot be judged; null where it can. */
  readonly hindered: string | null
  /** Shows what would be sent where. */
  readonly judge: () => void
}

/** Whether the labels of a pair go together in the eyes of a language model: what it found so far, and the command that asks. */
export function useJudging(result: CorrelateResult, pair: PairRow): Judging {
  const { request, hindered } = pairRequest(result, pair)
  const runs = useRunsOn<'judge-pair', JudgedPairRun>('judge-pair', (asked) => request !== null && isSamePair(asked, request))
  const judge = () => {
    if (request !== null) askModels<'judge-pair'>({ kind: 'judge-pair', ...request }, PairFields).catch(notifyError)
  }
  useCommands([{ id: 'correlations.judge', run: judge }])
  return { ...runs, hindered, judge }
}
