import type { Found } from '../../contract/find.ts'
import { api } from './api.ts'
import { useAsk } from './ask.ts'
import { useScope } from './workbench.ts'

/** Where a few letters lead; the last answer stands until the next one is there. */
export function useFound(query: string, enabled: boolean): { readonly found: readonly Found[]; readonly pending: boolean } {
  const input = { query, ...useScope() }
  const {
    data = [],
    isPlaceholderData,
    isPending,
  } = useAsk(['documents', 'find', input], (options) => api.project.find.query(input, options), { enabled, keep: true })
  return { found: data, pending: enabled && (isPending || isPlaceholderData) }
}
