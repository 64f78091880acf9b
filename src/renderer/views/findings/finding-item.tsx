import { type DragEvent, type ReactNode, useRef } from 'react'
import type { Finding, FindingKind } from '../../../contract/findings.ts'
import { removeFinding } from '../../client/finding-acts.ts'
import { IconButton } from '../../widgets/button.tsx'
import { Icon } from '../../widgets/icon.tsx'
import { formatWhen } from '../../widgets/format-numbers.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { FindingEvidence } from './finding-evidence.tsx'
import { FindingText } from './finding-text.tsx'
import styles from './findings.module.css'

type Props = {
  readonly project: string
  readonly finding: Finding
  readonly number: number
  readonly count: number
  readonly onUp: () => void
  readonly onDown: () => void
  readonly onDrag: (on: boolean) => void
}

const kinds: Readonly<Record<FindingKind, string>> = {
  latent: 'Latent',
  example: 'Example',
  document: 'Document',
  difference: 'Difference',
  pair: 'Pair',
  cluster: 'Cluster',
  search: 'Search',
  hypothesis: 'Hypothesis',
}

/** One finding: its title and note to write, the evidence it rests on, what made it. */
export function FindingItem({ project, finding, number, count, onUp, onDown, onDrag }: Props): ReactNode {
  const item = useRef<HTMLElement>(null)
  const { kind, settings, createdAt } = finding
  const startDrag = (event: DragEvent) => {
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData('text/plain', finding.title)
    if (item.current !== null) event.dataTransfer.setDragImage(item.current, 12, 12)
    onDrag(true)
  }
  return (
    <article ref={item} className={styles['finding']} aria-label={`Finding ${number}: ${finding.title}`}>
      <div className={styles['handle']}>
        {/* Dragging is for the pointer; the arrows beside do the same by keyboard. */}
        <span className={styles['grip']} draggable data-tip="Drag to move" onDragStart={startDrag} onDragEnd={() => onDrag(false)}>
          <Icon name="grip" />
        </span>
        <IconButton icon="arrow-up" label={`Move finding ${number} up`} disabled={number === 1} onClick={onUp} />
        <IconButton icon="arrow-down" label={`Move finding ${number} down`} disabled={number === count} onClick={onDown} />
      </div>
      <div className={styles['content']}>
        <div className={styles['strip']}>
          <span className={styles['number']}>{number}</span>
          <span className={styles['kind']}>{kinds[kind]}</span>
          <span className={styles['stretch']} />
          <IconButton icon="trash" label={`Remove finding ${number}`} onClick={() => void removeFinding(finding)} />
        </div>
        <FindingText project={project} finding={finding} number={number} />
        <FindingEvidence evidence={finding.evidence} />
        <p className={styles['settings']}>
          Kept <time dateTime={createdAt}>{formatWhen(createdAt)}</time>
          {settings.lens !== null && (
            <>
              {' '}
              with the lens <PlainText text={settings.lens} /> {settings.lensHash?.slice(0, 8)}
            </>
          )}
          , Etalon {settings.etalon}
        </p>
      </div>
    </article>
  )
}
