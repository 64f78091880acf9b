import type { CorpusSummary } from '../../contract/corpora.ts'
import type { DocumentFilter } from '../../contract/documents.ts'
import { tabForPlace, useDesk } from './desk-state.ts'
import { tabIn, withEveryTab, withTab } from './desk.ts'
import { didFilter } from './filter-acts.ts'
import {
  type Activity,
  type AnalysisScreen,
  analysisScreens,
  type OpenDocument,
  type Pane,
  reconciledPanes,
  sharedKeys,
  type TabView,
  type View,
  withPaneAdded,
  withPaneMoved,
} from './view.ts'

export type ViewActions = {
  /** Changes the view; where that leads to another place it may be in a new tab. */
  put(change: Partial<View> & { readonly untouched?: boolean; readonly panesFollow?: boolean }): void
  show(activity: Activity): void
  selectLatent(latent: number | null): void
  openDocument(document: OpenDocument): void
  addPane(corpora: readonly CorpusSummary[]): void
  removePane(key: number): void
  changePane(key: number, change: Partial<Pick<Pane, 'corpus' | 'channel' | 'filter' | 'columns'>>): void
  /** A place further on (1) or back (-1). */
  movePane(key: number, step: 1 | -1): void
  /** Of all tabs. */
  reconcilePanes(corpora: readonly CorpusSummary[]): void
  /** The shared filter, or one pane's own. */
  setFilter(key: number | null, filter: DocumentFilter): void
  changeTable(change: Partial<View['table']>): void
  /** Notes which recorded result a screen shows; null: none. */
  setResult(screen: AnalysisScreen, analysis: number | null): void
  moveDivider(name: string, share: number): void
  fill(part: View['filling']): void
}

/** What leads to another place; a change of it may go to a new tab. */
const placeKeys: readonly (keyof View)[] = ['activity', 'latent', 'document', 'corpus', 'collection']

/** What can be done to the view of a tab. */
export function viewActions(id: number): ViewActions {
  const own = () => tabIn(useDesk.getState(), id)?.view
  const place = (change: Partial<TabView>, inNew: Partial<TabView> = {}) => {
    const { tab, isNew } = tabForPlace(id)
    changeTab(tab, isNew ? { ...inNew, ...change } : change)
  }
  return {
    put(change) {
      const { untouched, panesFollow, ...view } = change
      const shared = Object.fromEntries(Object.entries(view).filter(([key]) => isShared(key)))
      const rest = Object.fromEntries(Object.entries(view).filter(([key]) => !isShared(key)))
      useDesk.setState({ ...shared, ...(untouched === undefined ? {} : { untouched }) })
      if (Object.keys(rest).length > 0) {
        const isPlace = placeKeys.some((key) => key in rest)
        changeTab(isPlace ? tabForPlace(id).tab : id, rest)
      }
      if (panesFollow !== undefined) useDesk.setState((state) => withTab(state, id, (tab) => ({ ...tab, panesFollow })))
    },
    show(activity) {
      const analysis = analysisScreens.find((each) => each === activity)
      place(analysis === undefined ? { activity } : { activity, analysis })
    },
    selectLatent(latent) {
      if (latent === null) return changeTab(id, { latent, filling: own()?.filling === 'page' ? null : (own()?.filling ?? null) })
      useDesk.setState(({ dimmed }) => ({ untouched: false, dimmed: dimmed.filter((each) => each !== latent) }))
      // In a new tab it is the latent's page alone; what else is to be seen is said next.
      place({ latent }, { activity: 'latents', filling: 'page' })
    },
    openDocument: (document) => place({ document, activity: 'document' }),
    addPane: (corpora) => changePanes(id, (panes) => withPaneAdded(panes, corpora)),
    removePane: (key) => changePanes(id, (panes) => panes.filter((each) => each.key !== key)),
    movePane: (key, step) => changePanes(id, (panes) => withPaneMoved(panes, key, step)),
    changePane: (key, change) =>
      changeTab(id, { panes: (own()?.panes ?? []).map((each) => (each.key === key ? { ...each, ...change } : each)) }),
    reconcilePanes: (corpora) =>
      useDesk.setState((state) => {
        const next = withEveryTab(state, (tab) => {
          const panes = reconciledPanes(tab.view.panes, corpora, tab.panesFollow)
          if (panes === tab.view.panes) return tab
          return { ...tab, view: { ...tab.view, panes }, panesFollow: tab.panesFollow || tab.view.panes.length === 0 }
        })
        return { groups: next.groups }
      }),
    setFilter(key, filter) {
      const before = key === null ? own()?.filter : own()?.panes.find((pane) => pane.key === key)?.filter
      const set = (to: DocumentFilter) => {
        const panes = own()?.panes ?? []
        changeTab(
          id,
          key === null ? { filter: to } : { panes: panes.map((each) => (each.key === key ? { ...each, filter: to } : each)) },
        )
      }
      set(filter)
      didFilter(
        `${id} panes ${key}`,
        'filter of documents',
        () => set(before ?? {}),
        () => set(filter),
      )
    },
    changeTable(change) {
      const before = own()?.table
      const set = (part: Partial<View['table']>) => {
        const table = own()?.table
        if (table !== undefined) changeTab(id, { table: { ...table, ...part } })
      }
      set(change)
      if (before === undefined || !isFilter(change)) return
      const back = Object.fromEntries(Object.keys(change).map((key) => [key, before[key as keyof View['table']]]))
      didFilter(
        `${id} table ${Object.keys(change).join()}`,
        'filter of latents',
        () => set(back),
        () => set(change),
      )
    },
    setResult(screen, analysis) {
      const { [screen]: _, ...others } = own()?.results ?? {}
      changeTab(id, { results: analysis === null ? others : { ...others, [screen]: analysis } })
    },
    moveDivider: (name, share) => useDesk.setState(({ dividers }) => ({ dividers: { ...dividers, [name]: share } })),
    fill: (filling) => changeTab(id, { filling }),
  }
}

/** What holds in all tabs is changed in each: a list has another name. */
export const changeEveryView = (change: (view: TabView) => TabView): void =>
  useDesk.setState((state) => ({ groups: withEveryTab(state, (tab) => ({ ...tab, view: change(tab.view) })).groups }))

const changeTab = (id: number, change: Partial<TabView>) =>
  useDesk.setState((state) => ({ groups: withTab(state, id, (tab) => ({ ...tab, view: { ...tab.view, ...change } })).groups }))

const changePanes = (id: number, change: (panes: readonly Pane[]) => readonly Pane[]) =>
  useDesk.setState((state) => ({
    groups: withTab(state, id, (tab) => ({ ...tab, view: { ...tab.view, panes: change(tab.view.panes) }, panesFollow: false }))
      .groups,
  }))

const isShared = (key: string) => sharedKeys.some((each) => each === key)
/** How it looks is none: that leaves out nothing. */
const looks: readonly string[] = ['sort', 'descending', 'columns', 'map', 'saved']
const isFilter = (change: Partial<View['table']>) => Object.keys(change).some((key) => !looks.includes(key))
