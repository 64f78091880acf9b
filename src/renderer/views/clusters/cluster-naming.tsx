import type { ReactNode } from 'react'
import { type Cluster, type ClusterName, clusterTitle } from '../../../contract/clusters.ts'
import { Button, IconButton } from '../../widgets/button.tsx'
import { formatWhen } from '../../widgets/format-numbers.ts'
import { OriginMark } from '../../widgets/label-text.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './clusters.module.css'
import { NameForm } from './name-form.tsx'
import { isPersons, isTaken, judgedWords, type Proposal } from './proposals.ts'

/** What a cluster is called, and who called it so; `onName` null where it cannot be renamed. */
export function ClusterHeading({
  cluster,
  editing,
  onEdit,
  onName,
}: {
  cluster: Cluster
  /** What the name is to begin as while it is typed; null while it is not. */
  editing: string | null
  onEdit: (start: string | null) => void
  onName: ((name: string | null) => void) | null
}): ReactNode {
  const { id, name, named } = cluster
  if (editing !== null && onName !== null)
    return (
      <NameForm
        label={`Name of cluster ${id + 1}`}
        start={editing}
        made={name}
        onDone={(next) => {
          onEdit(null)
          if (next !== undefined && next !== (named?.name ?? null)) onName(next)
        }}
      />
    )
  return (
    <>
      <div className={styles['called']} data-tip={named === undefined ? undefined : tipOf(named)}>
        <h3 data-cut>
          <PlainText text={clusterTitle(cluster)} />
        </h3>
        {named !== undefined && <NameMark person={named.proposed === null} />}
      </div>
      {onName !== null && <IconButton icon="pencil" label={`Rename cluster ${id + 1}`} onClick={() => onEdit(named?.name ?? '')} />}
    </>
  )
}

const NameMark = ({ person }: { person: boolean }) => (
  <OriginMark origin={person ? 'person' : 'language-model'} says={person ? 'Name by a person' : 'Name by a language model'} />
)

const tipOf = ({ name, author, at, proposed }: ClusterName): string =>
  `${visibleText(name)}\nNamed by ${proposed === null ? visibleText(author) : `a language model, ${visibleText(author)}, and taken over`} ${formatWhen(at)}`

type ProposedProps = {
  readonly cluster: Cluster
  readonly proposal: Proposal
  readonly onAccept: () => void
  readonly onEdit: () => void
}

/** A proposed name with what it says and how it was judged; once taken over, only the latter. */
export function ProposedName({ cluster, proposal, onAccept, onEdit }: ProposedProps): ReactNode {
  const { name, description, ambiguous } = proposal
  const taken = isTaken(proposal, cluster)
  return (
    <div className={styles['proposal']} role="group" aria-label={`Name proposed for cluster ${cluster.id + 1}`}>
      {!taken && (
        <p className={styles['proposed']}>
          <span>
            <PlainText text={name} />
            <NameMark person={false} />
          </span>
          <Button
            aria-label={`Accept the name of cluster ${cluster.id + 1}`}
            data-tip={isPersons(cluster) ? 'It takes the place of a person’s own words; undone, these come back' : undefined}
            onClick={onAccept}
          >
            Accept
          </Button>
          <Button kind="quiet" aria-label={`Edit the name of cluster ${cluster.id + 1}`} onClick={onEdit}>
            Edit
          </Button>
        </p>
      )}
      {description !== null && (
        <p>
          <PlainText text={description} />
        </p>
      )}
      <p data-tip={judgedTip(proposal)}>
        {judgedWords(proposal)}
        {ambiguous && '; another cluster was given the same name'}
      </p>
    </div>
  )
}

function judgedTip({ ownShare, othersShare }: Proposal): string {
  const percent = (share: number | null) => (share === null ? 'none judged' : `${Math.round(100 * share)} %`)
  return `Documents that were not shown for the name, judged by the description alone. It holds for ${percent(ownShare)} of its own and ${percent(othersShare)} of the others'. Interval of 95 %`
}
