import type { ReactNode } from 'react'
import { useShownFigure } from '../client/shown-figures.ts'
import styles from './chart-frame.module.css'
import { drawn, type Figure, SaveFigure } from './save-figure.tsx'

type Props = Figure & {
  /** Left in the strip above: what is drawn, and how it is chosen from. */
  readonly tools?: ReactNode
  /** Below: how to read it. */
  readonly caption?: ReactNode
  readonly children: ReactNode
}

/** A chart with a strip of tools above it, from where it can be taken away as a figure. */
export function ChartFrame({ title, notes, svg, layer, tools, caption, children }: Props): ReactNode {
  const figure = { title, notes, svg, layer }
  useShownFigure(() => drawn(figure))
  return (
    <figure className={styles['frame']} aria-label={title}>
      <div className={styles['tools']}>
        {tools}
        <span className={styles['stretch']} />
        <SaveFigure figure={figure} />
      </div>
      <div className={styles['plot']}>{children}</div>
      {caption !== undefined && <figcaption>{caption}</figcaption>}
    </figure>
  )
}
