import type { ReactNode } from 'react'
import type { SearchLatent, SearchResult } from '../../../contract/search.ts'
import { IconButton } from '../../widgets/button.tsx'
import { ComparedByNote } from '../../widgets/compared-by.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { openLatent } from '../../widgets/inspector.tsx'
import { LabelText } from '../../widgets/label-text.tsx'
import { Section } from '../../widgets/panel.tsx'
import type { Draft } from './draft.ts'
import { newCondition } from './rule-draft.ts'
import styles from './search.module.css'

type Props = { readonly draft: Draft; readonly result: SearchResult; readonly refine: (part: Partial<Draft>) => void }

/** The latents that were picked, with their weights; one that is unticked takes part no longer. */
export function PickedLatents({ draft, result, refine }: Props): ReactNode {
  const { picked, without, rule } = draft
  const listed = without.length > 0 ? picked : result.latents
  const most = Math.max(0, ...listed.map(({ weight }) => Math.abs(weight)))
  const toggle = (latent: number, on: boolean) =>
    refine({ picked: listed, without: on ? without.filter((each) => each !== latent) : [...without, latent] })
  const filterBy = (latent: number) => {
    const lines = rule.kind === 'lines' ? rule : null
    if (lines !== null) refine({ rule: { ...lines, conditions: [...lines.conditions, newCondition('latent', latent)] } })
  }
  if (draft.mode === 'text') return null
  return (
    <Section
      title="Latents that take part"
      aside={listed.length === 0 ? undefined : `${formatCount(listed.length - without.length)}, by weight`}
    >
      {result.compared != null && (
        <p className={styles['hint']}>
          Compared by <ComparedByNote compared={result.compared} />
        </p>
      )}
      {listed.length === 0 ? (
        <p className={styles['hint']}>No label is like these words: only the words themselves were looked for.</p>
      ) : (
        <ul className={styles['picked']} aria-label="Latents that take part">
          {listed.map((each) => (
            <Picked
              key={each.latent}
              picked={each}
              most={most}
              on={!without.includes(each.latent)}
              onToggle={(on) => toggle(each.latent, on)}
              onFilter={rule.kind === 'lines' ? () => filterBy(each.latent) : null}
            />
          ))}
        </ul>
      )}
    </Section>
  )
}

type PickedProps = {
  readonly picked: SearchLatent
  readonly most: number
  readonly on: boolean
  readonly onToggle: (on: boolean) => void
  readonly onFilter: (() => void) | null
}

function Picked({ picked: { latent, label, similarity, weight }, most, on, onToggle, onFilter }: PickedProps) {
  const says = `Latent ${latent}: weight ${weight.toFixed(2)}${similarity === null ? '' : `, similarity of its label ${similarity.toFixed(2)}`}`
  return (
    <li>
      <label data-tip={says}>
        <input type="checkbox" checked={on} onChange={({ target }) => onToggle(target.checked)} />
        <span className={styles['name']}>
          <LabelText label={label} latent={latent} />
        </span>
        <span className={styles['weight']} data-against={weight < 0} aria-hidden="true">
          <span style={{ width: `${(100 * Math.abs(weight)) / (most || 1)}%` }} />
        </span>
        <span className={styles['value']}>{weight.toFixed(2).replace('-', '−')}</span>
      </label>
      <span className={styles['acts']}>
        {onFilter !== null && <IconButton icon="filter" label={`Only documents with latent ${latent}`} onClick={onFilter} />}
        <IconButton icon="latents" label={`Open the page of latent ${latent}`} data-opens onClick={() => openLatent(latent)} />
      </span>
    </li>
  )
}
