import type { ReactNode } from 'react'
import type { DocumentLatent } from '../../contract/documents.ts'
import { workbench } from '../client/workbench.ts'
import { IconButton } from './button.tsx'
import { formatActivation, formatCount } from './format-numbers.ts'
import { LabelText } from './label-text.tsx'
import styles from './latent-picks.module.css'
import type { LightSlots } from './light-slots.ts'
import { LightSample } from './token-text.tsx'

type Props = {
  readonly label: string
  readonly latents: readonly DocumentLatent[]
  readonly slots: LightSlots
  readonly onToggle: (latent: number) => void
  /** Shows on how many tokens each is active. */
  readonly counts?: boolean
}

/** Latents of a text, strongest first: each lights its tokens, or leads to its page. */
export function LatentPicks({ label, latents, slots, onToggle, counts = true }: Props): ReactNode {
  const strongest = Math.max(0, ...latents.map(({ activation }) => activation))
  return (
    <ul className={styles['picks']} aria-label={label}>
      {latents.map(({ latent, label: text, activation, tokens }) => {
        const slot = slots.indexOf(latent)
        return (
          <li key={latent} data-lit={slot >= 0}>
            <button
              type="button"
              className={styles['pick']}
              aria-pressed={slot >= 0}
              data-tip={`Latent ${latent}: activation ${formatActivation(activation)}${counts ? ` at most, above 0 on ${formatCount(tokens)} ${tokens === 1 ? 'token' : 'tokens'}` : ''}`}
              onClick={() => onToggle(latent)}
            >
              <span className={styles['light']}>{slot >= 0 && <LightSample slot={slot} />}</span>
              <span className={styles['number']}>{latent}</span>
              <span className={styles['label']}>
                <LabelText label={text} latent={latent} />
              </span>
              <span className={styles['strength']}>
                <span style={{ width: `${(100 * activation) / (strongest || 1)}%` }} />
              </span>
              <span className={styles['value']}>{formatActivation(activation)}</span>
              {counts && <span className={styles['count']}>{formatCount(tokens)}×</span>}
            </button>
            <IconButton data-opens icon="latents" label={`Open the page of latent ${latent}`} onClick={() => openLatent(latent)} />
          </li>
        )
      })}
    </ul>
  )
}

function openLatent(latent: number): void {
  workbench.getState().selectLatent(latent)
  workbench.getState().show('latents')
}
