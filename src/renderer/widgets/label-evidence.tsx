import { type ReactNode, useState } from 'react'
import { useLabelEvidence } from '../client/latent-queries.ts'
import { ErrorNote, Loading } from './empty-state.tsx'
import styles from './label-evidence.module.css'
import { MarkedText } from './marked-text.tsx'
import { markedPhrase } from './marked-phrase.ts'

type Props = {
  readonly latent: number
  /** Absent: the newest that read. */
  readonly lens?: string | undefined
  /** Shows another latent. */
  readonly onLatent: (latent: number) => void
}

/** Of a label that a language model wrote, when asked for: how well it did, what says the same, and phrases it was made from. */
export function LabelEvidence(props: Props): ReactNode {
  const [open, setOpen] = useState(false)
  return (
    <div className={styles['evidence']}>
      <button type="button" className={styles['more']} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Hide what the label rests on' : 'What the label rests on'}
      </button>
      {open && <Evidence {...props} />}
    </div>
  )
}

function Evidence({ latent, lens, onLatent }: Props) {
  const { data: evidence, error, refetch } = useLabelEvidence(latent, lens)
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (evidence === undefined) return <Loading label="Loading what the label rests on" />
  if (evidence === null) return <p className={styles['nothing']}>The lens is not at hand, or says nothing of it.</p>
  const { score, scoreHard, sameAs, examples } = evidence
  return (
    <>
      <p>
        {score === null
          ? 'The label was not tested.'
          : `In a test on other texts it told phrases of the latent from random ones with accuracy ${score.toFixed(2)}${
              scoreHard === null ? '' : `, from look-alikes with ${scoreHard.toFixed(2)}`
            } (0.5 is chance).`}{' '}
        {sameAs !== null && (
          <>
            It says the same as that of{' '}
            <button type="button" className={styles['more']} onClick={() => onLatent(sameAs)}>
              latent {sameAs}
            </button>
            .
          </>
        )}
      </p>
      {examples.length > 0 && (
        <ul aria-label="Phrases the label was made from">
          {examples.map((phrase, index) => (
            <li key={index}>
              <MarkedText {...markedPhrase(phrase)} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
