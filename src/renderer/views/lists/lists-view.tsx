import type { ReactNode } from 'react'
import type { LatentListSummary, Notes } from '../../../contract/notes.ts'
import { useLists, useNotes } from '../../client/note-queries.ts'
import { listOf } from '../../client/view.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { ListPanel } from './list-panel.tsx'
import { ListsNav } from './lists-nav.tsx'
import styles from './lists.module.css'
import { NotedPanel } from './noted-panel.tsx'

/** All that was set apart: what is flagged, what has a note, and the lists of latents. */
export function ListsView(): ReactNode {
  const notes = useNotes()
  const lists = useLists()
  const error = notes.error ?? lists.error
  if (error !== null) return <ErrorNote error={error} retry={() => Promise.all([notes.refetch(), lists.refetch()])} />
  if (notes.data === undefined || lists.data === undefined) return <Loading label="Loading lists" />
  return <Lists notes={notes.data} lists={lists.data} />
}

type Props = { readonly notes: Notes; readonly lists: readonly LatentListSummary[] }

function Lists({ notes, lists }: Props) {
  const collection = useWorkbench((state) => state.collection)
  const put = useWorkbench((state) => state.put)
  const list = listOf(collection)
  return (
    <section className={styles['view']} aria-label="Flags, notes and lists">
      <ListsNav notes={notes} lists={lists} chosen={collection} onChoose={(next) => put({ collection: next })} />
      {list === null ? (
        <NotedPanel key={collection} notes={notes} only={collection === 'noted' ? 'noted' : 'flagged'} />
      ) : (
        <ListPanel key={list} name={list} />
      )}
    </section>
  )
}
