import type { ReactNode } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { documentOrders } from '../../../contract/documents.ts'
import { columnsOf } from '../../client/analysis-scope.ts'
import { rowLines } from '../../client/view.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { IconButton } from '../../widgets/button.tsx'
import { Select } from '../../widgets/fields.tsx'
import { Segmented, Toggle } from '../../widgets/segmented.tsx'
import styles from './compare.module.css'

const lineNames = { 1: 'Line', 3: 'Snippet', 8: 'Full' } as const

/** How the panes go together, and how much of each document is seen. */
export function PaneToolbar({ paired, pairable }: { paired: boolean; pairable: boolean }): ReactNode {
  const several = useWorkbench((state) => state.panes.length > 1)
  const { lines, linkScroll, linkFilter, put } = useWorkbench()
  return (
    <div className={styles['toolbar']}>
      {several && (
        <Toggle
          label="Pair by id"
          checked={paired}
          tip={
            pairable || paired
              ? 'Documents of one id stand in one row'
              : 'Few documents of these corpora have an id in common; where they have, they stand in one row'
          }
          onChange={(checked) => put({ pairing: checked ? 'paired' : 'apart' })}
        />
      )}
      {several && !paired && (
        <Toggle label="Scroll together" checked={linkScroll} onChange={(checked) => put({ linkScroll: checked })} />
      )}
      {several && (
        <Toggle
          label="Filter together"
          checked={linkFilter}
          tip={
            paired
              ? 'One filter: a row is shown where any of its documents passes. Apart: where each passes the filter of its pane'
              : 'One filter for all panes'
          }
          onChange={(checked) => put({ linkFilter: checked })}
        />
      )}
      <span className={styles['stretch']} />
      <Segmented
        label="Text shown of each document"
        value={lines}
        options={rowLines.map((value) => ({ value, title: lineNames[value] }))}
        onChange={(value) => put({ lines: value })}
      />
    </div>
  )
}

/** In which order the documents stand, and which way. */
export function OrderChoice({ corpora, paired }: { corpora: readonly CorpusSummary[]; paired: boolean }): ReactNode {
  const { latent, order, orderColumn, orderDescending, panes, put } = useWorkbench()
  const columns = columnsOf(
    corpora,
    panes.map(({ corpus }) => corpus),
  )
  const isByLatent = order === 'activation' || order === 'difference'
  const isThere = isByLatent ? latent !== null : order !== 'column' || columns.some(({ name }) => name === orderColumn)
  const value = !isThere ? 'corpus' : order === 'column' ? `column:${orderColumn}` : order
  const descending = orderDescending ?? (isThere && isByLatent)
  return (
    <div className={styles['order']}>
      <Select
        label="Order of documents"
        value={value}
        options={[
          { value: 'corpus', title: 'As in the corpus' },
          { value: 'activation', title: 'By activation', disabled: latent === null },
          { value: 'difference', title: 'By difference', disabled: latent === null || !paired },
          { value: 'length', title: 'By length' },
          { value: 'id', title: 'By id' },
          ...columns.map(({ name }) => ({ value: `column:${name}`, title: `By ${name}` })),
        ]}
        onChange={(chosen) => {
          const known = documentOrders.find((each) => each === chosen)
          put({
            orderDescending: null,
            ...(known === undefined ? { order: 'column', orderColumn: chosen.slice(7) } : { order: known }),
          })
        }}
      />
      <IconButton
        icon={descending ? 'arrow-down' : 'arrow-up'}
        label={descending ? 'The largest or last first; turn round' : 'The smallest or first first; turn round'}
        onClick={() => put({ orderDescending: !descending })}
      />
    </div>
  )
}
