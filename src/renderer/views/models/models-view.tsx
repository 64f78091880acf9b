import { type ReactNode, useState } from 'react'
import { useCommands } from '../../client/commands.ts'
import { useEndpoints, useModelRuns } from '../../client/model-queries.ts'
import { Panel } from '../../widgets/panel.tsx'
import { Tabs } from '../../widgets/tabs.tsx'
import { EndpointList } from './endpoint-list.tsx'
import { PromptsPanel } from './prompts-panel.tsx'
import { RunsPanel } from './runs-panel.tsx'

type Tab = 'endpoints' | 'runs' | 'prompts'

/** Language models on the user's terms: which there are, what they were asked and what it cost, and the words they are asked with. */
export function ModelsView(): ReactNode {
  const { data: endpoints } = useEndpoints()
  const { data: runs, isPending } = useModelRuns()
  const [chosen, setTab] = useState<Tab | null>(null)
  // Who has asked something comes to see what came of it.
  const tab = chosen ?? (runs === undefined || runs.length === 0 ? 'endpoints' : 'runs')
  useCommands(
    (['endpoints', 'runs', 'prompts'] as const).map((id) => ({
      id: `models.${id}`,
      title: `Show ${id}`,
      group: 'Language models',
      run: () => setTab(id),
    })),
  )
  return (
    <Panel title="Language models" aside="None is needed. Nothing is sent before you have seen it and confirmed.">
      <Tabs
        label="Language models"
        tabs={[
          { id: 'endpoints', title: 'Endpoints', ...(endpoints === undefined ? {} : { count: endpoints.length }) },
          { id: 'runs', title: 'Runs and costs', ...(runs === undefined ? {} : { count: runs.length }) },
          { id: 'prompts', title: 'Prompts' },
        ]}
        value={tab}
        onChange={setTab}
      >
        {tab === 'endpoints' && (chosen !== null || !isPending) && <EndpointList />}
        {tab === 'runs' && <RunsPanel />}
        {tab === 'prompts' && <PromptsPanel />}
      </Tabs>
    </Panel>
  )
}
