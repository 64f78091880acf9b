import { type ReactNode, useState } from 'react'
import type { DifferingLatent, TextDifference } from '../../../contract/documents.ts'
import { useTextDifference } from '../../client/document-queries.ts'
import { lit } from '../../client/lit-latents.ts'
import { type OpenDocument, workbench } from '../../client/workbench.ts'
import { Button, IconButton } from '../../widgets/button.tsx'
import { EmptyState } from '../../widgets/empty-state.tsx'
import { SearchField } from '../../widgets/fields.tsx'
import { formatActivation, formatCount } from '../../widgets/format-numbers.ts'
import { LabelText } from '../../widgets/label-text.tsx'
import type { LightSlots } from '../../widgets/light-slots.ts'
import { Section } from '../../widgets/panel.tsx'
import { LightSample } from '../../widgets/token-text.tsx'
import styles from './texts.module.css'

/** How many are shown at first, and on demand. */
export const fewLatents = 50
const manyLatents = 500

type Props = {
  readonly first: OpenDocument
  readonly second: OpenDocument
  readonly difference: TextDifference
  readonly on: LightSlots
  /** Lights a latent and brings its strongest token into view on both sides. */
  readonly onShow: (latent: number) => void
}

/** The latents whose pooled activation differs most between the two, as a share of their largest: to the left what the first has more of. */
export function DifferingLatents({ first, second, difference, on, onShow }: Props): ReactNode {
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const [all, setAll] = useState(false)
  const { data } = useTextDifference(first, second, all ? manyLatents : fewLatents)
  const { latents, unread } = data ?? difference
  const shown = latents.filter(
    ({ latent, label }) => wanted === '' || String(latent) === wanted || (label ?? '').toLowerCase().includes(wanted),
  )
  if (unread !== null)
    return (
      <div className={styles['latents']}>
        <EmptyState
          title="No latents to compare"
          action={<Button onClick={() => workbench.getState().show('corpora')}>Corpora</Button>}
        >
          {unread}
        </EmptyState>
      </div>
    )
  return (
    <div className={styles['latents']}>
      <Section title="Latents that differ most" aside="first · second">
        <p className={styles['hint']}>
          The highest activation in each text. The bar is their difference, as a share of the latent’s largest in the two corpora.
        </p>
        <div className={styles['find']}>
          <SearchField
            label="Find a latent of the two texts"
            placeholder="Find by label or number"
            value={search}
            onChange={setSearch}
          />
        </div>
        {shown.length === 0 ? (
          <p className={styles['hint']}>{wanted === '' ? 'No latent is active in either.' : 'None of these has such a label.'}</p>
        ) : (
          <ul className={styles['list']} aria-label="Latents that differ most">
            {shown.map((each) => (
              <Item key={each.latent} latent={each} slot={on.indexOf(each.latent)} onShow={onShow} />
            ))}
          </ul>
        )}
        {!all && latents.length === fewLatents && <Button onClick={() => setAll(true)}>Show more</Button>}
      </Section>
    </div>
  )
}

function Item({ latent: each, slot, onShow }: { latent: DifferingLatent; slot: number; onShow: (latent: number) => void }) {
  const { latent, label, activations, tokens, share } = each
  return (
    <li data-lit={slot >= 0}>
      <button
        type="button"
        className={styles['pick']}
        aria-pressed={slot >= 0}
        data-tip={`Latent ${latent}: ${tipOf(each)}. Lights its tokens and goes to the strongest`}
        onClick={() => (slot >= 0 ? lit.toggle(latent) : onShow(latent))}
      >
        <span className={styles['light']}>{slot >= 0 && <LightSample slot={slot} />}</span>
        <span className={styles['number']}>{latent}</span>
        <span className={styles['label']}>
          <LabelText label={label} latent={latent} numbered />
        </span>
        <span className={styles['value']}>{formatActivation(activations[0])}</span>
        <span className={styles['bar']} aria-hidden="true">
          <span
            data-side={share < 0 ? 'first' : 'second'}
            style={share < 0 ? { right: '50%', width: `${-share * 50}%` } : { left: '50%', width: `${share * 50}%` }}
          />
        </span>
        <span className={styles['value']}>{formatActivation(activations[1])}</span>
      </button>
      <IconButton
        icon="read"
        label={`Go to the tokens of latent ${latent}: ${formatCount(tokens[0])} in the first, ${formatCount(tokens[1])} in the second`}
        onClick={() => onShow(latent)}
      />
    </li>
  )
}

const tipOf = ({ activations: [a, b], tokens, share }: DifferingLatent) =>
  `${formatActivation(a)} on ${formatCount(tokens[0])} tokens of the first, ${formatActivation(b)} on ${formatCount(tokens[1])} of the second; ` +
  `${share < 0 ? 'first' : 'second'} more by ${Math.round(Math.abs(share) * 100)} % of its largest`
