import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { QueueRow } from '../../../contract/model-requests.ts'
import { keepFinding } from '../../client/finding-acts.ts'
import { notify } from '../../client/notices.ts'
import { Button } from '../../widgets/button.tsx'
import { formatShare } from '../../widgets/format-numbers.ts'
import { Icon } from '../../widgets/icon.tsx'
import { openLatent } from '../../widgets/inspector.tsx'
import { PersonsLabelStands, WordingField } from '../../widgets/proposed-label.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { ActBar, FlagForm } from './act-bar.tsx'
import { CardState } from './card-state.tsx'
import { Choices } from './choices.tsx'
import { isDone, openProposals, type Queue } from './queue-state.ts'
import styles from './card.module.css'
import { act, again, setWording, useSession } from './session.ts'
import { useCardKeys } from './use-review-keys.ts'

/** One latent with its label and what is proposed, and what can be decided about it. */
export function ReviewCard({ queue, row }: { queue: Queue; row: QueueRow }): ReactNode {
  const { latent, label, flag } = row
  const proposals = openProposals(queue, row)
  const [picked, setPicked] = useState<{ readonly latent: number; readonly choice: number | null }>()
  const [flagging, setFlagging] = useState<number | null>(null)
  const wanted = useRef(false)
  const card = useRef<HTMLElement>(null)
  // The keys of the review hold as soon as it is shown, whatever led here.
  useEffect(() => card.current?.focus({ preventScroll: true }), [])
  const wording = useSession((state) => state.wordings.get(latent))
  const lens = useSession((state) => state.lens)
  const settled = queue.settled.get(latent)
  const isClosed = isDone(queue, latent) && settled?.action !== 'skip' && settled?.action !== 'flag'

  const isThere = picked?.latent === latent && (picked.choice === null || proposals.some(({ id }) => id === picked.choice))
  const choice = isThere ? picked.choice : (proposals[0]?.id ?? null)
  const proposal = proposals.find(({ id }) => id === choice)
  const choose = (next: number | null) => setPicked({ latent, choice: next })

  const closed = () => {
    if (isClosed) notify({ text: 'This is decided. U takes the last decision back.' })
    return isClosed
  }
  const edit = () => {
    if (closed()) return
    wanted.current = true
    setWording(latent, wording === undefined ? { candidate: choice, text: (proposal ?? label)?.text ?? '' } : { ...wording })
  }
  const save = (text: string) => {
    const candidate = wording?.candidate ?? null
    const notes = (row.candidates.find(({ id }) => id === candidate) ?? label)?.notes ?? ''
    act({ latent, action: 'edit', candidate, text, notes })
  }
  const accept = () => {
    if (closed()) return
    // What is worded is what is meant.
    if (wording !== undefined && wording.text.trim() !== '') save(wording.text.trim())
    else if (proposal === undefined && label === null) notify({ text: 'There is nothing to accept: E writes a label.' })
    else act({ latent, action: 'accept', candidate: choice })
  }
  const refuse = () => {
    if (closed()) return
    if (proposal === undefined) notify({ text: 'Only a proposal can be refused. F flags the label itself.' })
    else act({ latent, action: 'refuse', candidate: proposal.id })
  }
  const skip = () => {
    if (!closed()) act({ latent, action: 'skip' })
  }
  const startFlag = () => {
    if (!closed()) setFlagging(latent)
  }
  const setFlag = (why: string | null) => {
    setFlagging(null)
    act({ latent, action: 'flag', flag: why })
  }
  const pick = (number: number) => {
    const chosen = proposals[number - 1]
    if (number === 0 && label !== null) choose(null)
    else if (chosen !== undefined) choose(chosen.id)
  }
  const keep = () => void keepFinding({ kind: 'latent', latent, ...(lens === null ? {} : { lens }) })
  useCardKeys({ pick, accept, edit, refuse, skip, flag: startFlag, keep })

  const field = (
    <WordingField
      key={latent}
      label={`Label of latent ${latent}`}
      value={wording?.text ?? ''}
      wanted={wanted}
      onChange={(text) => setWording(latent, { candidate: wording?.candidate ?? null, text })}
      onSave={save}
      onCancel={() => setWording(latent, null)}
    />
  )
  return (
    <section ref={card} className={styles['card']} aria-label={`Latent ${latent}`} tabIndex={-1}>
      <div className={styles['scroll']}>
        <header className={styles['head']}>
          <h3>Latent {latent}</h3>
          <span data-tip="Document frequency: share of all documents read in which it is present">
            in {formatShare(row.documentFrequency)} of documents
          </span>
          <Button kind="quiet" data-opens icon="latents" onClick={() => openLatent(latent)}>
            Open its page
          </Button>
        </header>
        {flag !== null && (
          <p className={styles['flag']}>
            <Icon name="flag" size={12} />
            <span>
              Flagged: <PlainText text={flag} />
            </span>
          </p>
        )}
        <CardState settled={settled} isClosed={isClosed} failed={queue.failed.get(latent)} retry={() => again(latent)} />
        <Choices row={row} lens={lens} proposals={proposals} choice={choice} onChoose={choose} wording={wording} field={field} />
        {label?.origin === 'person' && proposals.length > 0 && <PersonsLabelStands />}
      </div>
      {flagging === latent ? (
        <FlagForm key={latent} flag={flag} onFlag={setFlag} onCancel={() => setFlagging(null)} />
      ) : (
        <ActBar
          canAccept={!isClosed && (wording !== undefined ? wording.text.trim() !== '' : proposal !== undefined || label !== null)}
          accepts={wording !== undefined ? 'Save' : proposal === undefined && label !== null ? 'Keep' : 'Accept'}
          canRefuse={!isClosed && proposal !== undefined}
          isClosed={isClosed}
          isFlagged={flag !== null}
          on={{ accept, edit, refuse, skip, flag: startFlag }}
        />
      )}
    </section>
  )
}
