import { useEffect, useState } from 'react'

/** A colour of the design, such as `var(--accent)`, as a canvas knows it, in the theme of `element`. */
export function resolvedColour(element: HTMLElement, colour: string): string {
  const before = element.style.color
  element.style.color = colour
  const resolved = getComputedStyle(element).color
  element.style.color = before
  return resolved
}

/** The theme that is on, so that what is drawn once is drawn again when it changes. */
export function useTheme(): string {
  const [theme, setTheme] = useState(document.documentElement.dataset['theme'] ?? '')
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme(document.documentElement.dataset['theme'] ?? ''))
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => observer.disconnect()
  }, [])
  return theme
}

/** Turns any CSS colour into what every reader of SVG knows: `#rrggbb` and an opacity 0..1. */
export function plainColours(): (colour: string) => { readonly hex: string; readonly opacity: number } {
  const canvas = document.createElement('canvas')
  canvas.width = 1
  canvas.height = 1
  const context = canvas.getContext('2d', { willReadFrequently: true })
  const known = new Map<string, { readonly hex: string; readonly opacity: number }>()
  return (colour) => {
    const before = known.get(colour)
    if (before !== undefined || context === null) return before ?? { hex: '#000000', opacity: 1 }
    context.clearRect(0, 0, 1, 1)
    context.fillStyle = colour
    context.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data
    const hex = `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`
    const plain = { hex, opacity: Math.round((alpha / 255) * 1000) / 1000 }
    known.set(colour, plain)
    return plain
  }
}
