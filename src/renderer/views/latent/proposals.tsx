import { type ReactNode, useRef, useState } from 'react'
import type { LatentPage } from '../../../contract/latents.ts'
import type { CandidateLabel } from '../../../contract/model-requests.ts'
import { notify, notifyError } from '../../client/notices.ts'
import { newRequestId } from '../../client/request-id.ts'
import { decide, type DecisionRequest, decidedAs, undoDecisions } from '../../client/review-acts.ts'
import { useCandidates } from '../../client/review-queries.ts'
import { Button } from '../../widgets/button.tsx'
import { ErrorNote } from '../../widgets/empty-state.tsx'
import { ScoreDetail, ScoreFigure } from '../../widgets/label-score.tsx'
import { Section } from '../../widgets/panel.tsx'
import { ProposalPassages } from '../../widgets/proposal-passages.tsx'
import { PersonsLabelStands, ProposalText, WordingField } from '../../widgets/proposed-label.tsx'
import { bestFirst } from '../../widgets/score-words.ts'
import styles from './proposals.module.css'

/** Labels proposed for the latent, side by side, to take over, reword or refuse; and on demand what became of earlier ones. */
export function Proposals({ page: { latent, lens, label } }: { page: LatentPage }): ReactNode {
  const { data, error, refetch } = useCandidates({ lens, latent })
  const [all, setAll] = useState(false)
  // Gone from the page while the engine is told; back where that fails.
  const [sent, setSent] = useState<ReadonlySet<number>>(new Set())
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (data === undefined || data.length === 0) return null
  const open = bestFirst(data.filter(({ id, state }) => state === 'open' && !sent.has(id)))
  const earlier = data.filter(({ state }) => state !== 'open')

  const act = async (request: Pick<DecisionRequest, 'action' | 'candidate' | 'text' | 'notes'>) => {
    const gone = request.action === 'refuse' ? [request.candidate ?? -1] : open.map(({ id }) => id)
    setSent((before) => new Set([...before, ...gone]))
    try {
      const { action } = await decide({ lens, latent, ...request, requestId: newRequestId() })
      notify({
        text: `${decidedAs(action)}: latent ${latent}`,
        action: { title: 'Undo', run: () => void undoDecisions({ lens }, 1).catch(notifyError) },
      })
      await refetch()
      return true
    } catch (failure) {
      notifyError(failure)
      return false
    } finally {
      setSent((before) => new Set([...before].filter((id) => !gone.includes(id))))
    }
  }
  return (
    <Section title="Proposed labels" aside={open.length > 0 ? `${open.length} open` : undefined}>
      {label?.origin === 'person' && open.length > 0 && <PersonsLabelStands />}
      {open.length > 0 && (
        <ul className={styles['proposals']} aria-label="Open proposals">
          {open.map((proposal) => (
            <Proposal key={proposal.id} proposal={proposal} act={act} />
          ))}
        </ul>
      )}
      {earlier.length > 0 && (
        <button type="button" className={styles['more']} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Hide earlier proposals' : `${earlier.length} earlier ${earlier.length === 1 ? 'proposal' : 'proposals'}`}
        </button>
      )}
      {all && (
        <ul className={styles['proposals']} aria-label="Earlier proposals">
          {earlier.map((proposal) => (
            <li key={proposal.id}>
              <ProposalText proposal={proposal} />
              <ScoreFigure score={proposal.score} />
              <p className={styles['state']}>{proposal.state}</p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

type Act = (request: Pick<DecisionRequest, 'action' | 'candidate' | 'text' | 'notes'>) => Promise<boolean>

function Proposal({ proposal, act }: { proposal: CandidateLabel; act: Act }) {
  const { id, text, notes, score } = proposal
  const [wording, setWording] = useState<string | null>(null)
  const wanted = useRef(false)
  const [more, setMore] = useState(false)
  return (
    <li>
      {wording === null ? (
        <ProposalText proposal={proposal} />
      ) : (
        <WordingField
          label="Label in your words"
          value={wording}
          wanted={wanted}
          onChange={setWording}
          onSave={(edited) => void act({ action: 'edit', candidate: id, text: edited, notes })}
          onCancel={() => setWording(null)}
        />
      )}
      <div className={styles['score']}>
        <ScoreFigure score={score} />
        {score !== null && (
          <button type="button" className={styles['more']} aria-expanded={more} onClick={() => setMore(!more)}>
            {more ? 'less' : 'more'}
          </button>
        )}
      </div>
      {more && score !== null && <ScoreDetail score={score} />}
      <ProposalPassages candidate={id} />
      {wording === null && (
        <div className={styles['acts']}>
          <Button icon="check" aria-label={`Accept: ${text}`} onClick={() => void act({ action: 'accept', candidate: id })}>
            Accept
          </Button>
          <Button
            icon="pencil"
            aria-label={`Edit: ${text}`}
            onClick={() => {
              wanted.current = true
              setWording(text)
            }}
          >
            Edit
          </Button>
          <Button icon="close" aria-label={`Refuse: ${text}`} onClick={() => void act({ action: 'refuse', candidate: id })}>
            Refuse
          </Button>
        </div>
      )}
    </li>
  )
}
