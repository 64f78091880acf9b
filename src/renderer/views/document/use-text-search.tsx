import { type ReactNode, useMemo, useState } from 'react'
import { findInText } from '../../widgets/find-in-text.ts'
import type { TextSpans } from '../../widgets/text-spans.ts'
import { TextSearch } from './text-search.tsx'

/** The search in a text: its bar while it is open, and what was found. `onReveal` brings what stands at an offset into view. */
export function useTextSearch(
  text: string,
  onReveal: (offset: number) => void,
): { readonly open: () => void; readonly spans: TextSpans | null; readonly bar: ReactNode } {
  const [words, setWords] = useState<string | null>(null)
  const [here, setHere] = useState<number | null>(null)
  const bounds = useMemo(() => findInText(text, words ?? ''), [text, words])
  const count = bounds.length / 2
  const spans = useMemo((): TextSpans | null => (count === 0 ? null : { kind: 'found', bounds, here }), [bounds, count, here])
  const go = (place: number, of: Int32Array) => {
    setHere(place)
    onReveal(of[place * 2] ?? 0)
  }
  const onWords = (next: string) => {
    setWords(next)
    const found = findInText(text, next)
    if (found.length > 0) go(0, found)
    else setHere(null)
  }
  const onStep = (step: 1 | -1) => {
    if (count > 0) go(((here ?? (step > 0 ? -1 : count)) + step + count) % count, bounds)
  }
  const bar =
    words === null ? null : (
      <TextSearch words={words} onWords={onWords} count={count} here={here} onStep={onStep} onClose={() => setWords(null)} />
    )
  return { open: () => setWords((now) => now ?? ''), spans, bar }
}
