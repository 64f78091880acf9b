import { create } from 'zustand'
import type { CorpusSummary } from '../../contract/corpora.ts'
import type { DocumentFilter } from '../../contract/documents.ts'
import {
  type Activity,
  type AnalysisScreen,
  analysisScreens,
  type OpenDocument,
  type Pane,
  reconciledPanes,
  startView,
  type View,
  withPaneAdded,
} from './view.ts'

export type { Activity, AnalysisScreen, OpenDocument, Pane }

type Actions = {
  /** Nothing was chosen yet in a project that was never looked at: the first latent may be opened to begin with. */
  readonly untouched: boolean
  /** The panes were not chosen by the user: up to two follow what is imported. */
  readonly panesFollow: boolean
  /** Replaces the whole view: a project was opened, or the address changed. */
  put(view: Partial<View> & { readonly untouched?: boolean; readonly panesFollow?: boolean }): void
  show(activity: Activity): void
  selectLatent(latent: number | null): void
  openDocument(document: OpenDocument): void
  addPane(corpora: readonly CorpusSummary[]): void
  removePane(key: number): void
  changePane(key: number, change: Partial<Pick<Pane, 'corpus' | 'channel' | 'filter'>>): void
  reconcilePanes(corpora: readonly CorpusSummary[]): void
  /** The shared filter, or one pane's own. */
  setFilter(key: number | null, filter: DocumentFilter): void
  changeTable(change: Partial<View['table']>): void
  /** Notes which recorded result a screen shows; null: none. */
  setResult(screen: AnalysisScreen, analysis: number | null): void
  moveDivider(name: string, share: number): void
  fill(part: View['filling']): void
}

/** What is open and selected: the one state that all views look at. */
export const useWorkbench = create<View & Actions>()((set) => ({
  ...startView,
  untouched: false,
  panesFollow: false,
  put: (view) => set(view),
  show: (activity) => {
    const analysis = analysisScreens.find((each) => each === activity)
    set(analysis === undefined ? { activity } : { activity, analysis })
  },
  selectLatent: (latent) => set({ latent, untouched: false }),
  openDocument: (document) => set({ document, activity: 'document' }),
  addPane: (corpora) => set(({ panes }) => ({ panes: withPaneAdded(panes, corpora), panesFollow: false })),
  removePane: (key) => set(({ panes }) => ({ panes: panes.filter((each) => each.key !== key), panesFollow: false })),
  changePane: (key, change) =>
    set(({ panes }) => ({ panes: panes.map((each) => (each.key === key ? { ...each, ...change } : each)) })),
  reconcilePanes: (corpora) =>
    set((view) => {
      const panes = reconciledPanes(view.panes, corpora, view.panesFollow)
      return panes === view.panes ? view : { panes, panesFollow: view.panesFollow || view.panes.length === 0 }
    }),
  setFilter: (key, filter) =>
    set(({ panes }) =>
      key === null ? { filter } : { panes: panes.map((each) => (each.key === key ? { ...each, filter } : each)) },
    ),
  changeTable: (change) => set(({ table }) => ({ table: { ...table, ...change } })),
  setResult: (screen, analysis) =>
    set(({ results: { [screen]: _, ...others } }) => ({
      results: analysis === null ? others : { ...others, [screen]: analysis },
    })),
  moveDivider: (name, share) => set(({ dividers }) => ({ dividers: { ...dividers, [name]: share } })),
  fill: (filling) => set({ filling }),
}))

/** The same outside of React. */
export const workbench = { getState: useWorkbench.getState, subscribe: useWorkbench.subscribe }

/** The lens that is looked through, ready to spread into an input; empty: the newest that read. */
export function useScope(): { readonly lens?: string } {
  const lens = useWorkbench((state) => state.lens)
  return lens === null ? {} : { lens }
}

/** The CSS colour and the letter of a pane; the letter always stands beside the colour. */
export const paneColour = (index: number) => `var(--corpus-${(index % 6) + 1})`
export const paneLetter = (index: number) => String.fromCharCode('A'.charCodeAt(0) + index)

/** Letter and colour of a corpus that is open in a pane; null of any other. */
export function useCorpusMark(corpus: string): { readonly letter: string; readonly colour: string } | null {
  const index = useWorkbench((state) => state.panes.findIndex((pane) => pane.corpus === corpus))
  return index < 0 ? null : { letter: paneLetter(index), colour: paneColour(index) }
}
