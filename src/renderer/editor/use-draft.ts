import { useEffect, useSyncExternalStore } from 'react'
import type { Draft, Drafts } from './drafts.ts'

/** The draft under a name while there is one; saves it when the component goes, and when the page is hidden. */
export function useDraft<V>(drafts: Drafts<V>, name: string): Draft<V> | undefined {
  const draft = useSyncExternalStore(drafts.onChange, () => drafts.get(name))
  useEffect(() => {
    void drafts.flushStored()
    const save = () => void drafts.flush(name)
    window.addEventListener('pagehide', save)
    return () => {
      window.removeEventListener('pagehide', save)
      save()
    }
  }, [drafts, name])
  return draft
}
