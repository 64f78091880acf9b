import { type ReactNode, useState } from 'react'
import { type Cluster, type ClusterLatent, clusterTitle } from '../../../contract/clusters.ts'
import { clusterColour } from '../../charts/cluster-colours.ts'
import { keepFinding } from '../../client/finding-acts.ts'
import { keepable } from '../../client/keeping.ts'
import { Button, IconButton } from '../../widgets/button.tsx'
import { formatCount, formatPoints, formatShare } from '../../widgets/format-numbers.ts'
import { openLatent } from '../../widgets/inspector.tsx'
import { LabelText } from '../../widgets/label-text.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import { ClusterHeading, ProposedName } from './cluster-naming.tsx'
import styles from './clusters.module.css'
import type { Proposal } from './proposals.ts'

type Props = {
  readonly cluster: Cluster
  readonly analysis: number | null
  /** A name that a language model proposes; undefined without one. */
  readonly proposal: Proposal | undefined
  readonly chosen: boolean
  readonly onChoose: () => void
  /** Null: the name made of labels. */
  readonly onName: (name: string | null) => void
  readonly onAccept: (proposal: Proposal) => void
}

const few = 4

/** One cluster: its name and size, and the latents that tell it from the others. */
export function ClusterCard({ cluster, analysis, proposal, chosen, onChoose, onName, onAccept }: Props): ReactNode {
  const { id, size, conductance, latents } = cluster
  const [all, setAll] = useState(false)
  const [editing, setEditing] = useState<string | null>(null)
  const shown = all ? latents : latents.slice(0, few)
  return (
    <article
      className={styles['card']}
      data-chosen={chosen}
      aria-label={`Cluster ${id + 1}: ${visibleText(clusterTitle(cluster))}`}
      {...(analysis === null ? {} : keepable({ kind: 'cluster', analysis, cluster: id }))}
    >
      <header>
        <span className={styles['badge']} style={{ background: clusterColour(id) }} aria-hidden="true">
          {id + 1}
        </span>
        <ClusterHeading cluster={cluster} editing={editing} onEdit={setEditing} onName={analysis === null ? null : onName} />
        <IconButton
          icon="findings"
          label={`Keep cluster ${id + 1} as a finding`}
          disabled={analysis === null}
          onClick={() => analysis !== null && void keepFinding({ kind: 'cluster', analysis, cluster: id })}
        />
      </header>
      {proposal !== undefined && (
        <ProposedName
          cluster={cluster}
          proposal={proposal}
          onAccept={() => onAccept(proposal)}
          onEdit={() => setEditing(proposal.name)}
        />
      )}
      <p className={styles['size']}>
        <span>
          {formatCount(size)} {size === 1 ? 'document' : 'documents'}
        </span>
        <span data-tip="Conductance: the share of its likeness that goes to documents of other clusters. The less, the more it stands apart">
          {formatShare(conductance)} ties outside
        </span>
        <Button aria-pressed={chosen} onClick={onChoose}>
          {chosen ? 'Hide documents' : 'Show documents'}
        </Button>
      </p>
      <ul className={styles['latents']} aria-label="Latents that tell it apart: share of its documents, share of all others">
        {shown.map((latent) => (
          <Distinguishing key={latent.latent} latent={latent} />
        ))}
      </ul>
      {latents.length > few && (
        <button type="button" className={styles['more']} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `${latents.length - few} more latents`}
        </button>
      )}
    </article>
  )
}

function Distinguishing({ latent: { latent, label, inside, outside, difference, interval } }: { latent: ClusterLatent }) {
  const says = `Latent ${latent}: in ${formatShare(inside)} of its documents, ${formatShare(outside)} of the others; ${formatPoints(difference)} points (95 % interval ${formatPoints(interval[0])} to ${formatPoints(interval[1])}). Picked because it differs: the interval is of one latent, not of the largest`
  return (
    <li>
      <button type="button" data-tip={says} data-opens onClick={() => openLatent(latent)}>
        <span className={styles['label']}>
          <LabelText label={label} latent={latent} />
        </span>
        <span className={styles['shares']} role="img" aria-label={`${formatShare(inside)} inside, ${formatShare(outside)} outside`}>
          <span data-side="inside" style={{ width: `${100 * inside}%` }} />
          <span data-side="outside" style={{ width: `${100 * outside}%` }} />
        </span>
        <span className={styles['figures']}>
          {formatShare(inside)}
          <span>{formatShare(outside)}</span>
        </span>
      </button>
    </li>
  )
}

/** Documents with nothing on the axis. */
export function UnassignedCard({ count, chosen, onChoose }: { count: number; chosen: boolean; onChoose: () => void }): ReactNode {
  return (
    <article className={styles['card']} data-chosen={chosen} aria-label="Unassigned documents">
      <header>
        <span className={styles['badge']} data-none="true" aria-hidden="true">
          –
        </span>
        <h3>Unassigned</h3>
      </header>
      <p className={styles['size']}>
        <span>{formatCount(count)} documents have nothing on the axis</span>
        <Button aria-pressed={chosen} onClick={onChoose}>
          {chosen ? 'Hide documents' : 'Show documents'}
        </Button>
      </p>
    </article>
  )
}
