import type { CorpusSummary } from '../../contract/corpora.ts'
import type { DocumentFilter, documentOrders } from '../../contract/documents.ts'
import type { latentSorts, searchWays } from '../../contract/latents.ts'
import { type LatentColumn, usualColumns } from './latent-columns.ts'
import type { LatentConditions } from './latent-conditions.ts'

/** The screens of the four analyses; differences and trends share one. */
export const analysisScreens = ['differences', 'correlations', 'clusters', 'search'] as const
export type AnalysisScreen = (typeof analysisScreens)[number]
export const activities = [
  'corpora',
  'compare',
  'latents',
  'document',
  ...analysisScreens,
  'findings',
  'try',
  'review',
  'models',
  'lists',
  'lenses',
] as const
export type Activity = (typeof activities)[number]

/** A dataset pane: one channel of a corpus (null: its first), with a filter of its own for when filters are apart. */
export type Pane = {
  readonly key: number
  readonly corpus: string
  readonly channel: string | null
  readonly filter: DocumentFilter
  /** Metadata shown of each document. */
  readonly columns: readonly string[]
}
type DocumentPlace = { readonly corpus: string; readonly channel: string | null; readonly ordinal: number }
/** A document that is open, and the one that its text is held against, where there is one. */
export type OpenDocument = DocumentPlace & {
  readonly against?: DocumentPlace
  /** Offset of the token that it is opened at; absent: where the chosen latent is strongest. */
  readonly at?: number
}

/** Which latents the table shows: those with a star, a flag, a note, or in a list. */
export type LatentsOnly = 'all' | 'starred' | 'flagged' | 'noted' | `list:${string}`
export const inList = (name: string) => `list:${name}` as const
/** What the screen of lists shows: all that is flagged, all that has a note, or a list. */
export type Collection = Extract<LatentsOnly, 'flagged' | 'noted' | `list:${string}`>
/** The list that latents are to be in; null where they are in none of a name. */
export const listOf = (only: LatentsOnly): string | null => (only.startsWith('list:') ? only.slice(5) : null)

export type LatentTableView = {
  readonly search: string
  readonly searchBy: (typeof searchWays)[number]
  readonly conditions: LatentConditions
  /** The saved filter that was opened last; null: none. */
  readonly saved: string | null
  readonly columns: readonly LatentColumn[]
  /** Whether the map of latents stands above the table. */
  readonly map: boolean
  readonly only: LatentsOnly
  readonly alive: boolean
  readonly sort: (typeof latentSorts)[number]
  readonly descending: boolean
}

/** How many latents can be lit beside the chosen one. */
export const mostPinned = 3
export const noPins: readonly (number | null)[] = Array.from({ length: mostPinned }, () => null)
/** Lines of text a row of a pane shows. */
export const rowLines = [1, 3, 8] as const
export const workbenchParts = ['latents', 'panes', 'page'] as const

/** How the workbench looks: kept per project, so that it opens as it was left. */
export type View = {
  readonly activity: Activity
  readonly latent: number | null
  readonly lens: string | null
  readonly document: OpenDocument | null
  /** The corpus shown on the corpora screen. */
  readonly corpus: string | null
  readonly panes: readonly Pane[]
  /** Rows of the panes by pairs of ids; `auto`: where most ids have a partner. */
  readonly pairing: 'auto' | 'paired' | 'apart'
  readonly linkScroll: boolean
  readonly linkFilter: boolean
  /** The filter of all panes while filters are linked. */
  readonly filter: DocumentFilter
  readonly order: (typeof documentOrders)[number]
  /** The metadata that `column` orders by, and which way; null: the way each order usually goes. */
  readonly orderColumn: string | null
  readonly orderDescending: boolean | null
  /** Latents lit beside the chosen one, each in a place of its own, [mostPinned]; and those lit ones that are switched off. */
  readonly pinned: readonly (number | null)[]
  readonly dimmed: readonly number[]
  readonly lines: (typeof rowLines)[number]
  readonly table: LatentTableView
  readonly collection: Collection
  /** The screen of the analyses looked at last, and the recorded result each shows, by its number. */
  readonly analysis: AnalysisScreen
  readonly results: Readonly<Partial<Record<AnalysisScreen, number>>>
  readonly sidebar: boolean
  /** Of the sidebar, in rem. */
  readonly sidebarWidth: number
  /** Where dividers stand: shares 0..1 by name. */
  readonly dividers: Readonly<Record<string, number>>
  /** The part of the compare screen, or the page on the latents', that fills it; null: all side by side. */
  readonly filling: (typeof workbenchParts)[number] | null
}

/** What holds for the whole project; all else of a view belongs to one tab. */
export const sharedKeys = ['lens', 'pairing', 'pinned', 'dimmed', 'sidebar', 'sidebarWidth', 'dividers'] as const
export type SharedView = Pick<View, (typeof sharedKeys)[number]>
export type TabView = Omit<View, keyof SharedView>

/** A view taken apart. */
export function parted(view: View): { readonly shared: SharedView; readonly own: TabView } {
  const { lens, pairing, pinned, dimmed, sidebar, sidebarWidth, dividers, ...own } = view
  return { shared: { lens, pairing, pinned, dimmed, sidebar, sidebarWidth, dividers }, own }
}

/** What holds for the whole project, of all that is open. */
export function sharedIn({ lens, pairing, pinned, dimmed, sidebar, sidebarWidth, dividers }: SharedView): SharedView {
  return { lens, pairing, pinned, dimmed, sidebar, sidebarWidth, dividers }
}

/** The sidebar's least and greatest width, in rem. */
export const sidebarWidths = [11, 30] as const

export const startView: View = {
  activity: 'compare',
  latent: null,
  lens: null,
  document: null,
  corpus: null,
  panes: [],
  pairing: 'auto',
  linkScroll: true,
  linkFilter: true,
  filter: {},
  order: 'corpus',
  orderColumn: null,
  orderDescending: null,
  pinned: noPins,
  dimmed: [],
  lines: 3,
  table: {
    search: '',
    searchBy: 'words',
    conditions: {},
    saved: null,
    columns: usualColumns,
    map: false,
    only: 'all',
    alive: true,
    sort: 'differenceSize',
    descending: true,
  },
  collection: 'flagged',
  analysis: 'differences',
  results: {},
  sidebar: true,
  sidebarWidth: 14.5,
  dividers: {},
  filling: null,
}

export const mostPanes = 6

/** The panes with one more, of the first imported corpus that no pane shows yet (else the first). */
export function withPaneAdded(panes: readonly Pane[], corpora: readonly CorpusSummary[]): readonly Pane[] {
  const choices = showable(corpora)
  const chosen = choices.find(({ name }) => !panes.some(({ corpus }) => corpus === name)) ?? choices[0]
  if (chosen === undefined || panes.length >= mostPanes) return panes
  return [...panes, pane(nextKey(panes), chosen.name)]
}

/**
 * Panes of corpora that are gone go; where none is left the first two imported corpora are shown. The same array when all is well.
 *
 * @param follow whether a single pane is one that the user did not choose: a second corpus, imported after the first, then joins it
 */
export function reconciledPanes(panes: readonly Pane[], corpora: readonly CorpusSummary[], follow = false): readonly Pane[] {
  const choices = showable(corpora)
  const kept = panes.filter(({ corpus }) => choices.some(({ name }) => name === corpus))
  const wanted = kept.length === 0 || follow ? 2 : 0
  const others = choices
    .filter(({ name }) => !kept.some(({ corpus }) => corpus === name))
    .slice(0, Math.max(0, wanted - kept.length))
  if (others.length === 0 && kept.length === panes.length) return panes
  return [...kept, ...others.map(({ name }, index) => pane(nextKey(kept) + index, name))]
}

/** The panes with one of them a place further on (1) or back (-1); at an end as they are. */
export function withPaneMoved(panes: readonly Pane[], key: number, step: 1 | -1): readonly Pane[] {
  const at = panes.findIndex((each) => each.key === key)
  const pane = panes[at]
  return pane === undefined || at + step < 0 || at + step >= panes.length
    ? panes
    : panes.toSpliced(at, 1).toSpliced(at + step, 0, pane)
}

/** Corpora with documents, the ones that were read first, each kind in the folder's order. */
function showable(corpora: readonly CorpusSummary[]): readonly CorpusSummary[] {
  const imported = corpora.filter(({ documents }) => documents > 0)
  return [...imported.filter(isRead), ...imported.filter((corpus) => !isRead(corpus))]
}

const isRead = (corpus: CorpusSummary) => corpus.encodings.some(({ state }) => state === 'ready')
const pane = (key: number, corpus: string): Pane => ({ key, corpus, channel: null, filter: {}, columns: [] })
const nextKey = (panes: readonly Pane[]) => Math.max(-1, ...panes.map(({ key }) => key)) + 1

/** Whether a filter lets everything through. */
export function isEmptyFilter(filter: DocumentFilter): boolean {
  const { text = '', where = {}, onlyPresent = false, latents = [] } = filter
  return text === '' && Object.keys(where).length === 0 && !onlyPresent && latents.length === 0
}
