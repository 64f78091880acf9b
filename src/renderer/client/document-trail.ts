import { createTabState } from './tab-state.ts'
import type { Activity, OpenDocument } from './view.ts'
import { workbench } from './workbench.ts'

/** The list that a document was opened from. */
type Trail = {
  /** What the list shows, in what order: another key is another list. */
  readonly key: string
  /** The screen it stands on. */
  readonly from: Activity
  readonly rows: number
  /** The document of a row; null where it has none. */
  readonly at: (row: number) => OpenDocument | null
  /** The row that is open. */
  readonly row: number
  /** One went back to the list: it takes the focus. */
  readonly returning: boolean
}

/** Per tab; the next document and the way back go by it while the open document is the trail's. */
const documentTrail = createTabState<{ readonly trail: Trail | null }>({ trail: null })

function isSame(a: OpenDocument | null | undefined, b: OpenDocument | null | undefined): boolean {
  if (a == null || b == null) return a == null && b == null
  return a.corpus === b.corpus && a.ordinal === b.ordinal && a.channel === b.channel && isSame(a.against, b.against)
}

/** The trail that leads over this document. */
export function useTrail(document: OpenDocument): Trail | null {
  const trail = documentTrail((state) => state.trail)
  return trail !== null && isSame(trail.at(trail.row), document) ? trail : null
}

/** Opens a row of a list, so that from the document one goes on in the list and back to it. */
export function openFromList(list: Omit<Trail, 'from' | 'returning'>): void {
  const document = list.at(list.row)
  if (document === null) return
  const { activity, openDocument } = workbench.getState()
  openDocument(document)
  // Set on the tab that the document came to be in: where that is a new one it is not the one at work, and has no trail.
  if (isSame(workbench.getState().document, document))
    documentTrail.setState({ trail: { ...list, from: activity, returning: false } })
}

/** The nearest row with a document, so many steps on; null beyond the ends. */
export function trailStep({ at, row, rows }: Trail, step: 1 | -1): number | null {
  for (let next = row + step; next >= 0 && next < rows; next += step) if (at(next) !== null) return next
  return null
}

export function goAlong(trail: Trail, step: 1 | -1): void {
  const row = trailStep(trail, step)
  const document = row === null ? null : trail.at(row)
  if (row === null || document === null) return
  documentTrail.setState({ trail: { ...trail, row } })
  workbench.getState().openDocument(document)
}

/** Back to the list, to the row of the document that was open last. */
export function backToList(trail: Trail): void {
  documentTrail.setState({ trail: { ...trail, returning: true } })
  workbench.getState().show(trail.from)
}

/** The row at which a list is entered again; asked once. Null where one did not go back to it. */
export function returnedTo(key: string): number | null {
  const { trail } = documentTrail.getState()
  if (trail === null || !trail.returning || trail.key !== key) return null
  documentTrail.setState({ trail: { ...trail, returning: false } })
  return trail.row
}
