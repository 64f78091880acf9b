import type { ReactNode } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { useIncoming } from '../../client/incoming.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { AddCorpora } from '../../widgets/add-corpora.tsx'
import { EmptyState } from '../../widgets/empty-state.tsx'
import { Panel } from '../../widgets/panel.tsx'
import { CorporaTable } from './corpora-table.tsx'
import { CorpusPage } from './corpus-page.tsx'
import { IncomingPage } from './incoming-page.tsx'

/** The corpora of the project: all in a table, or one with its columns, encodings and problems. */
export function CorporaView({ corpora }: { corpora: readonly CorpusSummary[] }): ReactNode {
  const name = useWorkbench((state) => state.corpus)
  const corpus = corpora.find((each) => each.name === name)
  const incoming = useIncoming(({ incoming: all, shown }) => all.find(({ key }) => key === shown))
  if (corpus !== undefined) return <CorpusPage key={corpus.name} corpus={corpus} />
  if (incoming !== undefined) return <IncomingPage shown={incoming} corpora={corpora} />
  return (
    <Panel title="Corpora" actions={corpora.length > 0 && <AddCorpora />}>
      {corpora.length === 0 ? (
        <EmptyState title="No corpora in this project yet" action={<AddCorpora kind="primary" />}>
          Drop JSONL, CSV, TSV or Parquet files, or a folder of text files, here, or choose them. You see what is in them before
          anything is imported. What is put into the project folder by other means appears by itself.
        </EmptyState>
      ) : (
        <CorporaTable corpora={corpora} />
      )}
    </Panel>
  )
}
