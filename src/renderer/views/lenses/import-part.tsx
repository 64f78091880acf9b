import { type ReactNode, useState } from 'react'
import type { ConflictChoice, LabelComparison } from '../../../contract/label-files.ts'
import { useImportLabels, useLabelComparison, useLabelImports, useUndoImport } from '../../client/lens-queries.ts'
import { counted } from '../../client/model-words.ts'
import { notifyError } from '../../client/notices.ts'
import { Button } from '../../widgets/button.tsx'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { formatCount, formatWhen } from '../../widgets/format-numbers.ts'
import { Toggle } from '../../widgets/segmented.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { ConflictPart } from './conflict-part.tsx'
import styles from './lenses.module.css'

type Props = { readonly lens: string; readonly file: string; readonly onClose: () => void; readonly children: ReactNode }

/** Labels of a file into this project: what it would do is shown first, and is undone as one. */
export function ImportPart({ lens, file, onClose, children }: Props): ReactNode {
  const [compared, setCompared] = useState<string | null>(null)
  const [all, setAll] = useState<ConflictChoice>('keep')
  const [each, setEach] = useState<ReadonlyMap<number, ConflictChoice>>(new Map())
  const [anyway, setAnyway] = useState(false)
  const [keepPersons, setKeepPersons] = useState(false)
  const wanted = compared === file.trim() ? compared : null
  const { data: comparison, error, refetch } = useLabelComparison(lens, wanted)
  const importing = useImportLabels()
  const shown = wanted === null ? undefined : comparison
  const conflicts = shown === undefined ? 0 : shown.conflicts.person + shown.conflicts.machine
  const writes = shown === undefined ? 0 : shown.added + shown.scored + conflicts

  const look = () => {
    setCompared(file.trim())
    setEach(new Map())
    setAnyway(false)
  }
  const run = () =>
    importing.mutate(
      {
        lens,
        file: wanted ?? '',
        conflicts: all,
        each: [...each].map(([latent, choice]) => ({ latent, choice })),
        keepPersons,
        anyway,
      },
      { onSuccess: onClose },
    )
  return (
    <>
      {/* It scrolls, also by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles['body']} role="group" aria-label="Labels from a file" tabIndex={0}>
        {children}
        {wanted !== null && error !== null && <ErrorNote error={error} retry={refetch} />}
        {wanted !== null && error === null && shown === undefined && <Loading label="Comparing with the labels that stand" />}
        {shown !== undefined && (
          <>
            <Compared comparison={shown} />
            {shown.otherSae !== null && (
              <div className={styles['check']} data-passed="false" role="alert">
                <p>
                  <PlainText text={shown.otherSae} />
                </p>
                <Toggle label="I know better: they belong to this SAE" checked={anyway} onChange={setAnyway} />
              </div>
            )}
            {conflicts > 0 && (
              <ConflictPart
                conflicts={shown.conflicts}
                all={all}
                each={each}
                onAll={setAll}
                onEach={(latent, choice) => setEach(new Map(each).set(latent, choice))}
              />
            )}
            <Toggle
              label="Labels that the file calls a person’s are mine or my project’s: keep them as a person’s"
              checked={keepPersons}
              onChange={setKeepPersons}
            />
          </>
        )}
        <Imports lens={lens} />
        {importing.error !== null && <ErrorNote error={importing.error} />}
      </div>
      <footer className={styles['foot']}>
        <span className={styles['acts']}>
          <Button onClick={onClose}>Cancel</Button>
          {shown === undefined ? (
            <Button kind="primary" disabled={file.trim() === ''} onClick={look}>
              Compare with what stands
            </Button>
          ) : (
            <Button
              kind="primary"
              disabled={writes === 0 || (shown.otherSae !== null && !anyway) || importing.isPending}
              onClick={run}
            >
              {writes === 0 ? 'Nothing to import' : 'Import into this project'}
            </Button>
          )}
        </span>
      </footer>
    </>
  )
}

/** What the file holds, against what stands. */
function Compared({ comparison }: { comparison: LabelComparison }) {
  const { format, about, added, scored, equal, skipped, notices, conflicts } = comparison
  const of = [about.model, about.sae, about.hook, about.dSae === null ? null : `${formatCount(about.dSae)} latents`].filter(
    (each) => each !== null,
  )
  return (
    <>
      <dl className={styles['facts']}>
        <dt>Layout</dt>
        <dd>{format}</dd>
        <dt>Says it is of</dt>
        <dd>{of.length === 0 ? 'nothing: make sure that it is of this SAE' : <PlainText text={of.join(', ')} />}</dd>
        <dt>New</dt>
        <dd>{counted(added, 'latent')} without a label get one</dd>
        {scored > 0 && (
          <>
            <dt>Scores</dt>
            <dd>{counted(scored, 'standing label')} of the same words get one</dd>
          </>
        )}
        <dt>As they stand</dt>
        <dd>{counted(equal, 'latent')}</dd>
        <dt>Otherwise</dt>
        <dd>
          {counted(conflicts.person + conflicts.machine, 'latent')}
          {conflicts.person > 0 && `, ${formatCount(conflicts.person)} of them labelled by a person`}
        </dd>
      </dl>
      <Problems title="left out" problems={skipped} />
      <Problems title="taken with a change" problems={notices} />
    </>
  )
}

function Problems({ title, problems: { count, first } }: { title: string; problems: LabelComparison['skipped'] }) {
  if (count === 0) return null
  return (
    <details>
      <summary>
        {counted(count, 'row')} {title}
      </summary>
      <ul className={styles['muted']}>
        {first.map(({ file, line, reason }) => (
          <li key={`${file} ${line}`}>
            <PlainText text={`${file}${line === null ? '' : `, row ${line}`}: ${reason}`} />
          </li>
        ))}
      </ul>
    </details>
  )
}

/** What was imported before, to be taken back or brought again as one. */
function Imports({ lens }: { lens: string }) {
  const { data: imports = [] } = useLabelImports(lens)
  const undo = useUndoImport()
  if (imports.length === 0) return null
  return (
    <section aria-label="Imports so far">
      <h4>Imports so far</h4>
      <ul className={styles['imports']}>
        {imports.map(({ id, file, versions, undone, at }) => (
          <li key={id}>
            <span>
              <PlainText text={file} />{' '}
              <span className={styles['muted']}>
                {formatWhen(at)}, {counted(versions, 'label')}
                {undone && ', taken back'}
              </span>
            </span>
            <Button
              icon={undone ? 'redo' : 'undo'}
              disabled={undo.isPending}
              aria-label={`${undone ? 'Bring back' : 'Take back'} the import of ${file}`}
              onClick={() => undo.mutate({ import: id, redo: undone }, { onError: notifyError })}
            >
              {undone ? 'Bring back' : 'Take back'}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
