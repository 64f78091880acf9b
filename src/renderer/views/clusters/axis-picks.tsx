import type { ReactNode } from 'react'
import type { SimilarLatents } from '../../../contract/search.ts'
import { Button } from '../../widgets/button.tsx'
import { formatCount, formatShare } from '../../widgets/format-numbers.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { LabelText } from '../../widgets/label-text.tsx'
import styles from './clusters.module.css'
import type { Draft } from './draft.ts'

type Props = {
  readonly draft: Draft
  readonly similar: SimilarLatents | undefined
  /** Those of them that are on the axis. */
  readonly picks: SimilarLatents['latents'] | undefined
  readonly change: (part: Partial<Draft>) => void
}

/** The latents that the words of the axis pick, as they are typed; each can be left out. */
export function AxisPicks({ draft: { query, without, byHand }, similar, picks, change }: Props): ReactNode {
  if (byHand !== null)
    return (
      <p className={styles['picked']}>
        The axis is {formatCount(byHand.length)} latents chosen by hand.{' '}
        <Button kind="quiet" onClick={() => change({ byHand: null })}>
          Let the words choose
        </Button>
      </p>
    )
  if (query.trim() === '') return null
  if (similar === undefined || picks === undefined) return <p className={styles['picked']}>Looking for labels…</p>
  const kept = picks.length - without.length
  return (
    <fieldset className={styles['picks']}>
      <legend>
        {picks.length === 0
          ? `None of ${formatCount(similar.labelled)} labels is about this.`
          : `${formatCount(kept)} of ${formatCount(picks.length)} latents on this axis, of ${formatCount(similar.labelled)} labelled`}
      </legend>
      {similar.asks !== null && (
        <p className={styles['asks']}>
          By the bundled embedder while you type. Group asks <PlainText text={similar.asks} />, which may choose others.
        </p>
      )}
      {picks.map(({ latent, label, similarity, documentFrequency }) => (
        <label
          key={latent}
          data-tip={`Latent ${latent}: similarity ${similarity.toFixed(2)}, present in ${formatShare(documentFrequency)} of the documents`}
        >
          <input
            type="checkbox"
            checked={!without.includes(latent)}
            onChange={({ target }) =>
              change({ without: target.checked ? without.filter((each) => each !== latent) : [...without, latent] })
            }
          />
          <LabelText label={label} latent={latent} />
        </label>
      ))}
    </fieldset>
  )
}
