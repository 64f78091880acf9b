import { type ReactNode, useState } from 'react'
import type { DocumentPage, TextDifference } from '../../../contract/documents.ts'
import { useCommands } from '../../client/commands.ts'
import { useDocument, useTextDifference } from '../../client/document-queries.ts'
import { useLook } from '../../client/kept-look.ts'
import { lit } from '../../client/lit-latents.ts'
import { type OpenDocument, useWorkbench } from '../../client/workbench.ts'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { LightsLegend } from '../../widgets/lights-legend.tsx'
import { strongestPosition } from '../../widgets/light-slots.ts'
import type { Reveal } from '../../widgets/lit-document.tsx'
import { useDocumentLights } from '../../widgets/use-document-lights.ts'
import { DifferingLatents, fewLatents } from './differing-latents.tsx'
import { InlineTexts } from './inline-texts.tsx'
import { SideTexts } from './side-texts.tsx'
import { type Mode, TextsHeader } from './texts-header.tsx'
import styles from './texts.module.css'

type Pair = OpenDocument & { readonly against: NonNullable<OpenDocument['against']> }

/** The texts of two documents held against each other, word by word, with the latents that differ most between them. */
export function TextsView({ document }: { readonly document: Pair }): ReactNode {
  const { against, ...first } = document
  const one = useDocument(first)
  const other = useDocument(against)
  const difference = useTextDifference(first, against, fewLatents)
  const failed = [one, other, difference].find(({ error }) => error !== null)
  if (failed !== undefined) return <ErrorNote error={failed.error} retry={failed.refetch} />
  if (one.data === undefined || other.data === undefined || difference.data === undefined)
    return <Loading label="Comparing the texts" />
  const key = `${document.corpus}\n${document.ordinal}\n${against.corpus}\n${against.ordinal}`
  return <Texts key={key} document={document} pages={[one.data, other.data]} difference={difference.data} />
}

type Props = {
  readonly document: Pair
  readonly pages: readonly [DocumentPage, DocumentPage]
  readonly difference: TextDifference
}

function Texts({ document, pages, difference }: Props) {
  const { against, ...first } = document
  const [mode, setMode] = useLook<Mode>('mode of texts', 'texts', 'side')
  const [reveals, setReveals] = useState<readonly [Reveal | null, Reveal | null]>([null, null])
  // A latent whose tokens are to be shown once they are lit.
  const [wanted, setWanted] = useState<number | null>(null)
  const selected = useWorkbench((state) => state.latent)
  const one = useDocumentLights(first, pages[0])
  const other = useDocumentLights(against, pages[1])
  useCommands([
    { id: 'document.inline', run: () => setMode(mode === 'side' ? 'inline' : 'side') },
    ...(selected === null ? [] : [{ id: 'panes.pin' as const, run: lit.pinChosen }]),
  ])
  const slot = wanted === null ? -1 : one.lit.on.indexOf(wanted)
  if (slot >= 0 && !one.pending && !other.pending) {
    const [here, there] = [one, other].map(({ lights }) => strongestPosition(lights.slice(slot, slot + 1)))
    setWanted(null)
    setReveals([here == null ? null : { token: here }, there == null ? null : { token: there }])
  }
  const onShow = (latent: number) => {
    if (!one.lit.on.includes(latent)) lit.toggle(latent)
    setMode('side')
    setWanted(latent)
  }
  const texts = { pages, difference, lights: [one, other] as const }
  return (
    <section className={styles['frame']} aria-label="Two texts">
      <TextsHeader document={document} pages={pages} difference={difference} mode={mode} onMode={setMode} />
      <div className={styles['box']}>
        <div className={styles['columns']}>
          <div className={styles['main']}>
            <div className={styles['legend']}>
              <LightsLegend lights={one.lit} />
            </div>
            {mode === 'side' ? <SideTexts {...texts} reveals={reveals} /> : <InlineTexts {...texts} />}
          </div>
          <DifferingLatents first={first} second={against} difference={difference} on={one.lit.on} onShow={onShow} />
        </div>
      </div>
    </section>
  )
}
