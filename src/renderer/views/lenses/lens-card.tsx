import { type ReactNode, useState } from 'react'
import type { LensDetails, LensPiece } from '../../../contract/lenses.ts'
import { useCheckLens } from '../../client/lens-queries.ts'
import { notifyError } from '../../client/notices.ts'
import { useCorpora } from '../../client/project-queries.ts'
import { Button } from '../../widgets/button.tsx'
import { formatBytes, formatCount, formatShare } from '../../widgets/format-numbers.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { CheckNote } from './check-note.tsx'
import { LabelsDialog } from './labels-dialog.tsx'
import styles from './lenses.module.css'
import { RemoveDialog } from './remove-dialog.tsx'
import { readingWords } from './words.ts'

/** A lens: what it is made of, whether it does what it should, what was read with it, and what can be done with it. */
export function LensCard({ details }: { details: LensDetails }): ReactNode {
  const { lens, pieces, own, folderBytes } = details
  const [open, setOpen] = useState<'remove' | 'labels' | null>(null)
  const check = useCheckLens()
  const { data: corpora = [] } = useCorpora()
  const read = corpora
    .filter(({ encodings }) => encodings.some(({ lensHash }) => lensHash === lens.hash && lens.hash !== ''))
    .map(({ name }) => name)
  const name = lens.name
  return (
    <li className={styles['card']} aria-label={name}>
      <div className={styles['about']}>
        <h3>
          <PlainText text={lens.title} /> <span className={styles['name']}>{name}</span>
        </h3>
        {lens.description !== '' && (
          <p className={styles['muted']}>
            <PlainText text={lens.description} />
          </p>
        )}
        {lens.problem === null ? (
          <CheckNote check={details.check} bundled={lens.bundled} />
        ) : (
          <p className={styles['check']} data-passed="false">
            It cannot be used. <PlainText text={lens.problem} />
          </p>
        )}
        <dl className={styles['facts']}>
          {pieces !== null && <Piece name="Reader" piece={pieces.reader} />}
          {pieces !== null && <Piece name="SAE" piece={pieces.sae} />}
          {lens.problem === null && (
            <>
              <dt>Reads</dt>
              <dd>
                {lens.hook}, {formatCount(lens.contextSize)} tokens at once
                {lens.documents !== null && `; documents as ${readingWords[lens.documents.as]}`}
              </dd>
              <dt>Latents</dt>
              <dd>
                {formatCount(lens.dSae)},{' '}
                {lens.labels === 0
                  ? 'none with a label'
                  : `${formatCount(lens.labels)} with a label (${formatShare(lens.labels / lens.dSae)})`}
              </dd>
            </>
          )}
          <dt>Read with it here</dt>
          <dd>{read.length === 0 ? 'no corpus of this project' : <PlainText text={read.join(', ')} />}</dd>
          <dt>Folder</dt>
          <dd>
            <PlainText text={lens.folder} /> ({formatBytes(folderBytes)})
          </dd>
          {lens.license !== '' && (
            <>
              <dt>Licence</dt>
              <dd>
                <PlainText text={lens.license} />
              </dd>
            </>
          )}
        </dl>
      </div>
      <div className={styles['acts']}>
        <Button
          icon="check"
          aria-label={`Check ${name}`}
          disabled={lens.problem !== null || check.isPending}
          onClick={() => check.mutate(name, { onError: notifyError })}
        >
          {details.check === null ? 'Check' : 'Check again'}
        </Button>
        <Button icon="import" aria-label={`Labels for ${name}`} disabled={lens.problem !== null} onClick={() => setOpen('labels')}>
          Labels…
        </Button>
        <Button
          icon="trash"
          kind="quiet"
          aria-label={`Remove ${name}`}
          disabled={own === null}
          data-tip={own === null ? 'It comes with Etalon and stays.' : undefined}
          onClick={() => setOpen('remove')}
        >
          Remove…
        </Button>
      </div>
      {open === 'remove' && <RemoveDialog details={details} read={read} onClose={() => setOpen(null)} />}
      {open === 'labels' && <LabelsDialog details={details} isRead={read.length > 0} onClose={() => setOpen(null)} />}
    </li>
  )
}

function Piece({ name, piece: { path, repository, bytes } }: { name: string; piece: LensPiece }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <PlainText text={path} /> ({formatBytes(bytes)}
        {repository !== null && (
          <>
            , downloaded of <PlainText text={repository} />
          </>
        )}
        )
      </dd>
    </>
  )
}
