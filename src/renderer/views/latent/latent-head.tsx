import type { ReactNode } from 'react'
import type { LatentPage } from '../../../contract/latents.ts'
import { useCommands } from '../../client/commands.ts'
import { keepFinding } from '../../client/finding-acts.ts'
import { useFindings } from '../../client/finding-queries.ts'
import { useKeepable } from '../../client/keeping.ts'
import { useStar } from '../../client/latent-queries.ts'
import { notify, notifyError } from '../../client/notices.ts'
import { useLatentScope } from '../../client/latent-scope.ts'
import { useWorkbench, workbench } from '../../client/workbench.ts'
import { IconButton } from '../../widgets/button.tsx'
import { formatActivation, formatShare } from '../../widgets/format-numbers.ts'
import { FlagButton } from '../../widgets/flag-button.tsx'
import { BelowGate, ScoredOn } from '../../widgets/label-score.tsx'
import { LabelText } from '../../widgets/label-text.tsx'
import { formatScore } from '../../widgets/score-words.ts'
import styles from './latent-page.module.css'
import { latentFlags } from './latent-flags.ts'

/** Number, label and the few numbers that say what kind of latent it is; star, keep, copy. */
export function LatentHead({ page }: { page: LatentPage }): ReactNode {
  const { latent, lens, label, starred } = page
  const scope = useLatentScope()
  const star = useStar()
  const fills = useWorkbench((state) => state.filling === 'page')
  const fill = useWorkbench((state) => state.fill)
  const { data: findings } = useFindings()
  const kept = findings?.some(({ kind, evidence }) => kind === 'latent' && evidence.latent === latent) ?? false

  const toggleStar = () => star.mutate({ ...scope, latent, starred: !starred }, { onError: notifyError })
  const keep = () => (kept ? workbench.getState().show('findings') : void keepFinding({ kind: 'latent', latent, ...scope }))
  const copy = () => void copyText(`Latent ${latent} of ${lens}: ${label?.text || 'no label'}`)
  useCommands([
    { id: 'latent.star', title: starred ? 'Remove the star' : 'Star the latent', group: 'Latent', keys: 's', run: toggleStar },
    { id: 'latent.copy', run: copy },
  ])

  useKeepable(keep)

  return (
    <header className={styles['head']}>
      <div className={styles['title']}>
        <span className={styles['number']} data-tip={`Latent ${latent} of the lens ${lens}`}>
          {latent}
        </span>
        <h2>
          <LabelText label={label?.text ?? null} latent={latent} origin={label?.origin ?? null} />
        </h2>
        <span className={styles['actions']}>
          <IconButton
            icon="star"
            label={starred ? 'Remove the star (S)' : 'Star this latent (S)'}
            pressed={starred}
            filled={starred}
            onClick={toggleStar}
          />
          <FlagButton on={{ latent, lens }} />
          <IconButton
            icon="findings"
            label={kept ? 'Kept: show the findings (K)' : 'Keep as a finding (K)'}
            filled={kept}
            onClick={keep}
          />
          <IconButton icon="copy" label="Copy number and label" onClick={copy} />
          <IconButton
            icon={fills ? 'collapse' : 'expand'}
            label={fills ? 'Show all side by side' : 'Let this page fill the screen'}
            onClick={() => fill(fills ? null : 'page')}
          />
          <IconButton icon="close" label="Close the latent" onClick={() => workbench.getState().selectLatent(null)} />
        </span>
      </div>
      <div className={styles['numbers']}>
        <dl>
          <Number name="Frequency" tip="Document frequency: share of all documents read in which it is present">
            {formatShare(page.documentFrequency)}
          </Number>
          <Number name="Density" tip="Token density: share of all tokens on which it is above 0">
            {formatShare(page.tokenDensity)}
          </Number>
          <Number name="Maximum" tip="Highest activation on any token">
            {formatActivation(page.maxActivation)}
          </Number>
          <Number name="Present above" tip="Activation from which it counts as present in a document">
            {formatActivation(page.threshold)}
          </Number>
          {label?.score != null && (
            <Number
              name="Label score"
              tip="How well the label told phrases of the latent from random ones, on other texts: 1 is all right, 0.5 is chance"
            >
              {formatScore(label.score)} <ScoredOn passages={label.scoredOn} /> <BelowGate score={label.score} />
            </Number>
          )}
        </dl>
        {latentFlags(page).map(({ title, says }) => (
          <span key={title} className={styles['flag']} data-tip={says}>
            {title}
          </span>
        ))}
      </div>
    </header>
  )
}

function Number({ name, tip, children }: { name: string; tip: string; children: ReactNode }) {
  return (
    <div data-tip={tip}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    notify({ text: `Copied: ${text}` })
  } catch {
    notify({ tone: 'error', text: 'The clipboard could not be written.', hint: 'Allow this page to use it, or select the text.' })
  }
}
