import { type ReactNode, useState } from 'react'
import type { CatalogueEntry } from '../../../contract/lenses.ts'
import { useCommands } from '../../client/commands.ts'
import { useLensCatalogue, useLensDetails } from '../../client/lens-queries.ts'
import { Button } from '../../widgets/button.tsx'
import { Panel } from '../../widgets/panel.tsx'
import { Tabs } from '../../widgets/tabs.tsx'
import { AddDialog } from './add-dialog.tsx'
import { CataloguePanel } from './catalogue-panel.tsx'
import { LensJobs } from './lens-jobs.tsx'
import { LensList } from './lens-list.tsx'

type Tab = 'here' | 'catalogue'

/** The lenses of this machine, those that are known to be had, and adding one's own. */
export function LensesView(): ReactNode {
  const [tab, setTab] = useState<Tab>('here')
  const [adding, setAdding] = useState<CatalogueEntry | 'own' | null>(null)
  const { data: lenses } = useLensDetails()
  // Its speeds are measured when it is first shown.
  const { data: catalogue } = useLensCatalogue(tab === 'catalogue')
  useCommands([
    { id: 'lenses.add', run: () => setAdding('own') },
    { id: 'lenses.here', run: () => setTab('here') },
    { id: 'lenses.catalogue', run: () => setTab('catalogue') },
  ])
  return (
    <Panel
      title="Lenses"
      aside="A lens is a language model, cut where an autoencoder reads it."
      actions={
        <Button icon="plus" data-tip="N" onClick={() => setAdding('own')}>
          Add a lens…
        </Button>
      }
    >
      <LensJobs />
      <Tabs
        label="Lenses"
        tabs={[
          { id: 'here', title: 'On this machine', ...(lenses === undefined ? {} : { count: lenses.length }) },
          { id: 'catalogue', title: 'Known lenses', ...(catalogue === undefined ? {} : { count: catalogue.length }) },
        ]}
        value={tab}
        onChange={setTab}
      >
        {tab === 'here' && <LensList />}
        {tab === 'catalogue' && <CataloguePanel onAdd={setAdding} />}
      </Tabs>
      {adding !== null && <AddDialog start={adding} onClose={() => setAdding(null)} />}
    </Panel>
  )
}
