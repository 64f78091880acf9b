import type { CorpusSummary } from '../../contract/corpora.ts'
import type { DocumentFilter } from '../../contract/documents.ts'
import type { latentSorts } from '../../contract/latents.ts'

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
] as const
export type Activity = (typeof activities)[number]

/** A dataset pane: one channel of a corpus (null: its first), with a filter of its own for when filters are apart. */
export type Pane = {
  readonly key: number
  readonly corpus: string
  readonly channel: string | null
  readonly filter: DocumentFilter
}
export type OpenDocument = { readonly corpus: string; readonly channel: string | null; readonly ordinal: number }

/** Which latents the table shows: those with a star, a flag, a note, or in a list. */
export type LatentsOnly = 'all' | 'starred' | 'flagged' | 'noted' | `list:${string}`
export const inList = (name: string) => `list:${name}` as const
/** What the screen of lists shows: all that is flagged, all that has a note, or a list. */
export type Collection = Extract<LatentsOnly, 'flagged' | 'noted' | `list:${string}`>
/** The list that latents are to be in; null where they are in none of a name. */
export const listOf = (only: LatentsOnly): string | null => (only.startsWith('list:') ? only.slice(5) : null)

export type LatentTableView = {
  readonly search: string
  readonly only: LatentsOnly
  readonly alive: boolean
  readonly sort: (typeof latentSorts)[number]
  readonly descending: boolean
}

export const orders = ['corpus', 'activation', 'difference'] as const
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
  readonly order: (typeof orders)[number]
  readonly lines: (typeof rowLines)[number]
  readonly table: LatentTableView
  readonly collection: Collection
  /** The screen of the analyses looked at last, and the recorded result each shows, by its number. */
  readonly analysis: AnalysisScreen
  readonly results: Readonly<Partial<Record<AnalysisScreen, number>>>
  readonly sidebar: boolean
  /** Where dividers stand: shares 0..1 by name. */
  readonly dividers: Readonly<Record<string, number>>
  /** The part of the compare screen that fills it; null: all side by side. */
  readonly filling: (typeof workbenchParts)[number] | null
}

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
  lines: 3,
  table: { search: '', only: 'all', alive: true, sort: 'differenceSize', descending: true },
  collection: 'flagged',
  analysis: 'differences',
  results: {},
  sidebar: true,
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

/** Corpora with documents, the ones that were read first, each kind in the folder's order. */
function showable(corpora: readonly CorpusSummary[]): readonly CorpusSummary[] {
  const imported = corpora.filter(({ documents }) => documents > 0)
  return [...imported.filter(isRead), ...imported.filter((corpus) => !isRead(corpus))]
}

const isRead = (corpus: CorpusSummary) => corpus.encodings.some(({ state }) => state === 'ready')
const pane = (key: number, corpus: string): Pane => ({ key, corpus, channel: null, filter: {} })
const nextKey = (panes: readonly Pane[]) => Math.max(-1, ...panes.map(({ key }) => key)) + 1

/** Whether a filter lets everything through. */
export function isEmptyFilter(filter: DocumentFilter): boolean {
  return (filter.text ?? '') === '' && Object.keys(filter.where ?? {}).length === 0 && filter.onlyPresent !== true
}
