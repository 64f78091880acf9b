import type { ReactNode } from 'react'
import type { Property } from '../../../contract/correlations.ts'
import { LabelText } from '../../widgets/label-text.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './correlations.module.css'

/** A latent by its label, or a value of a metadata column; `channel` says of which text it is where that is no matter of course. */
export function PropertyText({ property, channel = false }: { property: Property; channel?: boolean }): ReactNode {
  return property.kind === 'latent' ? (
    <>
      <LabelText label={property.label} latent={property.latent} />
      {channel && (
        <span className={styles['channel']}>
          in <PlainText text={property.channel} />
        </span>
      )}
    </>
  ) : (
    <span data-cut>
      <PlainText text={`${property.column} = ${property.value}`} />
    </span>
  )
}
