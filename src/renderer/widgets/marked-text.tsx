import { type CSSProperties, memo, type ReactNode } from 'react'
import { hues, patterns } from './light-styles.ts'
import styles from './lit-text.module.css'
import { markedSegments, type Span } from './marked-segments.ts'
import { partsOf } from './visible-parts.tsx'

type Props = {
  readonly text: string
  /** Offset of the text in its document. */
  readonly from?: number
  readonly spans: readonly Span[]
}

/** Corpus text with stretches of several kinds marked, each by its own hue and its own line below; words that were found are framed. */
export const MarkedText = memo(function MarkedText({ text, from = 0, spans }: Props): ReactNode {
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
            data-tip={on.map(({ title }) => title).join('\n')}
            style={paint(on)}
          >
            {inside}
          </mark>
        )
      })}
    </bdi>
  )
})

function paint(spans: readonly Span[]): CSSProperties {
  const lit = [...new Set(spans.map(({ slot }) => slot))].filter((slot) => slot >= 0).map((slot) => slot % patterns.length)
  const word = spans.some(({ slot }) => slot < 0)
  const [first] = lit
  return {
    color: 'inherit',
    ...(word ? { fontWeight: 700, outline: '1px solid var(--line-strong)', outlineOffset: '0', borderRadius: '2px' } : {}),
    ...(first === undefined
      ? {}
      : {
          paddingBottom: `${lit.length * 2}px`,
          backgroundColor: `color-mix(in srgb, ${hues[first]} 20%, transparent)`,
          backgroundImage: lit.map((slot) => patterns[slot]?.(hues[slot] ?? '')).join(', '),
          backgroundSize: '100% 2px',
          backgroundPosition: lit.map((_, index) => `0 calc(100% - ${index * 3}px)`).join(', '),
          backgroundRepeat: 'no-repeat',
        }),
  }
}
