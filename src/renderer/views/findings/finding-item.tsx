import type { ReactNode } from 'react'
import type { ListedFinding } from '../../../contract/findings.ts'
import { openRecorded, screenOf } from '../../client/analysis-runs.ts'
import { removeFinding } from '../../client/finding-acts.ts'
import { workbench } from '../../client/workbench.ts'
import { Button, IconButton } from '../../widgets/button.tsx'
import { formatWhen } from '../../widgets/format-numbers.ts'
import { Icon } from '../../widgets/icon.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import { FindingEvidence } from './finding-evidence.tsx'
import { FindingFigure } from './finding-figure.tsx'
import { FindingText } from './finding-text.tsx'
import styles from './findings.module.css'
import { type Handling, ItemFrame } from './item-frame.tsx'
import { kindTitles } from './kind-titles.ts'

type Props = {
  readonly project: string
  readonly finding: ListedFinding
  readonly number: number
  readonly sameAs: { readonly id: number; readonly number: number } | null
  readonly handling: Handling
  readonly folded: boolean
  readonly onFold: (folded: boolean) => void
}

/** One finding: its title and note to write, the evidence it rests on, what made it, and what changed since. */
export function FindingItem({ project, finding, number, sameAs, handling, folded, onFold }: Props): ReactNode {
  const { id, kind, title, settings, createdAt, stale, figure, analysis } = finding
  return (
    <ItemFrame kind="finding" handling={handling} title={title} label={`Finding ${number}: ${visibleText(title)}`}>
      <div className={styles['strip']}>
        <span className={styles['number']}>{number}</span>
        <span className={styles['kind']}>{kindTitles[kind]}</span>
        <span className={styles['stretch']} />
        {analysis !== null && settings.recipe !== undefined && (
          <Button
            kind="quiet"
            icon="analyses"
            onClick={() => openResult(analysis, settings.recipe?.kind ?? 'diff')}
            data-tip="Open the analysis that it comes from"
          >
            Open result
          </Button>
        )}
        <IconButton icon="plus" label={`New section before finding ${number}`} onClick={handling.onSection} />
        <IconButton icon="trash" label={`Remove finding ${number}`} onClick={() => void removeFinding(finding)} />
      </div>
      <FindingText
        project={project}
        finding={finding}
        name={`finding ${number}`}
        titleHint="Title"
        noteHint="What does this show? Markdown."
      />
      {stale !== null && (
        <p className={styles['warning']}>
          <Icon name="warning" size={13} /> Changed since it was kept: <PlainText text={stale} />
        </p>
      )}
      {sameAs !== null && (
        <p className={styles['muted']}>
          The same as{' '}
          <button type="button" className={styles['link']} onClick={() => scrollTo(sameAs.id)}>
            finding {sameAs.number}
          </button>
          , kept again.
        </p>
      )}
      <div className={styles['evidence']}>
        <button type="button" className={styles['fold']} aria-expanded={!folded} onClick={() => onFold(!folded)}>
          <Icon name={folded ? 'chevron-right' : 'chevron-down'} size={12} /> Evidence
        </button>
        {!folded && (
          <>
            {figure && <FindingFigure id={id} title={title} />}
            <FindingEvidence evidence={finding.evidence} />
          </>
        )}
      </div>
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
    </ItemFrame>
  )
}

function openResult(analysis: number, kind: Parameters<typeof screenOf>[0]): void {
  const screen = screenOf(kind)
  workbench.getState().show(screen)
  openRecorded(screen, analysis)
}

function scrollTo(id: number): void {
  const item = document.getElementById(`finding-${id}`)
  item?.scrollIntoView({ block: 'start' })
  item?.querySelector<HTMLElement>('input')?.focus({ preventScroll: true })
}
