import type { ModelRunSummary } from '../../contract/model-requests.ts'
import { useModelRuns } from './model-queries.ts'

type Asked = NonNullable<ModelRunSummary['request']>
type RequestOf<Kind extends Asked['kind']> = Extract<Asked, { readonly kind: Kind }>

export type EndedRun<Kind extends Asked['kind'], Result> = {
  readonly run: ModelRunSummary
  readonly request: RequestOf<Kind>
  readonly result: Result
}

export type RunsOn<Kind extends Asked['kind'], Result> = {
  /** Those that came to an end, the newest first; undefined until they are known. */
  readonly ended: readonly EndedRun<Kind, Result>[] | undefined
  /** Those under way, or stopped before their end. */
  readonly open: readonly ModelRunSummary[]
  readonly error: unknown
  readonly retry: () => unknown
}

/**
 * What language models were asked of one thing.
 *
 * @param isOn whether a request is about it
 */
export function useRunsOn<Kind extends Asked['kind'], Result>(
  kind: Kind,
  isOn: (request: RequestOf<Kind>) => boolean,
): RunsOn<Kind, Result> {
  const { data: runs, error, refetch } = useModelRuns()
  const its = runs?.flatMap((run) => {
    const { request } = run
    return request?.kind === kind && isOn(request as RequestOf<Kind>) ? [{ run, request: request as RequestOf<Kind> }] : []
  })
  return {
    ended: its?.flatMap(({ run, request }) =>
      run.state === 'done' && run.result !== null ? [{ run, request, result: run.result as Result }] : [],
    ),
    open: its?.flatMap(({ run }) => (run.state === 'running' || run.state === 'stopped' ? [run] : [])) ?? [],
    error,
    retry: refetch,
  }
}
