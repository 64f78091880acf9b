import { type ReactNode, useMemo, useState } from 'react'
import type { DocumentPage } from '../../../contract/documents.ts'
import { useDocument, useDocumentMarks } from '../../client/document-queries.ts'
import { type OpenDocument, useWorkbench } from '../../client/workbench.ts'
import { EmptyState, ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { noLights, strongestPosition, toggled } from '../../widgets/light-slots.ts'
import { LitDocument } from '../../widgets/lit-document.tsx'
import { mostLights } from '../../widgets/light-styles.ts'
import { useLights } from '../../widgets/use-lights.ts'
import { visibleText } from '../../widgets/visible-text.ts'
import { DocumentHeader } from './document-header.tsx'
import { DocumentSide } from './document-side.tsx'
import styles from './document.module.css'

/** One document whole: its tokens, its strongest latents, and what it is besides text. */
export function DocumentView({ document }: { readonly document: OpenDocument }): ReactNode {
  const [limit, setLimit] = useState(50)
  const { data: page, error, refetch } = useDocument(document, limit)
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (page === undefined) return <Loading label="Loading the document" />
  const key = `${page.corpus}\n${page.channel}\n${page.ordinal}`
  return <Page key={key} document={document} page={page} onMore={() => setLimit(500)} />
}

type PageProps = { readonly document: OpenDocument; readonly page: DocumentPage; readonly onMore: () => void }

function Page({ document, page, onMore }: PageProps) {
  const selected = useWorkbench((state) => state.latent)
  const [slots, setSlots] = useState(() => (selected === null ? noLights(mostLights) : toggled(noLights(mostLights), selected)))
  const [chosen, setChosen] = useState<number | null>(null)
  const [asked, setAsked] = useState<{ readonly token: number } | null>(null)
  const lit = slots.filter((latent) => latent !== null)
  const read = page.lens !== null
  const { data: marks, error } = useDocumentMarks(document, read ? lit : [])

  const { lights, maxima, names } = useLights(slots, marks?.latents, page.latents)
  // The document opens where the chosen latent is strongest.
  const opening = useMemo(() => {
    const token = strongestPosition(lights)
    return token === null ? null : { token }
    // Only when its marks arrive first.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [marks === undefined])

  return (
    <section className={styles['frame']} aria-label={`Document ${visibleText(page.id)}`}>
      <DocumentHeader document={document} page={page} latent={lit[0]} />
      <div className={styles['box']}>
        <div className={styles['columns']}>
          <div className={styles['text']}>
            {error !== null && <ErrorNote error={error} />}
            {page.text === '' ? (
              <EmptyState title="This document has no text">The row has this channel, but nothing in it.</EmptyState>
            ) : (
              <LitDocument
                label={`Text of ${visibleText(page.id)}`}
                text={page.text}
                starts={page.starts}
                ends={page.ends}
                lights={lights}
                names={names}
                maxima={maxima}
                chosen={chosen}
                onChoose={setChosen}
                reveal={asked ?? opening}
              />
            )}
          </div>
          <DocumentSide
            document={document}
            page={page}
            slots={slots}
            lights={lights}
            chosen={chosen}
            onChoose={(token) => {
              setChosen(token)
              if (token !== null) setAsked({ token })
            }}
            onToggle={(latent) => setSlots(toggled(slots, latent))}
            onMore={onMore}
          />
        </div>
      </div>
    </section>
  )
}
