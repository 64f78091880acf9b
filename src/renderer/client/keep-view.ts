import { addressOf, placeOf } from './address.ts'
import { api } from './api.ts'
import { useDesk } from './desk-state.ts'
import { tabIn } from './desk.ts'
import { keptScroll } from './kept-scroll.ts'
import { restoreDesk, storedDesk } from './restore-desk.ts'
import { clearTabStates } from './tab-state-registry.ts'
import { desk, viewOf, workbench } from './workbench.ts'

/** What is stored, and when (`Date.now()`): here, at once and whatever becomes of the engine, and at the engine, for every host. */
type Stored = { readonly at: number; readonly desk: unknown }

const keyOf = (folder: string) => `etalon.view:${folder}`
const rest = 300
let project: string | null = null
let saving: ReturnType<typeof setTimeout> | undefined

/** Brings back how the project was left; what the address names wins. From now on changes are kept for it. */
export async function restoreViewOf(folder: string): Promise<void> {
  project = null
  const stored = newest(readStored(keyOf(folder)), await layoutAtEngine(folder))
  const place = placeOf(location.hash)
  clearTabStates()
  const { desk: tabs, shared, tops } = restoreDesk(stored?.desk)
  useDesk.setState({ ...tabs, ...shared, untouched: stored === null && (place?.latent ?? null) === null })
  for (const [tab, its] of tops) keptScroll.setState({ tops: its }, tab)
  if (place !== null) workbench.getState().put(place)
  project = folder
  history.replaceState({ tab: workbench.getState().tab }, '', addressOf(workbench.getState()))
}

/** Keeps the tabs of the open project, and the place of the one at work in the address, where Back and Forward find it. */
export function keepView(): () => void {
  const onPopState = ({ state }: PopStateEvent) => {
    const place = placeOf(location.hash)
    if (place === null) return
    const tab = (state as { readonly tab?: number } | null)?.tab
    if (tab !== undefined && tabIn(useDesk.getState(), tab) !== undefined) desk.show(tab)
    workbench.getState().put(place)
  }
  window.addEventListener('popstate', onPopState)
  const stopDesk = useDesk.subscribe((now, earlier) => {
    if (project === null) return
    const view = viewOf(now, null)
    const before = viewOf(earlier, null)
    const address = addressOf(view)
    const state = { tab: view.tab }
    if (address !== location.hash) {
      // Going from side to side is no step that Back takes back.
      const isSame = view.tab === before.tab
      const elsewhere = isSame
        ? view.activity !== before.activity || view.document !== before.document
        : now.focus === earlier.focus
      history[elsewhere ? 'pushState' : 'replaceState'](state, '', address)
    } else if (view.tab !== before.tab) history.replaceState(state, '', address)
    storeSoon()
  })
  const stopScroll = keptScroll.subscribe(storeSoon)
  // What was done just before the page goes is kept too.
  const onPageHide = () => {
    clearTimeout(saving)
    store()
  }
  window.addEventListener('pagehide', onPageHide)
  return () => {
    stopDesk()
    stopScroll()
    window.removeEventListener('pagehide', onPageHide)
    window.removeEventListener('popstate', onPopState)
  }
}

function storeSoon(): void {
  clearTimeout(saving)
  saving = setTimeout(store, rest)
}

function store(): void {
  if (project === null) return
  const stored: Stored = { at: Date.now(), desk: storedDesk(useDesk.getState(), (tab) => keptScroll.getState(tab).tops) }
  const layout = JSON.stringify(stored)
  try {
    localStorage.setItem(keyOf(project), layout)
  } catch {
    // A full or forbidden storage costs only that the view is not as it was left.
  }
  // The home folder may be read-only: that costs the same.
  void api.project.keepLayout.mutate({ folder: project, layout }).catch(() => undefined)
}

async function layoutAtEngine(folder: string): Promise<Stored | null> {
  try {
    return storedIn(await api.project.layout.query({ folder }))
  } catch {
    return null
  }
}

function readStored(key: string): Stored | null {
  try {
    return storedIn(localStorage.getItem(key))
  } catch {
    return null
  }
}

/** What earlier versions stored had no time, and was the view itself. */
function storedIn(text: string | null): Stored | null {
  const value: unknown = JSON.parse(text ?? 'null')
  if (typeof value !== 'object' || value === null) return null
  const { at, desk: tabs } = value as Partial<Stored>
  return typeof at === 'number' ? { at, desk: tabs } : { at: 0, desk: value }
}

const newest = (one: Stored | null, other: Stored | null): Stored | null =>
  one === null || (other !== null && other.at > one.at) ? other : one
