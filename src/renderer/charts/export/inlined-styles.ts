import { plainColours } from '../css-colours.ts'

/** What an SVG element takes over from the one it stands in, with what a reader of SVG starts from. */
const inherited: Readonly<Record<string, string>> = {
  fill: 'rgb(0, 0, 0)',
  'fill-opacity': '1',
  stroke: 'none',
  'stroke-width': '1px',
  'stroke-opacity': '1',
  'stroke-dasharray': 'none',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  'font-size': '',
  'font-weight': '400',
  'font-style': 'normal',
  'text-anchor': 'start',
  'paint-order': 'normal',
  'dominant-baseline': 'auto',
}
const own: Readonly<Record<string, string>> = { opacity: '1', display: 'inline' }
/** Attributes that draw nothing. */
const dropped = /^(class|style|tabindex|role|id|aria-|data-)/

/**
 * Writes what style sheets make of an element and all within it into its own attributes, so that it looks the same without them, and takes
 * out what only the page needs. The element must be in the page.
 */
export function inlineStyles(svg: SVGSVGElement): void {
  const plain = plainColours()
  const elements = [svg, ...svg.querySelectorAll<SVGElement>('*')]
  for (const gone of svg.querySelectorAll('[data-leave-out], foreignObject, script')) gone.remove()
  // All styles are read before any is written: else each reading would lay the page out again.
  const styles = elements.filter((element) => svg.contains(element)).map((element) => [element, readStyles(element)] as const)
  const known = new Map(styles)
  for (const [element, style] of styles) {
    const around = element === svg ? inherited : (known.get(element.parentElement as unknown as SVGElement) ?? inherited)
    for (const name of element.getAttributeNames()) if (dropped.test(name)) element.removeAttribute(name)
    if (element.tagName === 'title' || element.tagName === 'desc') continue
    for (const [name, value] of Object.entries(style)) {
      const usual = name in own ? own[name] : around[name]
      if (value === usual) element.removeAttribute(name)
      else if (name === 'fill' || name === 'stroke') writeColour(element, name, value, plain)
      else element.setAttribute(name, value.replace(/(\d)px$/, '$1'))
    }
  }
}

function readStyles(element: SVGElement): Readonly<Record<string, string>> {
  const style = getComputedStyle(element)
  return Object.fromEntries([...Object.keys(inherited), ...Object.keys(own)].map((name) => [name, style.getPropertyValue(name)]))
}

function writeColour(element: SVGElement, name: 'fill' | 'stroke', value: string, plain: ReturnType<typeof plainColours>): void {
  if (value === 'none' || value.startsWith('url(')) return element.setAttribute(name, value)
  const { hex, opacity } = plain(value)
  element.setAttribute(name, hex)
  if (opacity < 1) element.setAttribute(`${name}-opacity`, String(opacity))
}
