import { type ReactNode, useCallback, useMemo, useState } from 'react'
import type { ClusterRequest, ClusterResult } from '../../../contract/clusters.ts'
import { useMemberRow } from '../../client/member-queries.ts'
import { workbench } from '../../client/workbench.ts'
import { IconButton } from '../../widgets/button.tsx'
import { DocumentName } from '../../widgets/corpus-mark.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { Panel } from '../../widgets/panel.tsx'
import { VirtualRows } from '../../widgets/virtual-rows.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './clusters.module.css'
import { type Member, membersOf } from './member-list.ts'

type Props = {
  readonly result: ClusterResult
  /** -1: unassigned. */
  readonly cluster: number
  /** What it is called; empty without a name of its own. */
  readonly named: string
  readonly onClose: () => void
}

/** Every document of a cluster, the most central first; Enter or a click opens one. */
export function ClusterDocuments({ result, cluster, named, onClose }: Props): ReactNode {
  const { channel = null } = result.recipe.request as ClusterRequest
  const members = useMemo(() => membersOf(result, cluster), [result, cluster])
  const [active, setActive] = useState<number | null>(null)
  const name = cluster < 0 ? 'Unassigned' : `Cluster ${cluster + 1}${named === '' ? '' : `: ${visibleText(named)}`}`
  const render = useCallback((row: number) => <Row members={members} row={row} channel={channel} />, [members, channel])
  const open = (row: number) => {
    const member = members[row]
    if (member !== undefined) workbench.getState().openDocument({ corpus: member.corpus, channel, ordinal: member.ordinal })
  }
  return (
    <Panel
      title={name}
      aside={`${formatCount(members.length)} documents${cluster < 0 || named !== '' ? '' : ', the most central first'}`}
      actions={<IconButton icon="close" label="Close the documents" onClick={onClose} />}
    >
      <VirtualRows
        label={`Documents of ${name}`}
        rows={members.length}
        rowHeight={3.5}
        columns={1}
        render={render}
        active={active}
        onActive={setActive}
        onOpen={open}
      />
    </Panel>
  )
}

function Row({ members, row, channel }: { members: readonly Member[]; row: number; channel: string | null }) {
  const { id, excerpt } = useMemberRow(members, row, channel)
  const member = members[row]
  if (member === undefined) return null
  return (
    <div className={styles['document']} role="gridcell" aria-busy={excerpt === null}>
      <span className={styles['excerpt']}>
        {excerpt === null ? <span className={styles['skeleton']} /> : <PlainText text={excerpt} />}
      </span>
      <span className={styles['place']}>
        <DocumentName corpus={member.corpus} document={id ?? formatCount(member.ordinal + 1)} />
      </span>
    </div>
  )
}
