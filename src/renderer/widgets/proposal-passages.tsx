import { type ReactNode, useState } from 'react'
import type { ShownPassage } from '../../contract/model-requests.ts'
import { useCandidateEvidence } from '../client/review-queries.ts'
import { ErrorNote, Loading } from './empty-state.tsx'
import styles from './label-evidence.module.css'
import { MarkedText } from './marked-text.tsx'

const kinds: Readonly<Record<ShownPassage['kind'], string>> = {
  activating: '',
  random: 'drawn at random',
  gap: 'where it is silent in a document that has it',
  token: 'with one of its top tokens',
  neighbour: 'where a latent of like direction fires',
}

/** When asked for: the passages that were put before whoever proposed a label, those where the latent fires and those where it is silent. */
export function ProposalPassages({ candidate }: { candidate: number }): ReactNode {
  const [open, setOpen] = useState(false)
  return (
    <div className={styles['evidence']}>
      <button type="button" className={styles['more']} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Hide the passages it was made from' : 'The passages it was made from'}
      </button>
      {open && <Passages candidate={candidate} />}
    </div>
  )
}

function Passages({ candidate }: { candidate: number }) {
  const { data, error, refetch } = useCandidateEvidence(candidate)
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (data === undefined) return <Loading label="Loading the passages" />
  if (data === null) return <p className={styles['nothing']}>They were not kept.</p>
  return (
    <>
      <Side title="It fires in" passages={data.activating} />
      <Side title="It is silent in" passages={data.silent} />
    </>
  )
}

function Side({ title, passages }: { title: string; passages: readonly ShownPassage[] }) {
  if (passages.length === 0) return null
  return (
    <>
      <h5>{title}</h5>
      <ul aria-label={title}>
        {passages.map(({ kind, text, marks }, index) => (
          <li key={index}>
            <MarkedText
              text={text}
              spans={marks.map(({ start, end }) => ({ start, end, slot: -1, title: 'The latent is above its threshold here' }))}
            />
            {kinds[kind] !== '' && <span className={styles['nothing']}> ({kinds[kind]})</span>}
          </li>
        ))}
      </ul>
    </>
  )
}
