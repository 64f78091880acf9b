import { type ReactNode, useCallback, useState } from 'react'
import { useMemberRow } from '../../client/member-queries.ts'
import { workbench } from '../../client/workbench.ts'
import { keepable } from '../../client/keeping.ts'
import { DocumentName } from '../../widgets/corpus-mark.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { Panel } from '../../widgets/panel.tsx'
import { VirtualRows } from '../../widgets/virtual-rows.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './clusters.module.css'
import type { Member } from './member-list.ts'

type Props = {
  readonly members: readonly Member[]
  readonly channel: string | null
  /** What they have in common. */
  readonly title: string
  /** How many there are, in words. */
  readonly aside: string
  readonly actions: ReactNode
}

/** Documents of a cluster or a selection; Enter or a click opens one. */
export function ClusterDocuments({ members, channel, title, aside, actions }: Props): ReactNode {
  const [active, setActive] = useState<number | null>(null)
  const render = useCallback((row: number) => <Row members={members} row={row} channel={channel} />, [members, channel])
  const open = (row: number) => {
    const member = members[row]
    if (member !== undefined) workbench.getState().openDocument({ corpus: member.corpus, channel, ordinal: member.ordinal })
  }
  return (
    <Panel title={title} aside={aside} actions={actions}>
      <VirtualRows
        label={`Documents of ${title}`}
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
    <div
      className={styles['document']}
      role="gridcell"
      aria-busy={excerpt === null}
      {...keepable({ kind: 'document', corpus: member.corpus, ordinal: member.ordinal, channel: channel ?? undefined })}
    >
      <span className={styles['excerpt']}>
        {excerpt === null ? <span className={styles['skeleton']} /> : <PlainText text={excerpt} />}
      </span>
      <span className={styles['place']}>
        <DocumentName corpus={member.corpus} document={id ?? formatCount(member.ordinal + 1)} />
      </span>
    </div>
  )
}
