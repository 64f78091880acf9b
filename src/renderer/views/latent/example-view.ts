import { createTabState } from '../../client/tab-state.ts'
import type { Context } from './excerpt-window.ts'

type ExampleView = {
  readonly kind: 'top' | 'quantile'
  readonly context: Context
  /** Line breaks as they are, not as signs. */
  readonly breaks: boolean
  /** Only from this corpus; null: from all. */
  readonly corpus: string | null
  /** Only of documents with this value in a metadata column. */
  readonly where: { readonly column: string; readonly value: string } | null
  /** The metadata column by which frequencies are shown. */
  readonly column: string | null
}

/** How examples are shown and from where: the same from latent to latent. */
export const useExampleView = createTabState<ExampleView>({
  kind: 'top',
  context: 'snippet',
  breaks: false,
  corpus: null,
  where: null,
  column: null,
})
