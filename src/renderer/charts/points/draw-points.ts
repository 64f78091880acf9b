import { resolvedColour } from '../css-colours.ts'
import { type CanvasLayer, dotsPath } from '../export/figure-of.ts'
import type { PointView } from './point-view.ts'
import { stamp, stampOf } from './stamp.ts'

/** How points of a kind are drawn. Hollow ones are filled with the surface. */
export type Ink = { readonly colour: string; readonly radius: number; readonly hollow?: boolean }

export type DrawnPoints = {
  /** Places in pixels of the whole view, and which ink each has, [points] each; an ink of -1 draws none. */
  readonly x: Float32Array
  readonly y: Float32Array
  readonly ink: Int32Array
  readonly inks: readonly Ink[]
  /** 1 where a point stands back, [points]; null: none does. */
  readonly dimmed: Uint8Array | null
}

const dim = 0.16
/** More points than this are stamped: where they lie so close, how one shines through another says nothing. */
const mostBlended = 40_000
const plain = 0.85

/**
 * Draws points onto a canvas of some size in pixels; those that stand back first, then by ink. Dots are copied pixel by pixel over the colour of
 * the surface: many times faster than a canvas that draws each.
 */
export function drawPoints(
  canvas: HTMLCanvasElement,
  points: DrawnPoints,
  view: PointView,
  [width, height]: readonly [number, number],
): void {
  const scale = window.devicePixelRatio || 1
  const [across, down] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))]
  canvas.width = across
  canvas.height = down
  canvas.style.width = `${width}px`
  canvas.style.height = `${height}px`
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return
  context.fillStyle = resolvedColour(canvas, 'var(--surface)')
  context.fillRect(0, 0, across, down)
  const image = context.getImageData(0, 0, across, down)
  const { x, y, ink, dimmed } = points
  const marks = marksOf(canvas, points.inks, scale)
  const byInk = inOrderOfInk(points)
  const pixels = byInk.length > mostBlended ? new Uint32Array(image.data.buffer) : null
  const surface = image.data.slice(0, 3)
  for (const standsBack of dimmed === null ? [false] : [true, false]) {
    const opacity = standsBack ? dim : plain
    const stamps = pixels === null ? [] : marks.map((mark) => (mark === undefined ? undefined : stampOf(mark, surface, opacity)))
    for (const point of byInk) {
      const mark = (dimmed !== null && dimmed[point] === 1) === standsBack ? marks[ink[point]!] : undefined
      if (mark === undefined) continue
      const left = Math.round((view.k * x[point]! + view.x) * scale - mark.width / 2)
      const top = Math.round((view.k * y[point]! + view.y) * scale - mark.width / 2)
      const dot = stamps[ink[point]!]
      if (pixels !== null && dot !== undefined) stamp(pixels, across, down, dot, left, top)
      else blend(image, mark, left, top, opacity)
    }
  }
  context.putImageData(image, 0, 0)
}

/** Lays a mark over an opaque picture; what is beyond its edges is left out. */
function blend({ data, width, height }: ImageData, mark: ImageData, left: number, top: number, opacity: number): void {
  const size = mark.width
  if (left <= -size || top <= -size || left >= width || top >= height) return
  const from = mark.data
  for (let row = Math.max(0, -top); row < size && top + row < height; row++)
    for (let column = Math.max(0, -left); column < size && left + column < width; column++) {
      const source = 4 * (row * size + column)
      const alpha = (from[source + 3]! / 255) * opacity
      if (alpha === 0) continue
      const target = 4 * ((top + row) * width + left + column)
      for (let part = 0; part < 3; part++) data[target + part]! += (from[source + part]! - data[target + part]!) * alpha
    }
}

/** What `drawPoints` shows, for a figure. */
export function pointLayer(points: DrawnPoints, view: PointView, [width, height]: readonly [number, number]): CanvasLayer {
  return (colour) => {
    const { ink, inks, dimmed } = points
    const x = points.x.map((place) => view.k * place + view.x)
    const y = points.y.map((place) => view.k * place + view.y)
    const shown = inOrderOfInk(points).filter(
      (point) => x[point]! >= 0 && y[point]! >= 0 && x[point]! <= width && y[point]! <= height,
    )
    return [true, false]
      .flatMap((standsBack) =>
        inks.map((each, number) => {
          const at = shown.filter((point) => ink[point] === number && (dimmed !== null && dimmed[point] === 1) === standsBack)
          const outer = dotsPath(x, y, at, each.radius, colour(each.colour))
          const inner = each.hollow === true ? dotsPath(x, y, at, each.radius - 1.2, colour('var(--surface)')) : ''
          return outer === '' ? '' : `<g opacity="${standsBack ? dim : plain}">${outer}${inner}</g>`
        }),
      )
      .join('')
  }
}

const orders = new WeakMap<Int32Array, Uint32Array>()

/** Points that are drawn, those of the first ink first. */
function inOrderOfInk({ ink, inks }: DrawnPoints): Uint32Array {
  const known = orders.get(ink)
  if (known !== undefined) return known
  const starts = new Uint32Array(inks.length + 1)
  for (const each of ink) if (each >= 0) starts[each + 1]!++
  for (let at = 1; at < starts.length; at++) starts[at]! += starts[at - 1]!
  const order = new Uint32Array(starts.at(-1) ?? 0)
  for (let point = 0; point < ink.length; point++) if (ink[point]! >= 0) order[starts[ink[point]!]!++] = point
  orders.set(ink, order)
  return order
}

const drawnMarks = new WeakMap<readonly Ink[], { readonly of: string; readonly marks: readonly (ImageData | undefined)[] }>()

/** Dots are drawn anew only in another theme, or on a sharper screen: while a plot moves they stay. */
function marksOf(canvas: HTMLCanvasElement, inks: readonly Ink[], scale: number): readonly (ImageData | undefined)[] {
  const of = `${document.documentElement.dataset['theme']} ${scale}`
  const known = drawnMarks.get(inks)
  if (known?.of === of) return known.marks
  const marks = inks.map((each) => markOf(canvas, each, scale))
  drawnMarks.set(inks, { of, marks })
  return marks
}

/** A dot drawn once, then copied for every point. */
function markOf(within: HTMLCanvasElement, { colour, radius, hollow = false }: Ink, scale: number): ImageData | undefined {
  const half = radius + 1
  const picture = document.createElement('canvas')
  picture.width = Math.ceil(2 * half * scale)
  picture.height = picture.width
  const context = picture.getContext('2d', { willReadFrequently: true })
  if (context === null) return undefined
  context.scale(picture.width / (2 * half), picture.width / (2 * half))
  context.beginPath()
  context.arc(half, half, hollow ? radius - 0.6 : radius, 0, 2 * Math.PI)
  context.fillStyle = resolvedColour(within, hollow ? 'var(--surface)' : colour)
  context.fill()
  if (hollow) {
    context.lineWidth = 1.2
    context.strokeStyle = resolvedColour(within, colour)
    context.stroke()
  }
  return context.getImageData(0, 0, picture.width, picture.width)
}
