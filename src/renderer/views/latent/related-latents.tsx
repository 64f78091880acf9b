import type { ReactNode } from 'react'
import type { LatentPage } from '../../../contract/latents.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { formatCount } from '../../widgets/format-numbers.ts'
import { LabelText } from '../../widgets/label-text.tsx'
import { Section } from '../../widgets/panel.tsx'
import styles from './latent-page.module.css'

type Row = { readonly latent: number; readonly label: string | null; readonly measure: number; readonly tip: string }

export function Neighbours({ page }: { page: LatentPage }): ReactNode {
  const rows = page.neighbours.map(({ latent, label, cosine }) => ({
    latent,
    label,
    measure: cosine,
    tip: `Latent ${latent}: cosine ${cosine.toFixed(3)} of the decoder directions`,
  }))
  return (
    <Section title="Latents of like direction" aside="cosine of decoder directions">
      <Related rows={rows} nothing="The lens is not at hand: without its decoder directions cannot be compared." />
    </Section>
  )
}

/** NPMI that would be shown as 0.00 says nothing. */
const least = 0.005

export function Together({ page }: { page: LatentPage }): ReactNode {
  const rows = page.together
    .filter(({ npmi }) => npmi >= least)
    .map(({ latent, label, npmi, documents }) => ({
      latent,
      label,
      measure: npmi,
      tip: `Latent ${latent}: NPMI ${npmi.toFixed(3)}, both present in ${formatCount(documents)} documents`,
    }))
  return (
    <Section title="Latents that go with it" aside="NPMI over documents">
      <Related rows={rows} nothing="No latent is present in the same documents more often than by chance." />
    </Section>
  )
}

function Related({ rows, nothing }: { rows: readonly Row[]; nothing: string }) {
  const select = useWorkbench((state) => state.selectLatent)
  if (rows.length === 0) return <p className={styles['nothing']}>{nothing}</p>
  return (
    <ul className={styles['list']}>
      {rows.map(({ latent, label, measure, tip }) => (
        <li key={latent}>
          <button type="button" data-tip={tip} data-opens onClick={() => select(latent)}>
            <span className={styles['other']}>{latent}</span>
            <span className={styles['name']}>
              <LabelText label={label} latent={latent} />
            </span>
            <span className={styles['measure']}>
              <span style={{ width: `${100 * Math.max(0, Math.min(1, measure))}%` }} />
            </span>
            <span className={styles['value']}>{measure.toFixed(2).replace('-', '−')}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
