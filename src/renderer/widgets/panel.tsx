import type { ReactNode } from 'react'
import styles from './panel.module.css'

type PanelProps = {
  readonly title: string
  /** Beside the title: counts, a legend. */
  readonly aside?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A part of a screen with a strip that names it; its body scrolls by itself. */
export function Panel({ title, aside, actions, children }: PanelProps): ReactNode {
  return (
    <section className={styles['panel']} aria-label={title}>
      <header className={styles['header']}>
        <h2>{title}</h2>
        <div className={styles['aside']}>{aside}</div>
        <div className={styles['actions']}>{actions}</div>
      </header>
      <div className={styles['body']}>{children}</div>
    </section>
  )
}

/** A titled block of a page. */
export function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }): ReactNode {
  return (
    <section className={styles['section']} aria-label={title}>
      <header>
        <h3>{title}</h3>
        <div className={styles['aside']}>{aside}</div>
      </header>
      {children}
    </section>
  )
}
