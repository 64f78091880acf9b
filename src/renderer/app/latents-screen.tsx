import { type ReactNode, Suspense } from 'react'
import type { CorpusSummary } from '../../contract/corpora.ts'
import { useCommands } from '../client/commands.ts'
import { useAskedTable } from '../client/use-asked-table.ts'
import { useWorkbench } from '../client/workbench.ts'
import { LatentsView } from '../views/latents/latents-view.tsx'
import { Loading } from '../widgets/empty-state.tsx'
import { Toggle } from '../widgets/segmented.tsx'
import { Split } from '../widgets/split.tsx'
import { ChooseLatent, PageOfLatent } from './compare-screen.tsx'
import { LatentMapView } from './lazy-views.ts'
import { NextStep } from './next-step.tsx'

/** The latent table, under the map of latents if wanted, beside the chosen latent's page. */
export function LatentsScreen({ corpora }: { corpora: readonly CorpusSummary[] }): ReactNode {
  const latent = useWorkbench((state) => state.latent)
  const panes = useWorkbench((state) => state.panes)
  const anyRead = corpora.some(({ encodings }) => encodings.some(({ state }) => state === 'ready'))
  const alone = useWorkbench((state) => state.filling === 'page')
  if (!anyRead) return <NextStep corpora={corpora} />
  if (alone && latent !== null) return <PageOfLatent latent={latent} />
  return (
    <Split
      name="latents"
      label="Width of the latent table"
      direction="row"
      share={0.58}
      first={<TableAndMap compared={panes.map(({ corpus }) => corpus)} />}
      second={latent === null ? <ChooseLatent /> : <PageOfLatent latent={latent} />}
    />
  )
}

function TableAndMap({ compared }: { compared: readonly string[] }) {
  const map = useWorkbench((state) => state.table.map)
  const change = useWorkbench((state) => state.changeTable)
  useCommands([{ id: 'latents.map', run: () => change({ map: !map }) }])
  const table = (
    <LatentsView
      compared={compared}
      actions={
        <Toggle
          label="Map"
          checked={map}
          onChange={(checked) => change({ map: checked })}
          tip="All latents in a plane, those of like direction together"
        />
      }
    />
  )
  if (!map) return table
  return (
    <Split
      name="latent-map"
      label="Height of the map"
      direction="column"
      share={0.55}
      first={<MapOf compared={compared} />}
      second={table}
    />
  )
}

function MapOf({ compared }: { compared: readonly string[] }) {
  const table = useAskedTable(compared)
  return (
    <Suspense fallback={<Loading />}>
      <LatentMapView table={table} />
    </Suspense>
  )
}
