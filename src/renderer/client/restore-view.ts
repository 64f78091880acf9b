import { documentOrders, latentConditionSchema } from '../../contract/documents.ts'
import { searchWays } from '../../contract/latents.ts'
import { columnsIn } from './latent-columns.ts'
import { conditionsIn, sortIn } from './latent-conditions.ts'
import {
  activities,
  analysisScreens,
  type Collection,
  inList,
  type LatentsOnly,
  mostPinned,
  type Pane,
  rowLines,
  sidebarWidths,
  startView,
  type View,
  workbenchParts,
} from './view.ts'

type Known = Readonly<Record<string, unknown>>

/** A view from what was stored, whatever that is: each field that is not what it should be becomes the start's. */
export function restoreView(stored: unknown): View {
  const from = asObject(stored)
  const table = asObject(from['table'])
  const { table: startTable } = startView
  return {
    activity: oneOf(from['activity'], activities, startView.activity),
    latent: isOrdinal(from['latent']) ? from['latent'] : null,
    lens: typeof from['lens'] === 'string' ? from['lens'] : null,
    document: documentIn(from['document']),
    corpus: typeof from['corpus'] === 'string' ? from['corpus'] : null,
    panes: Array.isArray(from['panes']) ? panesIn(from['panes']) : [],
    pairing: oneOf(from['pairing'], ['auto', 'paired', 'apart'] as const, startView.pairing),
    linkScroll: boolean(from['linkScroll'], startView.linkScroll),
    linkFilter: boolean(from['linkFilter'], startView.linkFilter),
    filter: filterIn(from['filter']),
    order: oneOf(from['order'], documentOrders, startView.order),
    orderColumn: typeof from['orderColumn'] === 'string' ? from['orderColumn'] : null,
    orderDescending: typeof from['orderDescending'] === 'boolean' ? from['orderDescending'] : null,
    pinned: pinnedIn(from['pinned']),
    dimmed: Array.isArray(from['dimmed']) ? from['dimmed'].filter(isOrdinal) : [],
    lines: oneOf(from['lines'], rowLines, startView.lines),
    table: {
      search: typeof table['search'] === 'string' ? table['search'] : '',
      searchBy: oneOf(table['searchBy'], searchWays, startTable.searchBy),
      conditions: conditionsIn(table['conditions']),
      saved: typeof table['saved'] === 'string' ? table['saved'] : null,
      columns: columnsIn(table['columns']),
      map: boolean(table['map'], startTable.map),
      only: onlyIn(table['only']),
      alive: boolean(table['alive'], startTable.alive),
      sort: sortIn(table['sort'], startTable.sort),
      descending: boolean(table['descending'], startTable.descending),
    },
    collection: collectionIn(from['collection']),
    analysis: oneOf(from['analysis'], analysisScreens, startView.analysis),
    results: Object.fromEntries(
      analysisScreens.flatMap((screen) => {
        const number = asObject(from['results'])[screen]
        return isOrdinal(number) ? [[screen, number]] : []
      }),
    ),
    sidebar: boolean(from['sidebar'], startView.sidebar),
    sidebarWidth: widthIn(from['sidebarWidth']),
    dividers: Object.fromEntries(
      Object.entries(asObject(from['dividers'])).filter(
        (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] >= 0 && entry[1] <= 1,
      ),
    ),
    filling: oneOf(from['filling'], [...workbenchParts, null], null),
  }
}

function widthIn(stored: unknown): number {
  const [least, most] = sidebarWidths
  return typeof stored === 'number' && Number.isFinite(stored) ? Math.min(most, Math.max(least, stored)) : startView.sidebarWidth
}

function onlyIn(stored: unknown): LatentsOnly {
  return listIn(stored) ?? oneOf(stored, ['all', 'starred', 'flagged', 'noted'] as const, startView.table.only)
}

function collectionIn(stored: unknown): Collection {
  return listIn(stored) ?? oneOf(stored, ['flagged', 'noted'] as const, startView.collection)
}

const listIn = (stored: unknown) => (typeof stored === 'string' && stored.startsWith('list:') ? inList(stored.slice(5)) : null)

function panesIn(stored: readonly unknown[]): readonly Pane[] {
  return stored
    .map(asObject)
    .filter(({ corpus }) => typeof corpus === 'string')
    .map((each, key) => ({
      key,
      corpus: String(each['corpus']),
      channel: typeof each['channel'] === 'string' ? each['channel'] : null,
      filter: filterIn(each['filter']),
      columns: Array.isArray(each['columns']) ? each['columns'].filter((column) => typeof column === 'string') : [],
    }))
}

function pinnedIn(stored: unknown): View['pinned'] {
  const places: readonly unknown[] = Array.isArray(stored) ? stored : []
  return Array.from({ length: mostPinned }, (_, place) => (isOrdinal(places[place]) ? places[place] : null))
}

function documentIn(stored: unknown): View['document'] {
  const { corpus, channel, ordinal, against } = asObject(stored)
  if (typeof corpus !== 'string' || !isOrdinal(ordinal)) return null
  const other = documentIn(against)
  return {
    corpus,
    channel: typeof channel === 'string' ? channel : null,
    ordinal,
    ...(other === null ? {} : { against: { corpus: other.corpus, channel: other.channel, ordinal: other.ordinal } }),
  }
}

function filterIn(stored: unknown): View['filter'] {
  const { text, where, onlyPresent, latents } = asObject(stored)
  const conditions = (Array.isArray(latents) ? latents : []).flatMap((each) => {
    const parsed = latentConditionSchema.safeParse(each)
    return parsed.success ? [parsed.data] : []
  })
  const equal = Object.entries(asObject(where)).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return {
    ...(typeof text === 'string' && text !== '' ? { text } : {}),
    ...(equal.length > 0 ? { where: Object.fromEntries(equal) } : {}),
    ...(onlyPresent === true ? { onlyPresent } : {}),
    ...(conditions.length > 0 ? { latents: conditions } : {}),
  }
}

const asObject = (value: unknown): Known => (typeof value === 'object' && value !== null ? (value as Known) : {})
const isOrdinal = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const boolean = (value: unknown, otherwise: boolean) => (typeof value === 'boolean' ? value : otherwise)
const oneOf = <T>(value: unknown, choices: readonly T[], otherwise: T): T => choices.find((each) => each === value) ?? otherwise
