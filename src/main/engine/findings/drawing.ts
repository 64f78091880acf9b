import { Failure } from '../../../contract/failure.ts'

/** What draws, of SVG 1.1: no script, style sheet, foreign content, animation, image, link or use of another element. */
const elements = new Set(
  (
    'svg g defs title desc path rect circle ellipse line polyline polygon text tspan ' +
    'clipPath mask linearGradient radialGradient stop pattern marker'
  ).split(' '),
)

const presentation = (
  'fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin ' +
  'stroke-miterlimit opacity color font-family font-size font-weight font-style font-variant-numeric letter-spacing text-anchor ' +
  'dominant-baseline alignment-baseline baseline-shift text-decoration paint-order visibility display clip-path clip-rule mask ' +
  'marker-start marker-mid marker-end stop-color stop-opacity vector-effect shape-rendering text-rendering direction unicode-bidi ' +
  'writing-mode white-space mix-blend-mode isolation'
).split(' ')

const attributes = new Set([
  ...presentation,
  ...(
    'id viewBox width height x y x1 y1 x2 y2 cx cy r rx ry dx dy d points transform rotate textLength lengthAdjust pathLength ' +
    'preserveAspectRatio gradientUnits gradientTransform spreadMethod offset fx fy patternUnits patternContentUnits patternTransform ' +
    'clipPathUnits maskUnits maskContentUnits markerWidth markerHeight markerUnits orient refX refY role aria-label aria-hidden lang'
  ).split(' '),
])
const styles = new Set(presentation)

const piece =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<!DOCTYPE[^<>[\]]*>|<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g
const deepest = 64

/**
 * An SVG of which only what draws is left, written anew: safe to show wherever an image is, and well-formed.
 *
 * Left out with their content: all elements but those above; all attributes but those above, hence event handlers, links and classes;
 * values that point outside the drawing. Throws a Failure 'bad-input' where it is no well-formed SVG.
 */
export function plainDrawing(svg: string): string {
  const parts: string[] = []
  const open: { readonly name: string; readonly kept: boolean }[] = []
  let roots = 0
  piece.lastIndex = 0
  while (piece.lastIndex < svg.length) {
    const [found, data, closing, name = '', given = '', empty, text] = piece.exec(svg) ?? refuse('it is not well-formed')
    const isKept = open.at(-1)?.kept ?? true
    if (text !== undefined || data !== undefined) {
      if (open.length > 0) parts.push(isKept ? escaped(data ?? decoded(text ?? '')) : '')
      else if (found.trim() !== '') refuse('there is text around it')
    } else if (closing === '/') {
      const last = open.pop()
      if (last?.name !== name) refuse(`</${name}> closes nothing`)
      if (last?.kept === true) parts.push(`</${name}>`)
    } else if (name !== '') {
      const isRoot = open.length === 0
      if (isRoot && (name !== 'svg' || roots++ > 0)) refuse('it is not one <svg> element')
      if (open.length >= deepest) refuse('its elements are nested too deeply')
      const kept = isKept && elements.has(name)
      const attributes = `${isRoot ? ' xmlns="http://www.w3.org/2000/svg"' : ''}${keptAttributes(given)}`
      if (kept) parts.push(`<${name}${attributes}${empty === '/' ? '/' : ''}>`)
      if (empty !== '/') open.push({ name, kept })
    }
  }
  if (roots === 0 || open.length > 0) refuse('it ends too early')
  return parts.join('')
}

function keptAttributes(given: string): string {
  let kept = ''
  for (const [, name = '', double, single] of given.matchAll(attribute)) {
    const value = decoded(double ?? single ?? '')
    if (name === 'style') {
      const style = keptStyle(value)
      if (style !== '') kept += ` style="${escaped(style)}"`
    } else if (attributes.has(name) && staysInside(value)) kept += ` ${name}="${escaped(value)}"`
  }
  return kept
}

function keptStyle(style: string): string {
  return style
    .split(';')
    .map((declaration) => declaration.split(':'))
    .flatMap(([name = '', value = '', ...more]) =>
      more.length === 0 && styles.has(name.trim()) && staysInside(value) ? [`${name.trim()}:${value.trim()}`] : [],
    )
    .join(';')
}

/** Whether a value points at nothing but parts of the same drawing, and hides nothing behind an escape. */
function staysInside(value: string): boolean {
  const rest = value.replace(/\burl\(\s*#[\w-]+\s*\)/g, '')
  return !/[\\@]|\/[*/]|url\s*\(|src\s*\(|image\s*\(|image-set|attr\s*\(|var\s*\(|expression|(?:java|vb)script|data:/i.test(rest)
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (found, decimal, hexadecimal, name) => {
    if (typeof name === 'string') return named[name] ?? found
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hexadecimal), 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
}

/** For text and attributes of XML 1.0 and HTML, without the characters that it does not allow. */
export function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

function refuse(why: string): never {
  throw new Failure('bad-input', `The plot is no drawing that could be kept: ${why}.`, 'Keep the finding without its plot.')
}
