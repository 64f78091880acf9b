import { type CSSProperties, memo, type ReactNode } from 'react'
import { lightPaint, lightTip } from './light-paint.ts'
import { patterns } from './light-styles.ts'
import styles from './lit-text.module.css'
import { markedSegments, type Span } from './marked-segments.ts'
import { partsOf } from './visible-parts.tsx'

type Props = {
  readonly text: string
  /** Offset of the text in its document. */
  readonly from?: number
  readonly spans: readonly Span[]
  /** Of lit latents, by place: every marked token then says the value of each. Empty: the place is free. */
  readonly names?: readonly string[]
}

/** Corpus text with stretches of several kinds marked, each by its own hue and its own line below; words that were found are framed. */
export const MarkedText = memo(function MarkedText({ text, from = 0, spans, names }: Props): ReactNode {
  return (
    <bdi className={styles['text']}>
      {markedSegments(text, from, spans).map(({ text: piece, spans: on }, index, pieces) => {
        const inside = partsOf(piece, 'mark', pieces[index - 1]?.text)
        return on.length === 0 ? (
          <span key={index}>{inside}</span>
        ) : (
          <mark
            key={index}
            data-slots={on.map(({ slot }) => slot).join(' ')}
            data-found={on.some(({ slot }) => slot < 0)}
            data-tip={tipOf(on, names)}
            style={paint(on)}
          >
            {inside}
          </mark>
        )
      })}
    </bdi>
  )
})

function tipOf(on: readonly Span[], names: readonly string[] | undefined): string | undefined {
  const lights = on.filter(({ slot }) => slot >= 0).map(({ slot, activation = 0 }) => ({ slot, activation }))
  const others = on.filter(({ slot }) => slot < 0 || names === undefined).map(({ title }) => title)
  const lines = names === undefined || lights.length === 0 ? others : [lightTip(lights, names), ...others]
  return lines.filter(Boolean).join('\n') || undefined
}

/** Heat of a stretch that has no activation: one that is only marked. */
const plain = 4

/** Of each place the strongest. */
function paint(spans: readonly Span[]): CSSProperties {
  const heats = new Map<number, number>()
  for (const { slot, heat = plain } of spans)
    if (slot >= 0) heats.set(slot % patterns.length, Math.max(heat, heats.get(slot % patterns.length) ?? 0))
  return {
    color: 'inherit',
    ...(heats.size > 1 ? { paddingBottom: `${(heats.size - 1) * 2}px` } : {}),
    ...lightPaint([...heats].map(([slot, heat]) => ({ slot, heat }))),
  }
}
