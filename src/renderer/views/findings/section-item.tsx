import type { ReactNode } from 'react'
import type { ListedFinding } from '../../../contract/findings.ts'
import { removeFinding } from '../../client/finding-acts.ts'
import { IconButton } from '../../widgets/button.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import { FindingText } from './finding-text.tsx'
import styles from './findings.module.css'
import { type Handling, ItemFrame } from './item-frame.tsx'

type Props = {
  readonly project: string
  readonly section: ListedFinding
  readonly handling: Handling
  readonly isNew: boolean
}

/** A heading and free text between findings. Without a heading it is text only. */
export function SectionItem({ project, section, handling, isNew }: Props): ReactNode {
  const { title } = section
  return (
    <ItemFrame kind="section" handling={handling} title={title} label={`Section: ${visibleText(title)}`}>
      <div className={styles['strip']}>
        <span className={styles['kind']}>Section</span>
        <span className={styles['stretch']} />
        <IconButton icon="trash" label={`Remove ${visibleText(handling.name)}`} onClick={() => void removeFinding(section)} />
      </div>
      <FindingText
        project={project}
        finding={section}
        name={visibleText(handling.name)}
        titleHint="Heading of the section; empty: only its text"
        noteHint="Text of the section. Markdown."
        focusTitle={isNew}
      />
    </ItemFrame>
  )
}
