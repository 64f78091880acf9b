import { type ReactNode, Suspense } from 'react'
import type { CorpusSummary } from '../../contract/corpora.ts'
import type { View } from '../client/view.ts'
import { useWorkbench } from '../client/workbench.ts'
import { CompareView } from '../views/compare/compare-view.tsx'
import { LatentsView } from '../views/latents/latents-view.tsx'
import { IconButton } from '../widgets/button.tsx'
import { EmptyState, Loading } from '../widgets/empty-state.tsx'
import { Split } from '../widgets/split.tsx'
import { LatentPage } from './lazy-views.ts'
import { NextStep } from './next-step.tsx'

/** Everything at once: the latent table over the panes, the chosen latent's page beside them; each also fills the screen. */
export function CompareScreen({ corpora }: { corpora: readonly CorpusSummary[] }): ReactNode {
  const filling = useWorkbench((state) => state.filling)
  const latent = useWorkbench((state) => state.latent)
  const panes = useWorkbench((state) => state.panes)
  const anyRead = corpora.some(({ encodings }) => encodings.some(({ state }) => state === 'ready'))
  const next = <NextStep corpora={corpora} />

  const latents = (
    <LatentsView compared={panes.map(({ corpus }) => corpus)} actions={<Fill part="latents" name="the latent table" />} />
  )
  const documents = <CompareView corpora={corpora} actions={<Fill part="panes" name="the documents" />} />
  const page = latent === null ? <ChooseLatent /> : <PageOfLatent latent={latent} />

  if (panes.length === 0) return next
  if (!anyRead)
    return <Split name="unread" label="Height of the next step" direction="column" share={0.32} first={next} second={documents} />
  if (filling === 'latents') return latents
  if (filling === 'panes') return documents
  if (filling === 'page' && latent !== null) return page
  return (
    <Split
      name="page"
      label="Width of the latent page"
      direction="row"
      share={0.66}
      first={
        <Split name="table" label="Height of the latent table" direction="column" share={0.4} first={latents} second={documents} />
      }
      second={page}
    />
  )
}

/** Lets a part fill the screen, or stand beside the others again. */
function Fill({ part, name }: { part: NonNullable<View['filling']>; name: string }) {
  const filling = useWorkbench((state) => state.filling)
  const fill = useWorkbench((state) => state.fill)
  const on = filling === part
  return (
    <IconButton
      icon={on ? 'collapse' : 'expand'}
      label={on ? 'Show all side by side' : `Let ${name} fill the screen`}
      onClick={() => fill(on ? null : part)}
    />
  )
}

/** Its page comes when it is loaded; what stands beside it does not wait. */
export function PageOfLatent({ latent }: { latent: number }): ReactNode {
  return (
    <Suspense fallback={<Loading />}>
      <LatentPage key={latent} latent={latent} />
    </Suspense>
  )
}

export function ChooseLatent(): ReactNode {
  return (
    <EmptyState title="No latent is chosen">
      Choose a latent in the table: here you see what it responds to, and its tokens are lit in the documents.
    </EmptyState>
  )
}
