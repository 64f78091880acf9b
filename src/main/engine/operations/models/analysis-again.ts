import type { Recipe } from '../../../../contract/analyses.ts'
import { Failure } from '../../../../contract/failure.ts'
import type { AnalysisResult } from '../../../../contract/recorded-analyses.ts'
import { recordedAnalysis } from '../analyses/recorded.ts'
import type { Sample } from '../analyses/sample.ts'
import type { ProjectReading } from '../project-reading.ts'

type Results = { readonly [Each in AnalysisResult as Each['kind']]: Each['result'] }

/**
 * A recorded analysis that its documents are gathered for once more.
 *
 * Throws Failures: 'not-found'; 'bad-input' with `why` where it is of another kind; 'stale' where it would come out otherwise today.
 */
export function analysisAgain<Kind extends keyof Results>(
  project: ProjectReading,
  id: number,
  kind: Kind,
  why: string,
): Results[Kind] {
  const recorded = recordedAnalysis(project, id)
  if (recorded.kind !== kind) throw new Failure('bad-input', `Analysis ${id} is a ${recorded.kind}: ${why}.`, `Name a ${kind}.`)
  if (recorded.stale !== null)
    throw new Failure('stale', `Analysis ${id} no longer holds: ${recorded.stale}`, `Run the ${kind} again, and name that.`)
  return recorded.result as Results[Kind]
}

/** Throws Failure 'stale' where the documents were read otherwise since, as in another precision. */
export function refuseReadAnew({ inputs }: Recipe, { subjects }: Sample): void {
  const isSame =
    inputs.length === subjects.length && inputs.every((input, at) => input.encoding === subjects[at]!.encoding.identity)
  if (!isSame)
    throw new Failure(
      'stale',
      'The documents of this analysis were read otherwise since.',
      'Run the analysis again, and name that.',
    )
}
