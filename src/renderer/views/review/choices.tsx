import { type ReactNode, useId } from 'react'
import type { CandidateLabel, QueueRow } from '../../../contract/model-requests.ts'
import { formatWhen } from '../../widgets/format-numbers.ts'
import { openLatent } from '../../widgets/inspector.tsx'
import { LabelEvidence } from '../../widgets/label-evidence.tsx'
import { BelowGate, ScoreDetail, ScoredOn, ScoreFigure } from '../../widgets/label-score.tsx'
import { LabelText } from '../../widgets/label-text.tsx'
import { ProposalPassages } from '../../widgets/proposal-passages.tsx'
import { ProposalText } from '../../widgets/proposed-label.tsx'
import { formatScore } from '../../widgets/score-words.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './card.module.css'
import type { Wording } from './session.ts'

type Props = {
  readonly row: QueueRow
  readonly lens: string | undefined
  readonly proposals: readonly CandidateLabel[]
  /** The chosen proposal; null: the label as it is. */
  readonly choice: number | null
  readonly onChoose: (choice: number | null) => void
  readonly wording: Wording | undefined
  /** Where the label is worded; it stands in the place of what it comes from. */
  readonly field: ReactNode
}

/** The label that counts now and what is proposed in its place: one of them is chosen. */
export function Choices({ row, lens, proposals, choice, onChoose, wording, field }: Props): ReactNode {
  const name = useId()
  const isWorded = (id: number | null) => wording !== undefined && wording.candidate === id
  // What is worded may have been decided on elsewhere since.
  const isOrphan = wording !== undefined && wording.candidate !== null && !proposals.some(({ id }) => id === wording.candidate)
  return (
    <fieldset className={styles['choices']}>
      <legend className="unseen">Label of latent {row.latent}</legend>
      <h4>Label now</h4>
      <Present row={row} name={name} isChosen={choice === null} onChoose={() => onChoose(null)}>
        {isWorded(null) || isOrphan ? field : null}
      </Present>
      {row.label?.origin === 'language-model' && (
        <LabelEvidence key={row.latent} latent={row.latent} lens={lens} onLatent={openLatent} />
      )}
      {proposals.length > 0 && <h4>Proposed</h4>}
      {proposals.map((proposal, index) => (
        <Choice key={proposal.id} of={`${name}-${proposal.id}`} isChosen={choice === proposal.id} isWorded={isWorded(proposal.id)}>
          <span className={styles['pick']}>
            <input
              type="radio"
              id={`${name}-${proposal.id}`}
              name={name}
              aria-label={`Proposal ${index + 1}: ${proposal.text}`}
              checked={choice === proposal.id}
              onChange={() => onChoose(proposal.id)}
            />
            {index < 5 && <kbd>{index + 1}</kbd>}
          </span>
          <div className={styles['what']}>
            {isWorded(proposal.id) ? field : <ProposalText proposal={proposal} />}
            <ScoreFigure score={proposal.score} />
            {choice === proposal.id && proposal.score !== null && <ScoreDetail score={proposal.score} />}
            {choice === proposal.id && <ProposalPassages candidate={proposal.id} />}
          </div>
        </Choice>
      ))}
    </fieldset>
  )
}

type ChoiceProps = {
  /** The id of its radio button. */
  readonly of: string
  readonly isChosen: boolean
  readonly isWorded: boolean
  readonly children: ReactNode
}

/** Chosen by a click anywhere on it, except while its label is worded. */
function Choice({ of, isChosen, isWorded, children }: ChoiceProps) {
  const props = { className: styles['choice'], 'data-chosen': isChosen, children }
  return isWorded ? <div {...props} /> : <label htmlFor={of} {...props} />
}

type PresentProps = {
  readonly row: QueueRow
  readonly name: string
  readonly isChosen: boolean
  readonly onChoose: () => void
  /** The field in its place; null: none. */
  readonly children: ReactNode
}

function Present({ row: { latent, label }, name, isChosen, onChoose, children }: PresentProps) {
  if (label === null || label.text === '')
    return <div className={styles['none']}>{children ?? <p>No label yet. E writes one.</p>}</div>
  return (
    <Choice of={`${name}-now`} isChosen={isChosen} isWorded={children !== null}>
      <span className={styles['pick']}>
        <input
          type="radio"
          id={`${name}-now`}
          name={name}
          aria-label={`Label now: ${label.text}`}
          checked={isChosen}
          onChange={onChoose}
        />
        <kbd>0</kbd>
      </span>
      <div className={styles['what']}>
        {children ?? (
          <p className={styles['label']}>
            <LabelText label={label.text} latent={latent} origin={label.origin} />
          </p>
        )}
        <p className={styles['about']}>
          <PlainText text={label.author} />, <time dateTime={label.at}>{formatWhen(label.at)}</time>
          {label.score !== null && (
            <>
              , score <b>{formatScore(label.score)}</b> <ScoredOn passages={label.scoredOn} /> <BelowGate score={label.score} />
            </>
          )}
        </p>
      </div>
    </Choice>
  )
}
