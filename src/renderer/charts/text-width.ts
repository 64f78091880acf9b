let context: CanvasRenderingContext2D | null | undefined
/** Labels that move with a plot are measured once. */
const widths = new Map<string, number>()
const mostWidths = 5000

/** Width of a text in pixels as the window writes it. */
export function textWidth(text: string, font: string): number {
  context ??= document.createElement('canvas').getContext('2d')
  if (context === null) return text.length * 6.5
  const key = `${font}\n${text}`
  const known = widths.get(key)
  if (known !== undefined) return known
  context.font = font
  const { width } = context.measureText(text)
  if (widths.size >= mostWidths) widths.clear()
  widths.set(key, width)
  return width
}

/** The font of small texts in charts, as a canvas wants it. */
export function chartFont(weight = 400): string {
  const root = getComputedStyle(document.documentElement)
  const rem = Number.parseFloat(root.fontSize)
  return `${weight} ${rem * Number.parseFloat(root.getPropertyValue('--size-1'))}px ${root.getPropertyValue('--font-sans')}`
}

/** A text cut where it is wider than `room` pixels, with an ellipsis. */
export function fitted(text: string, room: number, font: string): string {
  if (textWidth(text, font) <= room) return text
  const units = [...text]
  let [fits, wide] = [0, units.length]
  while (wide - fits > 1) {
    const middle = (fits + wide) >> 1
    if (textWidth(`${units.slice(0, middle).join('').trimEnd()}…`, font) <= room) fits = middle
    else wide = middle
  }
  return `${units.slice(0, fits).join('').trimEnd()}…`
}

/** A text as lines no wider than `room` pixels, parted at spaces; a word that is wider has a line of its own. */
export function wrapped(text: string, room: number, font: string): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`
    if (lines.length > 0 && textWidth(longer, font) <= room) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

/** A text cut to so many characters, whole surrogate pairs kept. */
export function shortened(text: string, characters: number): string {
  const units = [...text]
  return units.length <= characters
    ? text
    : `${units
        .slice(0, characters - 1)
        .join('')
        .trimEnd()}…`
}
