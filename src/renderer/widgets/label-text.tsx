import type { ReactNode } from 'react'
import type { LabelOrigin } from '../../contract/latents.ts'
import { Icon, type IconName } from './icon.tsx'
import styles from './label-text.module.css'
import { PlainText } from './visible-parts.tsx'

const origins: Readonly<Record<LabelOrigin, { readonly icon: IconName; readonly says: string }>> = {
  person: { icon: 'person', says: 'Label by a person' },
  'language-model': { icon: 'machine', says: 'Label by a language model' },
  import: { icon: 'import', says: 'Imported label' },
  statistics: { icon: 'sum', says: 'Label from statistics: its strongest tokens' },
}

/** Who or what wrote a label, as a sign with its name; `says` where it stands beside something else. */
export function OriginMark({ origin, says = origins[origin].says }: { origin: LabelOrigin; says?: string }): ReactNode {
  const { icon } = origins[origin]
  return (
    <span className={styles['origin']} role="img" aria-label={says} data-tip={says}>
      <Icon name={icon} size={12} />
    </span>
  )
}

type Props = {
  readonly label: string | null
  readonly latent: number
  readonly origin?: LabelOrigin | null
  /** Its number stands beside it already. */
  readonly numbered?: boolean
}

/** A latent by its label, or by its number where it has none. */
export function LabelText({ label, latent, origin = null, numbered = false }: Props): ReactNode {
  if (label === null || label === '')
    return <span className={styles['unlabelled']}>{numbered ? 'no label' : `Latent ${latent}, no label`}</span>
  return (
    <span className={styles['label']} data-cut>
      <PlainText text={label} />
      {origin !== null && <OriginMark origin={origin} />}
    </span>
  )
}
