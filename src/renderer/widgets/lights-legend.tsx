import type { ReactNode } from 'react'
import { lit } from '../client/lit-latents.ts'
import type { LitLatents } from '../client/use-lit-latents.ts'
import { useWorkbench } from '../client/workbench.ts'
import { IconButton } from './button.tsx'
import { formatActivation } from './format-numbers.ts'
import { LabelText } from './label-text.tsx'
import styles from './lights-legend.module.css'
import { LightSample } from './token-text.tsx'
import { visibleText } from './visible-text.ts'

/** The latents lit in the text: how each is marked, its scale, a switch for its light, and a pin that keeps it while another is chosen. */
export function LightsLegend({ lights }: { readonly lights: LitLatents }): ReactNode {
  const chosen = useWorkbench((state) => state.latent)
  const select = useWorkbench((state) => state.selectLatent)
  const { places, on, labels, maxima } = lights
  return (
    <ul className={styles['lights']} aria-label="Latents lit in the text">
      {places.map((latent, slot) => {
        if (latent === null) return null
        const isOn = on[slot] !== null
        const name = nameOf(latent, labels[slot] ?? null)
        const isPinned = slot > 0
        return (
          <li key={latent} data-on={isOn}>
            <button
              type="button"
              className={styles['switch']}
              aria-pressed={isOn}
              aria-label={`Light of ${name}`}
              data-tip={isOn ? 'Switch its light off' : 'Switch its light on'}
              onClick={() => lit.switch(latent)}
            >
              <LightSample slot={slot} />
            </button>
            <button
              type="button"
              className={styles['name']}
              aria-current={latent === chosen}
              data-tip={latent === chosen ? `Latent ${latent}: chosen` : `Choose latent ${latent}`}
              onClick={() => select(latent)}
            >
              <LabelText label={labels[slot] ?? null} latent={latent} />
            </button>
            <span
              className={styles['scale']}
              data-tip="The scale: its largest activation in the corpora is the fullest tint and line"
            >
              0–{formatActivation(maxima[slot] ?? 0)}
            </span>
            <IconButton
              icon={isPinned ? 'close' : 'pin'}
              label={isPinned ? `No longer keep ${name} lit` : `Keep ${name} lit when another is chosen`}
              onClick={() => (isPinned ? lit.unpin(latent) : lit.pin(latent))}
            />
          </li>
        )
      })}
    </ul>
  )
}

/** A latent in words, for names and tips. */
export const nameOf = (latent: number, label: string | null): string =>
  label === null || label === '' ? `latent ${latent}` : visibleText(label)

/** Of each place that is on the name of its latent; '' of the others. */
export const namesOn = ({ on, labels }: LitLatents): readonly string[] =>
  on.map((latent, slot) => (latent === null ? '' : nameOf(latent, labels[slot] ?? null)))
