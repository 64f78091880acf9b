import type { CSSProperties } from 'react'
import { formatActivation } from './format-numbers.ts'
import { hues, patterns } from './light-styles.ts'

/** A latent on a stretch of text: its place, and the step of the heat scale, 1..8. */
type Painted = { readonly slot: number; readonly heat: number }

/** The tint of the strongest latent, and one line for each of them in its own pattern; lines grow with the activation. */
export function lightPaint(on: readonly Painted[]): CSSProperties {
  if (on.length === 0) return {}
  const strongest = on.reduce((most, light) => (light.heat > most.heat ? light : most))
  const lines = on.map((light, index) => {
    const hue = hues[light.slot] ?? ''
    const thick = 1 + light.heat / 4
    return { image: patterns[light.slot]?.(hue) ?? '', size: `100% ${thick}px`, place: `0 calc(100% - ${index * 3.5}px)` }
  })
  return {
    backgroundColor: `color-mix(in srgb, ${hues[strongest.slot]} ${4 + strongest.heat * 4}%, var(--under-light, transparent))`,
    backgroundImage: lines.map(({ image }) => image).join(', '),
    backgroundSize: lines.map(({ size }) => size).join(', '),
    backgroundPosition: lines.map(({ place }) => place).join(', '),
    backgroundRepeat: 'no-repeat',
  }
}

/** What is said of a token: the activation of every lit latent on it, also of those that are not active, with its name. */
export function lightTip(on: readonly { readonly slot: number; readonly activation: number }[], names: readonly string[]): string {
  return names
    .map((name, slot) => ({ name, activation: on.find((each) => each.slot === slot)?.activation ?? 0 }))
    .filter(({ name }) => name !== '')
    .map(({ name, activation }) => `${formatActivation(activation)}  ${name}`)
    .join('\n')
}
