import { addressOf, placeOf } from './address.ts'
import { restoreView } from './restore-view.ts'
import type { View } from './view.ts'
import { workbench } from './workbench.ts'

const keyOf = (folder: string) => `etalon.view:${folder}`
let project: string | null = null
let saving: ReturnType<typeof setTimeout> | undefined

/** Brings back how the project was left; what the address names wins. From now on changes are kept for it. */
export function restoreViewOf(folder: string): void {
  project = null
  const stored = readStored(keyOf(folder))
  const place = placeOf(location.hash)
  workbench
    .getState()
    .put({ ...restoreView(stored), ...place, untouched: stored === null && (place?.latent ?? null) === null, panesFollow: false })
  project = folder
  history.replaceState(null, '', addressOf(workbench.getState()))
}

/** Keeps the view of the open project in the browser's storage and its place in the address, where Back and Forward find it. */
export function keepView(): () => void {
  const onPopState = () => {
    const place = placeOf(location.hash)
    if (place !== null) workbench.getState().put(place)
  }
  window.addEventListener('popstate', onPopState)
  const stop = workbench.subscribe((view, before) => {
    if (project === null) return
    const address = addressOf(view)
    if (address !== location.hash) {
      const elsewhere = view.activity !== before.activity || view.document !== before.document
      history[elsewhere ? 'pushState' : 'replaceState'](null, '', address)
    }
    clearTimeout(saving)
    saving = setTimeout(store, 300, project, view)
  })
  // What was done just before the page goes is kept too.
  const onPageHide = () => {
    clearTimeout(saving)
    if (project !== null) store(project, workbench.getState())
  }
  window.addEventListener('pagehide', onPageHide)
  return () => {
    stop()
    window.removeEventListener('pagehide', onPageHide)
    window.removeEventListener('popstate', onPopState)
  }
}

function store(folder: string, view: View): void {
  try {
    localStorage.setItem(keyOf(folder), JSON.stringify(view))
  } catch {
    // A full or forbidden storage costs only that the view is not as it was left.
  }
}

function readStored(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null')
  } catch {
    return null
  }
}
