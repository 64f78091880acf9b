import type { ReactNode, RefObject } from 'react'
import { download, fileName } from '../client/download.ts'
import { notifyError } from '../client/notices.ts'
import { Button } from '../widgets/button.tsx'
import styles from './chart-frame.module.css'
import { type CanvasLayer, figureOf } from './export/figure-of.ts'
import { pngOf } from './export/png-of.ts'

export type Figure = {
  readonly title: string
  /** Lines for whoever sees the figure alone: what was compared, and how. */
  readonly notes: readonly string[]
  readonly svg: RefObject<SVGSVGElement | null>
  /** What a canvas below the SVG shows. */
  readonly layer?: CanvasLayer | undefined
}

/** A chart as it is on the page, as an SVG document; empty while it is not there. */
export function drawn({ title, notes, svg, layer }: Figure): string {
  return svg.current === null ? '' : figureOf(svg.current, { title, notes }, layer)
}

/** Takes a chart away as a figure. */
export function SaveFigure({ figure }: { figure: Figure }): ReactNode {
  const save = (kind: 'svg' | 'png') => {
    const drawing = drawn(figure)
    const blob = kind === 'svg' ? Promise.resolve(new Blob([drawing], { type: 'image/svg+xml;charset=utf-8' })) : pngOf(drawing)
    blob.then((content) => download(fileName(figure.title, kind), content)).catch(notifyError)
  }
  return (
    <span className={styles['save']} role="group" aria-label="Save the figure">
      <Button
        kind="quiet"
        icon="export"
        data-tip="Save this figure as SVG: lines and text that stay sharp"
        onClick={() => save('svg')}
      >
        SVG
      </Button>
      <Button kind="quiet" data-tip="Save this figure as a PNG picture" onClick={() => save('png')}>
        PNG
      </Button>
    </span>
  )
}
