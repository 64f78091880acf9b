import type { ReactNode } from 'react'
import type { CorpusSummary } from '../../contract/corpora.ts'
import { useWorkbench } from '../client/workbench.ts'
import { LatentsView } from '../views/latents/latents-view.tsx'
import { Split } from '../widgets/split.tsx'
import { ChooseLatent, PageOfLatent } from './compare-screen.tsx'
import { NextStep } from './next-step.tsx'

/** The latent table beside the chosen latent's page. */
export function LatentsScreen({ corpora }: { corpora: readonly CorpusSummary[] }): ReactNode {
  const latent = useWorkbench((state) => state.latent)
  const panes = useWorkbench((state) => state.panes)
  const anyRead = corpora.some(({ encodings }) => encodings.some(({ state }) => state === 'ready'))
  if (!anyRead) return <NextStep corpora={corpora} />
  return (
    <Split
      name="latents"
      label="Width of the latent table"
      direction="row"
      share={0.58}
      first={<LatentsView compared={panes.map(({ corpus }) => corpus)} />}
      second={latent === null ? <ChooseLatent /> : <PageOfLatent latent={latent} />}
    />
  )
}
