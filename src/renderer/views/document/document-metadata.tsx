import type { ReactNode } from 'react'
import { Section } from '../../widgets/panel.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './document.module.css'

const longest = 2000

/** Every other column of the row, as it came. */
export function DocumentMetadata({ metadata }: { metadata: Readonly<Record<string, unknown>> }): ReactNode {
  const entries = Object.entries(metadata)
  return (
    <Section title="Metadata">
      {entries.length === 0 ? (
        <p className={styles['hint']}>The row has no other columns.</p>
      ) : (
        <dl className={styles['metadata']}>
          {entries.map(([column, value]) => (
            <div key={column}>
              <dt>
                <PlainText text={column} />
              </dt>
              <dd>
                <Value value={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Section>
  )
}

function Value({ value }: { value: unknown }) {
  if (value === null || value === undefined || value === '') return <span className={styles['hint']}>none</span>
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 1)
  return <PlainText text={text.length > longest ? `${text.slice(0, longest)}…` : text} lines="keep" />
}
