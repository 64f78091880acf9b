import { type ReactNode, useMemo, useState } from 'react'
import type { DocumentPage } from '../../../contract/documents.ts'
import { useCommands } from '../../client/commands.ts'
import { useDocument } from '../../client/document-queries.ts'
import { lit } from '../../client/lit-latents.ts'
import { type OpenDocument, useWorkbench } from '../../client/workbench.ts'
import { EmptyState, ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { strongestPosition } from '../../widgets/light-slots.ts'
import { LightsLegend } from '../../widgets/lights-legend.tsx'
import { LitDocument, type Reveal } from '../../widgets/lit-document.tsx'
import { tokenAt } from '../../widgets/token-segments.ts'
import { useDocumentLights } from '../../widgets/use-document-lights.ts'
import { visibleText } from '../../widgets/visible-text.ts'
import { DocumentHeader } from './document-header.tsx'
import { DocumentSide } from './document-side.tsx'
import styles from './document.module.css'
import { useTextSearch } from './use-text-search.tsx'

/** One document whole: its tokens, its strongest latents, and what it is besides text. */
export function DocumentView({ document }: { readonly document: OpenDocument }): ReactNode {
  const [limit, setLimit] = useState(50)
  const { data: page, error, refetch } = useDocument(document, limit)
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (page === undefined) return <Loading label="Loading the document" />
  const key = `${page.corpus}\n${page.channel}\n${page.ordinal}\n${document.at}`
  return <Page key={key} document={document} page={page} onMore={() => setLimit(500)} />
}

type PageProps = { readonly document: OpenDocument; readonly page: DocumentPage; readonly onMore: () => void }

function Page({ document, page, onMore }: PageProps) {
  const { lights, maxima, names, lit: latents, pending, error } = useDocumentLights(document, page)
  const { at } = document
  const [chosen, setChosen] = useState(() => (at === undefined ? null : tokenAt(page.starts, page.ends, at)))
  const [asked, setAsked] = useState<Reveal | null>(at === undefined ? null : { offset: at })
  const search = useTextSearch(page.text, (offset) => setAsked({ offset }))
  // The document opens where the chosen latent is strongest.
  const opening = useMemo(() => {
    const token = strongestPosition(lights)
    return token === null ? null : { token }
    // Only when its marks arrive first.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [pending])
  const selected = useWorkbench((state) => state.latent)
  useCommands([
    { id: 'document.find', run: search.open },
    ...(selected === null ? [] : [{ id: 'panes.pin' as const, run: lit.pinChosen }]),
  ])

  return (
    <section className={styles['frame']} aria-label={`Document ${visibleText(page.id)}`}>
      <DocumentHeader
        document={document}
        page={page}
        latent={latents.on.find((latent) => latent !== null) ?? undefined}
        onFind={search.open}
      />
      {search.bar}
      <div className={styles['box']}>
        <div className={styles['columns']}>
          <div className={styles['text']}>
            {error !== null && <ErrorNote error={error} />}
            {page.lens !== null && (
              <div className={styles['lights']}>
                <LightsLegend lights={latents} />
              </div>
            )}
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
                spans={search.spans}
              />
            )}
          </div>
          <DocumentSide
            document={document}
            page={page}
            slots={latents.on}
            lights={lights}
            chosen={chosen}
            onChoose={(token) => {
              setChosen(token)
              if (token !== null) setAsked({ token })
            }}
            onToggle={lit.toggle}
            onMore={onMore}
          />
        </div>
      </div>
    </section>
  )
}
