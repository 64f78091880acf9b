import type { ReactNode } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { EmptyState } from '../../widgets/empty-state.tsx'
import { Panel } from '../../widgets/panel.tsx'
import { CorporaTable } from './corpora-table.tsx'
import { CorpusPage } from './corpus-page.tsx'

/** The corpora of the project: all in a table, or one with its columns, encodings and problems. */
export function CorporaView({ corpora }: { corpora: readonly CorpusSummary[] }): ReactNode {
  const name = useWorkbench((state) => state.corpus)
  const corpus = corpora.find((each) => each.name === name)
  if (corpus !== undefined) return <CorpusPage key={corpus.name} corpus={corpus} />
  return (
    <Panel title="Corpora">
      {corpora.length === 0 ? (
        <EmptyState title="No corpora in this folder">
          Put JSONL, CSV, TSV or Parquet files, or a folder of text files, into the project folder. They appear here by themselves.
        </EmptyState>
      ) : (
        <CorporaTable corpora={corpora} />
      )}
    </Panel>
  )
}
