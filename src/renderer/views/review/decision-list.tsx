import type { ReactNode } from 'react'
import type { Decision } from '../../../contract/model-requests.ts'
import { decidedAs } from '../../client/review-acts.ts'
import { useDecisions } from '../../client/review-queries.ts'
import { IconButton } from '../../widgets/button.tsx'
import { formatWhen } from '../../widgets/format-numbers.ts'
import { Icon, type IconName } from '../../widgets/icon.tsx'
import { openLatent } from '../../widgets/inspector.tsx'
import { LabelText } from '../../widgets/label-text.tsx'
import styles from './decisions.module.css'
import { goTo, undo, useSession } from './session.ts'

const icons: Readonly<Record<Decision['action'], IconName>> = {
  accept: 'check',
  edit: 'pencil',
  refuse: 'close',
  skip: 'skip',
  flag: 'flag',
}

/** The last ten decisions, the newest first; taking one back takes back those after it too. */
export function DecisionList(): ReactNode {
  const { data = [] } = useDecisions()
  return (
    <section className={styles['decisions']} aria-label="Last decisions">
      <h3>Last decisions</h3>
      {data.length === 0 ? (
        <p className={styles['none']}>What is decided stands here, and can be taken back.</p>
      ) : (
        <ol>
          {data.map((decision, index) => (
            <Item key={decision.id} decision={decision} after={data.slice(0, index).filter(({ undone }) => !undone).length} />
          ))}
        </ol>
      )}
    </section>
  )
}

function Item({ decision, after }: { decision: Decision; after: number }) {
  const { latent, action, label, author, at, undone } = decision
  const rows = useSession(({ kind, queues }) => queues[kind].rows)
  const kind = useSession((state) => state.kind)
  const show = () => (rows.some((row) => row.latent === latent) ? goTo(kind, latent) : openLatent(latent))
  const what =
    after === 0 ? 'Take this decision back' : `Take back this decision and the ${after === 1 ? 'one' : after} made after it`
  return (
    <li data-undone={undone}>
      <span className={styles['action']}>
        <Icon name={icons[action]} size={12} />
        {decidedAs(action)}
      </span>
      <button type="button" className={styles['latent']} data-tip={`${author}, ${formatWhen(at)}`} onClick={show}>
        <span>{latent}</span> <LabelText label={label} latent={latent} numbered />
      </button>
      {undone ? (
        <span className={styles['undone']}>taken back</span>
      ) : (
        <IconButton icon="undo" label={`${what}: latent ${latent}`} onClick={() => void undo(after + 1)} />
      )}
    </li>
  )
}
