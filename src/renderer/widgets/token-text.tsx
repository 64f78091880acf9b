import { type CSSProperties, memo, type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { formatActivation } from './format-numbers.ts'
import { hues, patterns } from './light-styles.ts'
import { heatLevel } from './lit-segments.ts'
import { type Light, lightsIn, type TextChunk, type TokenLights, tokenSegments } from './token-segments.ts'
import styles from './token-text.module.css'

type Props = {
  readonly text: string
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly chunk: TextChunk
  readonly lights: readonly TokenLights[]
  /** Names of the latents that are lit, for tooltips. */
  readonly names: readonly string[]
  /** Activation of the fullest heat of each. */
  readonly maxima: readonly number[]
  /** The token that is chosen, where it lies in this chunk. */
  readonly chosen: number | null
  /** Lights its tokens even while it is far from view. */
  readonly wanted: boolean
}

const dark: readonly TokenLights[] = []

/** A piece of a text with the tokens of up to four latents lit, each in its own hue and with its own line below. */
export const TokenChunk = memo(function TokenChunk(props: Props): ReactNode {
  const { text, starts, ends, chunk, names, maxima, chosen, wanted } = props
  const box = useRef<HTMLSpanElement>(null)
  const near = useNear(box)
  // Far from view a chunk is plain text: lighting another latent in a long document then costs what is in view.
  const lights = near || wanted ? props.lights : dark
  const segments = useMemo(() => {
    const lit = lightsIn(lights, chunk.firstToken, chunk.lastToken)
    const cuts = new Set(lit.keys())
    if (chosen !== null) cuts.add(chosen)
    const tokens = [...cuts].sort((a, b) => a - b)
    const spans = tokens.map((token) => ({ token, start: starts[token] ?? 0, end: ends[token] ?? 0 }))
    return tokenSegments(text, chunk, spans).map((segment) => ({
      ...segment,
      lights: segment.token === null ? [] : (lit.get(segment.token) ?? []),
    }))
  }, [text, starts, ends, chunk, lights, chosen])
  return (
    <span ref={box} className={styles['chunk']} style={{ '--characters': chunk.end - chunk.start } as CSSProperties}>
      {segments.map(({ text: piece, start, sign, token, lights: on }) => {
        // A lit line break is seen by a sign before it.
        const shown = token === null ? piece : piece.replaceAll('\n', '⏎\n')
        const inside = sign ? <span className={styles['sign']}>{piece}</span> : shown
        if (token === null)
          return (
            <span key={start} data-start={start}>
              {inside}
            </span>
          )
        return (
          <mark
            key={start}
            data-start={start}
            data-token={token}
            data-chosen={token === chosen}
            data-tip={on.length === 0 ? undefined : tipOf(on, names)}
            style={paint(on, maxima)}
          >
            {inside}
          </mark>
        )
      })}
    </span>
  )
})

/** Whether an element is in view or soon would be. */
function useNear(box: RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false)
  useEffect(() => {
    const element = box.current
    if (element === null) return
    // scrollMargin widens the box that scrolls (the root's margin widens only the page); where it is unknown, in view is near.
    const options: IntersectionObserverInit & { readonly scrollMargin: string } = { scrollMargin: '1500px' }
    const observer = new IntersectionObserver((entries) => setNear(entries.at(-1)?.isIntersecting ?? false), options)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])
  return near
}

const tipOf = (on: readonly Light[], names: readonly string[]) =>
  on.map(({ slot, activation }) => `${formatActivation(activation)}  ${names[slot] ?? ''}`).join('\n')

/** The tint of the strongest latent, and one line for each of them in its own pattern; lines grow with the activation. */
function paint(on: readonly Light[], maxima: readonly number[]): CSSProperties {
  if (on.length === 0) return {}
  const heat = ({ slot, activation }: Light) => heatLevel(activation, maxima[slot] ?? activation)
  const strongest = on.reduce((most, light) => (heat(light) > heat(most) ? light : most))
  const lines = on.map((light, index) => {
    const hue = hues[light.slot] ?? ''
    const thick = 1 + heat(light) / 4
    return { image: patterns[light.slot]?.(hue) ?? '', size: `100% ${thick}px`, place: `0 calc(100% - ${index * 3.5}px)` }
  })
  return {
    backgroundColor: `color-mix(in srgb, ${hues[strongest.slot]} ${4 + heat(strongest) * 4}%, transparent)`,
    backgroundImage: lines.map(({ image }) => image).join(', '),
    backgroundSize: lines.map(({ size }) => size).join(', '),
    backgroundPosition: lines.map(({ place }) => place).join(', '),
    backgroundRepeat: 'no-repeat',
  }
}

/** How a place's line looks, beside the name of its latent. */
export function LightSample({ slot }: { slot: number }): ReactNode {
  return (
    <span
      className={styles['sample']}
      aria-hidden="true"
      style={{ backgroundImage: patterns[slot]?.(hues[slot] ?? '') ?? 'none' }}
    />
  )
}
