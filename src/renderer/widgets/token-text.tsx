import { type CSSProperties, Fragment, memo, type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { heatLevel } from '../../contract/lit-segments.ts'
import { lightPaint, lightTip } from './light-paint.ts'
import { hues, patterns } from './light-styles.ts'
import { type SpanKind, textParts, type TextSpans } from './text-spans.ts'
import { firstAtLeast, type Light, lightsIn, type TextChunk, type TokenLights, tokenSegments } from './token-segments.ts'
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
  /** Stretches that are marked as something else. */
  readonly spans?: TextSpans | null
}

/** Where nothing is lit. */
export const dark: readonly TokenLights[] = []

/** A piece of a text with the tokens of up to four latents lit, each in its own hue and with its own line below. */
export const TokenChunk = memo(function TokenChunk(props: Props): ReactNode {
  const { text, starts, ends, chunk, names, maxima, chosen, wanted, spans } = props
  const parts = useMemo(() => textParts(chunk.start, chunk.end, spans ?? null), [chunk, spans])
  return (
    <Chunk characters={chunk.end - chunk.start}>
      {(near) => {
        const lights = near || wanted ? props.lights : dark
        return parts.map(({ start, end, kind }) => (
          <SpanBox key={start} kind={kind}>
            <TokenRun {...{ text, starts, ends, start, end, lights, names, maxima, chosen }} />
          </SpanBox>
        ))
      }}
    </Chunk>
  )
})

type ChunkProps = { readonly characters: number; readonly children: (near: boolean) => ReactNode }

/**
 * A part of a long text that is laid out when it comes near to view. What is far is to be plain text: lighting another latent in a long
 * document then costs what is in view.
 */
export function Chunk({ characters, children }: ChunkProps): ReactNode {
  const box = useRef<HTMLSpanElement>(null)
  const near = useNear(box)
  return (
    <span ref={box} className={styles['chunk']} style={{ '--characters': characters } as CSSProperties}>
      {children(near)}
    </span>
  )
}

/** What a stretch is marked as, told to screen readers too: taken out, put in, found. */
export function SpanBox({ kind, children }: { readonly kind: SpanKind | null; readonly children: ReactNode }): ReactNode {
  switch (kind) {
    case null:
      return <Fragment>{children}</Fragment>
    case 'removed':
      return <del className={styles['removed']}>{children}</del>
    case 'added':
      return <ins className={styles['added']}>{children}</ins>
    case 'found':
    case 'found-here':
      return (
        <span className={styles['found']} data-here={kind === 'found-here'}>
          {children}
        </span>
      )
  }
}

type RunProps = Pick<Props, 'text' | 'starts' | 'ends' | 'lights' | 'names' | 'maxima' | 'chosen'> & {
  readonly start: number
  readonly end: number
}

/** The characters from `start` to before `end`, with the tokens that are lit in them. */
export function TokenRun({ text, starts, ends, start: from, end: to, lights, names, maxima, chosen }: RunProps): ReactNode {
  const segments = useMemo(() => {
    const last = firstAtLeast(starts, to)
    const lit = lightsIn(lights, Math.max(0, firstAtLeast(starts, from + 1) - 1), last)
    const cuts = new Set(lit.keys())
    if (chosen !== null) cuts.add(chosen)
    const tokens = [...cuts].sort((a, b) => a - b)
    const cut = tokens.map((token) => ({ token, start: starts[token] ?? 0, end: ends[token] ?? 0 }))
    return tokenSegments(text, { start: from, end: to }, cut).map((segment) => ({
      ...segment,
      lights: segment.token === null ? [] : (lit.get(segment.token) ?? []),
    }))
  }, [text, starts, ends, from, to, lights, chosen])
  return segments.map(({ text: piece, start, sign, token, lights: on }) => {
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
        data-tip={on.length === 0 ? undefined : lightTip(on, names)}
        style={paint(on, maxima)}
      >
        {inside}
      </mark>
    )
  })
}

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

const paint = (on: readonly Light[], maxima: readonly number[]) =>
  lightPaint(on.map(({ slot, activation }) => ({ slot, heat: heatLevel(activation, maxima[slot] ?? activation) })))

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
