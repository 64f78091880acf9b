import { type ReactNode, useState } from 'react'
import { useLabelEvidence } from '../../client/latent-queries.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { MarkedText } from '../../widgets/marked-text.tsx'
import styles from './latent-page.module.css'
import { markedPhrase } from './marked-phrase.ts'

type Props = { readonly latent: number; readonly lens: string }

/** Of a label that a language model wrote, when asked for: how well it did, what says the same, and phrases it was made from. */
export function LabelEvidence({ latent, lens }: Props): ReactNode {
  const [open, setOpen] = useState(false)
  return (
    <div className={styles['evidence']}>
      <button type="button" className={styles['more']} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Hide what the label rests on' : 'What the label rests on'}
      </button>
      {open && <Evidence latent={latent} lens={lens} />}
    </div>
  )
}

function Evidence({ latent, lens }: Props) {
  const { data: evidence, error, refetch } = useLabelEvidence(latent, lens)
  const select = useWorkbench((state) => state.selectLatent)
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
            <button type="button" className={styles['more']} onClick={() => select(sameAs)}>
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
