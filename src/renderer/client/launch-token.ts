const kept = 'etalon.token'

/**
 * The token this page was launched with: taken out of the address (`#TOKEN`) and kept for this tab, so that neither the history nor a
 * copied address carries it. Fragments that begin with a slash are the view's state. Null where there is none.
 */
export function takeLaunchToken(): string | null {
  const token = tokenInAddress()
  if (token !== null) {
    sessionStorage.setItem(kept, token)
    history.replaceState(null, '', location.pathname + location.search)
  }
  return sessionStorage.getItem(kept)
}

/** Begins anew when the address of another launch is opened in this tab: a change of the fragment alone loads nothing. */
export function followLaunches(): void {
  addEventListener('hashchange', () => {
    if (tokenInAddress() !== null) location.reload()
  })
}

function tokenInAddress(): string | null {
  const fragment = location.hash.slice(1)
  return fragment === '' || fragment.startsWith('/') ? null : fragment
}
