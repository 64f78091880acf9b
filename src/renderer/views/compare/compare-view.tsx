import { type ReactNode, useMemo } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { useCommands } from '../../client/commands.ts'
import { lit } from '../../client/lit-latents.ts'
import { useLitLatents } from '../../client/use-lit-latents.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { LightsLegend } from '../../widgets/lights-legend.tsx'
import { Panel } from '../../widgets/panel.tsx'
import { scrollLink } from '../../widgets/scroll-link.ts'
import styles from './compare.module.css'
import { FilterBar } from './filter-bar.tsx'
import { PairedPanes } from './paired-panes.tsx'
import { PaneHeader } from './pane-header.tsx'
import { OrderChoice, PaneToolbar } from './pane-toolbar.tsx'
import { SinglePane } from './single-pane.tsx'
import { usePaneOrders } from './use-pane-orders.ts'

type Props = { readonly corpora: readonly CorpusSummary[]; readonly actions?: ReactNode }

/** Corpora side by side, each a list of its documents with the selected latent's tokens lit. */
export function CompareView({ corpora, actions }: Props): ReactNode {
  const linkFilter = useWorkbench((state) => state.linkFilter)
  const add = useWorkbench((state) => state.addPane)
  const latent = useWorkbench((state) => state.latent)
  useCommands([
    { id: 'panes.add', run: () => add(corpora) },
    ...(latent === null ? [] : [{ id: 'panes.pin' as const, run: lit.pinChosen }]),
  ])
  const orders = usePaneOrders()

  return (
    <Panel title="Documents" aside={<PaneToolbar paired={orders.together !== null} pairable={orders.pairable} />} actions={actions}>
      <div className={styles['panes']}>
        <div className={styles['bar']}>
          {linkFilter ? <FilterBar corpora={corpora} pane={null} /> : <Lights />}
          <OrderChoice corpora={corpora} paired={orders.together !== null} />
        </div>
        {linkFilter && <Lights />}
        <Body corpora={corpora} orders={orders} />
      </div>
    </Panel>
  )
}

function Body({ corpora, orders }: { corpora: readonly CorpusSummary[]; orders: ReturnType<typeof usePaneOrders> }) {
  const panes = useWorkbench((state) => state.panes)
  const linkScroll = useWorkbench((state) => state.linkScroll)
  const linkFilter = useWorkbench((state) => state.linkFilter)
  const link = useMemo(() => scrollLink(), [])
  if (orders.error !== null && orders.error !== undefined) return <ErrorNote error={orders.error} retry={orders.refetch} />
  if (orders.pending) return <Loading label="Ordering documents" />
  if (orders.together !== null) {
    return (
      <>
        <div className={styles['headers']}>
          {panes.map((pane, index) => (
            <div key={pane.key} className={styles['head']}>
              <PaneHeader pane={pane} index={index} corpora={corpora} shown={shownIn(orders.together?.order.ordinals[index])} />
              {!linkFilter && <FilterBar corpora={corpora} pane={pane} />}
            </div>
          ))}
        </div>
        <PairedPanes order={orders.together.order} orderKey={orders.together.key} input={orders.together.input} />
      </>
    )
  }
  return (
    <div className={styles['singles']}>
      {panes.map((pane, index) => (
        <SinglePane key={pane.key} pane={pane} index={index} corpora={corpora} link={linkScroll ? link : undefined} />
      ))}
    </div>
  )
}

/** Documents of a pane in the rows. */
const shownIn = (ordinals: Int32Array | undefined) => ordinals?.reduce((sum, ordinal) => sum + (ordinal >= 0 ? 1 : 0), 0) ?? null

function Lights() {
  const lights = useLitLatents()
  if (lights.places.every((latent) => latent === null)) return null
  return (
    <div className={styles['lights']}>
      <LightsLegend lights={lights} />
    </div>
  )
}
