import { plainColours, resolvedColour } from '../css-colours.ts'
import { wrapped } from '../text-width.ts'
import { inlineStyles } from './inlined-styles.ts'

export type FigureText = {
  readonly title: string
  /** Lines below the drawing: what was compared, how many documents. */
  readonly notes: readonly string[]
}

/** What a canvas shows, as SVG elements, with colours of the design turned into plain ones. */
export type CanvasLayer = (plain: (colour: string) => string) => string

const namespace = 'http://www.w3.org/2000/svg'
const padding = 12
const titleLine = 17
const noteLine = 15

/**
 * A chart as an SVG document of its own: light, styles written into the elements, fonts named, title and notes around it.
 *
 * @param svg the chart as it is on the page
 * @param layer what a canvas beneath it shows; it goes into the element with `data-canvas`
 */
export function figureOf(svg: SVGSVGElement, { title, notes }: FigureText, layer?: CanvasLayer): string {
  const host = document.createElement('div')
  host.dataset['theme'] = 'light'
  host.setAttribute('aria-hidden', 'true')
  host.style.cssText = 'position:fixed;left:-100000px;top:0;opacity:0;pointer-events:none;color:var(--text)'
  const clone = svg.cloneNode(true) as SVGSVGElement
  host.append(clone)
  svg.parentElement?.append(host)
  try {
    const plain = plainColours()
    const colour = (css: string) => plain(resolvedColour(host, css)).hex
    const { width, height } = svg.getBoundingClientRect()
    const canvas = clone.querySelector('[data-canvas]')
    inlineStyles(clone)
    if (canvas !== null && layer !== undefined) canvas.innerHTML = layer(colour)
    const family = fontOf(host)
    const titles = wrapped(title, width, `600 13px ${family}`)
    const below = notes.flatMap((note) => wrapped(note, width, `10.5px ${family}`))
    const head = padding + titles.length * titleLine + 8
    const whole = [width + 2 * padding, head + height + below.length * noteLine + padding + 4] as const
    const root = document.createElementNS(namespace, 'svg')
    set(root, {
      width: String(whole[0]),
      height: String(whole[1]),
      viewBox: `0 0 ${whole[0]} ${whole[1]}`,
      'font-family': family,
      role: 'img',
    })
    root.append(text('title', title))
    root.append(element('rect', { width: '100%', height: '100%', fill: colour('var(--surface)') }))
    const lines = (texts: readonly string[], top: number, apart: number, style: Readonly<Record<string, string>>) =>
      texts.forEach((line, at) => root.append(text('text', line, { x: String(padding), y: String(top + at * apart), ...style })))
    lines(titles, padding + 12, titleLine, { 'font-size': '13', 'font-weight': '600', fill: colour('var(--text)') })
    set(clone, { x: String(padding), y: String(head), width: String(width), height: String(height) })
    root.append(clone)
    lines(below, head + height + noteLine, noteLine, { 'font-size': '10.5', fill: colour('var(--text-muted)') })
    return new XMLSerializer().serializeToString(root)
  } finally {
    host.remove()
  }
}

/** Many dots of one colour as one path: lines of no length with round ends. [points] each; `at` says which. */
export function dotsPath(x: ArrayLike<number>, y: ArrayLike<number>, at: Iterable<number>, radius: number, fill: string): string {
  let path = ''
  for (const point of at) path += `M${x[point]!.toFixed(1)} ${y[point]!.toFixed(1)}h0`
  return path === '' ? '' : `<path d="${path}" stroke="${fill}" stroke-width="${2 * radius}" stroke-linecap="round" fill="none"/>`
}

const fontOf = (host: HTMLElement) => getComputedStyle(host).getPropertyValue('--font-sans').replaceAll('"', "'").trim()

function element(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS(namespace, name)
  set(made, attributes)
  return made
}

function text(name: 'title' | 'text', content: string, attributes: Readonly<Record<string, string>> = {}): SVGElement {
  const made = element(name, attributes)
  made.textContent = content
  return made
}

function set(to: SVGElement, attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) to.setAttribute(name, value)
}
