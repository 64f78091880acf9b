import { type ReactNode, useMemo } from 'react'
import { Chunk, dark, SpanBox, TokenRun } from '../../widgets/token-text.tsx'
import { changeRuns, runBlocks } from './change-runs.ts'
import type { BothTexts } from './side-texts.tsx'
import styles from './texts.module.css'

/** Both texts as one: what only the first has is struck through, what only the second has is underlined. */
export function InlineTexts({ pages, difference, lights }: BothTexts): ReactNode {
  const [first, second] = pages
  const blocks = useMemo(
    () => runBlocks(changeRuns(first.text, second.text, difference.same), [first.text, second.text]),
    [first.text, second.text, difference.same],
  )
  return (
    // It scrolls with the page; the keyboard reaches it to scroll there.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['inline']} role="group" aria-label="Both texts as one" tabIndex={0} dir="auto">
      {blocks.map((runs, block) => (
        <Chunk key={block} characters={runs.reduce((sum, { start, end }) => sum + end - start, 0)}>
          {(near) =>
            runs.map(({ side, start, end, kind }) => {
              const { text, starts, ends } = pages[side]
              const { lights: all, names, maxima } = lights[side]
              return (
                <SpanBox key={`${side} ${start}`} kind={kind}>
                  <TokenRun {...{ text, starts, ends, start, end, names, maxima }} lights={near ? all : dark} chosen={null} />
                </SpanBox>
              )
            })
          }
        </Chunk>
      ))}
    </div>
  )
}
