import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'

type Options = {
  /** While false nothing is asked. */
  readonly enabled?: boolean
  /** Shows the answer to the last question until the next one is there. */
  readonly keep?: boolean
}

/** Asks the engine; the key begins with the topic that makes the answer stale. Leaving stops the question. */
export function useAsk<T>(
  key: readonly unknown[],
  ask: (options: { readonly signal: AbortSignal }) => Promise<T>,
  { enabled = true, keep = false }: Options = {},
): UseQueryResult<T> {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => ask({ signal }),
    enabled,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  })
}
