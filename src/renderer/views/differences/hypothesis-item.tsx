import type { ReactNode } from 'react'
import {
  comparedName,
  type HypothesesRun,
  type JudgedHypothesis,
  type JudgedShare,
  type Verdict,
  verdictOf,
} from '../../../contract/hypotheses.ts'
import { DifferencePlot } from '../../charts/difference-plot.tsx'
import { keepFinding } from '../../client/finding-acts.ts'
import { IconButton } from '../../widgets/button.tsx'
import { formatCount, formatPoints, formatProbability, formatShare } from '../../widgets/format-numbers.ts'
import { Icon, type IconName } from '../../widgets/icon.tsx'
import { openLatent } from '../../widgets/inspector.tsx'
import { LabelText } from '../../widgets/label-text.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './hypotheses.module.css'
import { missingOf, verdicts } from './hypothesis-words.ts'

type Props = {
  readonly run: number
  readonly result: HypothesesRun
  /** Its place in the result. */
  readonly place: number
  readonly hypothesis: JudgedHypothesis
  /** The end of the axis of differences. */
  readonly end: number
}

const icons: Readonly<Record<Verdict, IconName>> = {
  verified: 'check',
  little: 'close',
  opposite: 'close',
  uncertain: 'help',
  unjudged: 'warning',
}

/** A hypothesis: what is claimed of which side, the latents it rests on, and what a judge found of it in documents held back for that. */
export function HypothesisItem({ run, result, place, hypothesis, end }: Props): ReactNode {
  const { text, direction, target, others, comparedWith, difference, interval, pAdjusted, alike } = hypothesis
  const verdict = verdictOf(hypothesis)
  const { title, says } = verdicts[verdict]
  const other = others[comparedWith]
  return (
    <li className={styles['item']} aria-label={`Hypothesis ${place + 1}`} data-verdict={verdict}>
      <span className={styles['place']} aria-hidden="true">
        {place + 1}
      </span>
      <div className={styles['claim']}>
        <h3>
          <PlainText text={text} />
        </h3>
        <p>
          {direction === 'up' ? 'More' : 'Less'} often in <PlainText text={result.groups[0] ?? ''} /> than in{' '}
          <PlainText text={comparedName(result, hypothesis)} />
          {alike.length > 0 && `. Holds in nearly the same documents as ${alike.map((each) => each + 1).join(', ')}`}.
        </p>
        <Cited result={result} latents={hypothesis.latents} />
      </div>
      <div className={styles['measured']}>
        <DifferencePlot difference={difference} interval={interval} expected={null} end={end} />
        <p>
          {verdict === 'unjudged' ? (
            'No difference is known.'
          ) : (
            <>
              <strong>{formatPoints(difference)} points</strong> ({formatPoints(interval[0])} to {formatPoints(interval[1])})
            </>
          )}
        </p>
        <p>
          {shareOf(target)} against {other === undefined ? '–' : shareOf(other)}
        </p>
        <Missing hypothesis={hypothesis} />
      </div>
      <div className={styles['verdict']}>
        <p data-tip={says}>
          <Icon name={icons[verdict]} size={14} />
          {title}
        </p>
        <p data-tip={`Two-sided, adjusted for ${formatCount(result.hypotheses.length)} hypotheses (Holm)`}>
          p {formatProbability(pAdjusted)}
        </p>
      </div>
      <IconButton
        icon="findings"
        label={`Keep hypothesis ${place + 1} as a finding`}
        onClick={() => void keepFinding({ kind: 'hypothesis', run, hypothesis: place })}
      />
    </li>
  )
}

/** `62.0 % (124 of 200)` */
const shareOf = ({ share, holds, judged }: JudgedShare): string =>
  share === null ? 'none judged' : `${formatShare(share)} (${formatCount(holds)} of ${formatCount(judged)})`

/** The latents it cites, by the labels it was made from. */
function Cited({ result: { kept }, latents }: { result: HypothesesRun; latents: readonly number[] }) {
  return (
    <ul className={styles['cited']} aria-label="Latents it rests on">
      {latents.map((latent) => (
        <li key={latent}>
          <button type="button" data-tip={`Open latent ${latent}`} data-opens onClick={() => openLatent(latent)}>
            <span>{latent}</span>
            <LabelText label={kept.find((each) => each.latent === latent)?.label ?? null} latent={latent} numbered />
          </button>
        </li>
      ))}
    </ul>
  )
}

function Missing({ hypothesis }: { hypothesis: JudgedHypothesis }) {
  const count = missingOf(hypothesis)
  const [low, high] = hypothesis.bounds
  if (count === 0) return null
  return (
    <p
      className={styles['missing']}
      data-tip="Judgements without an answer count neither way. The range is what the difference could be, had all of them spoken against it or for it"
    >
      {formatCount(count)} {count === 1 ? 'judgement' : 'judgements'} missing: with them {formatPoints(Math.min(low, high))} to{' '}
      {formatPoints(Math.max(low, high))}
    </p>
  )
}
