import type { ReactNode } from 'react'
import type { LabelScore } from '../../contract/model-requests.ts'
import { formatCount, formatWhen } from './format-numbers.ts'
import styles from './label-score.module.css'
import { formatScore, scoreGate } from './score-words.ts'
import { PlainText } from './visible-parts.tsx'

const methods = {
  detection: { name: 'detection', says: 'Told by the label alone, a judge says of passages whether the latent fires in them.' },
  fuzzing: {
    name: 'fuzzing',
    says: 'Told by the label alone, a judge says of marked words whether they are those on which the latent fires.',
  },
} as const

const tip = 'Balanced accuracy of a judge who is told the label alone: 1 is all right, 0.5 is chance. With its 95 % interval.'

/** A score in a line: figure, interval, and whether it is too low to build on. */
export function ScoreFigure({ score }: { score: LabelScore | null }): ReactNode {
  if (score === null) return <span className={styles['unscored']}>not scored</span>
  const { balancedAccuracy, interval, method, judged } = score
  return (
    <span className={styles['figure']} data-tip={tip}>
      <b>{formatScore(balancedAccuracy)}</b>
      <IntervalLine value={balancedAccuracy} interval={interval} />
      <span>
        {interval[0].toFixed(2)}–{interval[1].toFixed(2)}
      </span>
      <ScoredOn passages={judged} />
      {method === 'fuzzing' && <span>fuzzing</span>}
      <BelowGate score={balancedAccuracy} />
    </span>
  )
}

/** On how much a score rests; nothing of one that came with its label. */
export function ScoredOn({ passages }: { passages: number | null }): ReactNode {
  return passages === null ? null : <span data-tip="Passages that were judged for the score">on {formatCount(passages)}</span>
}

/** Says of a score that it is below what a label needs; nothing of others. */
export function BelowGate({ score }: { score: number | null }): ReactNode {
  return score === null || score >= scoreGate ? null : (
    <span
      className={styles['below']}
      data-tip={`Below ${scoreGate} a label says too little of when the latent is present to build on it.`}
    >
      below {scoreGate}
    </span>
  )
}

/** All of a score: against random and hard passages, by level of activation, how many were judged, by whom and when. */
export function ScoreDetail({ score }: { score: LabelScore }): ReactNode {
  const { method, random, hard, f1, byLevel, judged, missing, judge, at } = score
  return (
    <div className={styles['detail']}>
      <dl className={styles['parts']}>
        <Part name="random passages" tip="Told from passages drawn at random" value={random} />
        <Part
          name="hard passages"
          tip="Told from passages that look alike: its top token stands there without its firing, or a latent of like direction fires"
          value={hard}
        />
        {f1 !== null && (
          <Part
            name="F1 by document"
            tip="Whole documents: how well the label alone says in which the latent is present. Harmonic mean of precision and recall."
            value={f1}
          />
        )}
      </dl>
      <Levels byLevel={byLevel} />
      <p className={styles['about']}>
        <span data-tip={methods[method].says}>{methods[method].name}</span>, {formatCount(judged)} judged
        {missing > 0 && `, ${formatCount(missing)} missing`}, by <PlainText text={judge} />,{' '}
        <time dateTime={at}>{formatWhen(at)}</time>
      </p>
    </div>
  )
}

function Part({ name, tip: says, value }: { name: string; tip: string; value: number | null }) {
  return (
    <div data-tip={says}>
      <dt>{name}</dt>
      <dd>{value === null ? <span className={styles['unscored']}>none judged</span> : value.toFixed(2)}</dd>
    </div>
  )
}

/** Share found of the passages in which it fires, a bar for each level of activation, the weakest first. */
function Levels({ byLevel }: Pick<LabelScore, 'byLevel'>) {
  const last = byLevel.length - 1
  return (
    <div className={styles['levels']}>
      <p
        className={styles['title']}
        data-tip="Share of the passages in which it fires that the judge found, by how strongly it fires"
      >
        found, by strength
      </p>
      <dl aria-label="Share found, by level of activation from the weakest">
        {byLevel.map((share, level) => (
          <div key={level}>
            <dt>{level === 0 ? 'weakest' : level === last ? 'strongest' : <span className="unseen">level {level + 1}</span>}</dt>
            <dd>
              <span className={styles['track']} aria-hidden="true">
                <span style={{ height: `${100 * (share ?? 0)}%` }} />
              </span>
              {share === null ? <span data-tip="No passage of this level was judged">–</span> : share.toFixed(2)}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** From chance, 0.5, to 1: the interval as a line, the value as a stroke, the gate as a dotted one. */
function IntervalLine({ value, interval: [low, high] }: { value: number; interval: readonly [number, number] }) {
  const at = (accuracy: number) => 48 * Math.min(1, Math.max(0, 2 * accuracy - 1)) + 1
  return (
    <svg className={styles['interval']} viewBox="0 0 50 12" width="50" height="12" aria-hidden="true">
      <path className={styles['base']} d="M1 6h48" />
      <path className={styles['gate']} d={`M${at(scoreGate)} 1v10`} />
      <path className={styles['range']} d={`M${at(low)} 6H${at(high)}`} />
      <path className={styles['value']} d={`M${at(value)} 2.5v7`} />
    </svg>
  )
}
