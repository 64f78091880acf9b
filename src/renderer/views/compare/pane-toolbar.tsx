import type { ReactNode } from 'react'
import { useLatent } from '../../client/latent-queries.ts'
import { rowLines } from '../../client/view.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { Select } from '../../widgets/fields.tsx'
import { HeatLegend } from '../../widgets/heat-legend.tsx'
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
        <>
          <Toggle label="Scroll together" checked={linkScroll} onChange={(checked) => put({ linkScroll: checked })} />
          <Toggle label="Filter together" checked={linkFilter} onChange={(checked) => put({ linkFilter: checked })} />
        </>
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

/** In which order the documents stand, and the scale of the lit tokens. */
export function OrderChoice({ paired }: { paired: boolean }): ReactNode {
  const latent = useWorkbench((state) => state.latent)
  const order = useWorkbench((state) => state.order)
  const put = useWorkbench((state) => state.put)
  return (
    <div className={styles['order']}>
      {latent !== null && <Legend latent={latent} />}
      <Select
        label="Order of documents"
        value={latent === null ? 'corpus' : order}
        options={[
          { value: 'corpus', title: 'As in the corpus' },
          { value: 'activation', title: 'Strongest first', disabled: latent === null },
          { value: 'difference', title: 'By difference', disabled: latent === null || !paired },
        ]}
        onChange={(value) => put({ order: value })}
      />
    </div>
  )
}

function Legend({ latent }: { latent: number }) {
  const { data } = useLatent(latent)
  return data === undefined ? null : <HeatLegend maximum={data.maxActivation} />
}
