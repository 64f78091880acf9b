import { type ReactNode, useState } from 'react'
import type { LatentPage } from '../../../contract/latents.ts'
import type { LabelScore } from '../../../contract/model-requests.ts'
import { useLabelHistory } from '../../client/latent-queries.ts'
import { useCandidates, useScores } from '../../client/review-queries.ts'
import { ErrorNote } from '../../widgets/empty-state.tsx'
import { ScoreDetail, ScoreFigure } from '../../widgets/label-score.tsx'
import { Section } from '../../widgets/panel.tsx'
import { scoredText } from '../../widgets/score-words.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './proposals.module.css'

/** How well labels of the latent did, the newest score in full, earlier ones on demand. */
export function Scores({ page: { latent, lens } }: { page: LatentPage }): ReactNode {
  const { data, error, refetch } = useScores({ lens, latent })
  const [all, setAll] = useState(false)
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (data === undefined || data.length === 0) return null
  return (
    <Section title="Scores" aside="of labels and proposals, the newest first">
      <ul className={styles['scores']} aria-label="Scores">
        {(all ? data : data.slice(0, 1)).map((score, index) => (
          <Score key={index} latent={latent} lens={lens} score={score} />
        ))}
      </ul>
      {data.length > 1 && (
        <button type="button" className={styles['more']} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show the newest only' : `${data.length - 1} earlier`}
        </button>
      )}
    </Section>
  )
}

function Score({ latent, lens, score }: { latent: number; lens: string; score: LabelScore }) {
  const { data: candidates = [] } = useCandidates({ lens, latent })
  const { data: versions = [] } = useLabelHistory(latent, lens)
  const text = scoredText(score, candidates, versions)
  return (
    <li>
      {text !== null && (
        <p className={styles['of']}>
          <PlainText text={text} />
        </p>
      )}
      <ScoreFigure score={score} />
      <ScoreDetail score={score} />
    </li>
  )
}
