import { type ReactNode, useCallback, useMemo, useState } from 'react'
import type { Notes } from '../../../contract/notes.ts'
import { useCommands } from '../../client/commands.ts'
import { setFlag, subjectName } from '../../client/note-acts.ts'
import { useScope, useWorkbench, workbench } from '../../client/workbench.ts'
import type { Keep } from '../../client/finding-acts.ts'
import { keepable } from '../../client/keeping.ts'
import { Button, IconButton } from '../../widgets/button.tsx'
import { DocumentName } from '../../widgets/corpus-mark.tsx'
import { EmptyState } from '../../widgets/empty-state.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { Icon } from '../../widgets/icon.tsx'
import { openLatent } from '../../widgets/inspector.tsx'
import { LabelText } from '../../widgets/label-text.tsx'
import { Panel } from '../../widgets/panel.tsx'
import { VirtualRows } from '../../widgets/virtual-rows.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import { entriesOf, type Entry, isGone } from './entries.ts'
import styles from './lists.module.css'

const words = {
  flagged: {
    title: 'Flagged',
    empty: 'Nothing is flagged',
    how: 'F on the page of a latent or a document flags it, for a second look or for somebody else. Shift+F says what for.',
  },
  noted: {
    title: 'With a note',
    empty: 'Nothing has a note yet',
    how: 'M on the page of a latent or a document writes one. The report has them all.',
  },
} as const

type Props = { readonly notes: Notes; readonly only: 'flagged' | 'noted' }

/** Latents and documents that are flagged, or that have a note; Enter or a click opens one. */
export function NotedPanel({ notes, only }: Props): ReactNode {
  const scope = useScope()
  const change = useWorkbench((state) => state.changeTable)
  const show = useWorkbench((state) => state.show)
  const [active, setActive] = useState<number | null>(null)
  const entries = useMemo(() => entriesOf(notes, only, scope), [notes, only, scope])
  const render = useCallback((row: number) => <Row entry={entries[row]} />, [entries])
  const unflag = () => {
    const entry = active === null ? undefined : entries[active]
    if (entry !== undefined && entry.flag !== null && !isGone(entry)) void setFlag(entry.on, null, entry.flag)
  }
  const inTable = () => {
    change({ only, search: '' })
    show('latents')
  }
  useCommands([
    { id: 'lists.table', title: 'Show these latents in the table', run: inTable },
    { id: 'lists.unflag', run: unflag },
  ])
  const { title, empty, how } = words[only]
  return (
    <Panel
      title={title}
      aside={entries.length > 0 && formatCount(entries.length)}
      actions={
        entries.some(({ on }) => 'latent' in on) && (
          <Button kind="quiet" icon="latents" onClick={inTable}>
            Latents in the table
          </Button>
        )
      }
    >
      {entries.length === 0 ? (
        <EmptyState title={empty}>{how}</EmptyState>
      ) : (
        <VirtualRows
          label={title}
          rows={entries.length}
          rowHeight={1.875}
          header={
            <div className={styles['header']} role="presentation">
              <span role="columnheader">Latent or document</span>
              <span role="columnheader">Flagged for</span>
              <span role="columnheader">Note</span>
              <span role="columnheader">
                <span className="unseen">Flag</span>
              </span>
            </div>
          }
          headerHeight={1.75}
          columns={4}
          render={render}
          active={active}
          onActive={setActive}
          onOpen={(row) => open(entries[row])}
        />
      )}
    </Panel>
  )
}

function open(entry: Entry | undefined): void {
  if (entry === undefined) return
  const { on, ordinal } = entry
  if ('latent' in on) openLatent(on.latent)
  else if (ordinal !== null) workbench.getState().openDocument({ corpus: on.corpus, channel: null, ordinal })
}

function Row({ entry }: { entry: Entry | undefined }) {
  if (entry === undefined) return null
  const { on, label, flag, note } = entry
  const gone = isGone(entry)
  return (
    <div className={styles['cells']} role="presentation" data-gone={gone}>
      <span role="gridcell" className={styles['subject']} {...(gone ? {} : keepable(keepOf(entry)))}>
        <Icon name={'latent' in on ? 'latents' : 'document'} size={12} />
        {'latent' in on ? (
          <>
            <span className={styles['number']}>{on.latent}</span>
            <span className={styles['text']}>
              <LabelText label={label} latent={on.latent} numbered />
            </span>
          </>
        ) : (
          <span className={styles['text']}>
            <DocumentName corpus={on.corpus} document={on.document} />
          </span>
        )}
        {gone && (
          <span
            className={styles['gone']}
            data-tip="Its corpus is not imported, or does not have it any more. What was noted is kept."
          >
            gone
          </span>
        )}
      </span>
      <span role="gridcell" className={styles['text']} data-cut>
        {flag !== null && flag !== '' && <PlainText text={flag} />}
      </span>
      <span role="gridcell" className={styles['text']} data-cut>
        {note !== '' && <PlainText text={firstLine(note)} />}
      </span>
      <span role="gridcell">
        {flag !== null && !gone && (
          <IconButton
            icon="flag"
            label={`Take the flag of ${visibleText(subjectName(on))} away`}
            pressed
            filled
            className={styles['flag']}
            tabIndex={-1}
            onClick={(event) => {
              event.stopPropagation()
              void setFlag(on, null, flag)
            }}
          />
        )}
      </span>
    </div>
  )
}

const firstLine = (note: string): string => note.trim().split('\n', 1).join('').slice(0, 400)

const keepOf = ({ on }: Entry): Keep =>
  'latent' in on ? { kind: 'latent', ...on } : { kind: 'document', corpus: on.corpus, id: on.document }
