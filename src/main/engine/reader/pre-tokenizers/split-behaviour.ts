import type { Cutter } from './cut-text.ts'

/** What becomes of the matches of a pattern, in the words of tokenizer.json. */
export const splitBehaviours = ['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous'] as const
export type SplitBehaviour = (typeof splitBehaviours)[number]

/**
 * Cuts a text by the matches of a pattern: they are left out, or pieces by themselves, or parts of the piece before or after, or
 * run together into one piece.
 *
 * @param pattern with the flag g
 * @param inverted whether what lies between matches counts as match
 */
export function cutterOf(pattern: RegExp, behaviour: SplitBehaviour, inverted = false): Cutter {
  return (text) => {
    const spans: number[] = []
    // Whether the stretch before was a match, and whether it became a piece.
    let previous = false
    let any = false
    // Where a match waits for what comes after it.
    let waiting = -1

    function take(start: number, end: number, isMatch: boolean): void {
      if (behaviour === 'Removed') {
        if (!isMatch && end > start) spans.push(start, end)
      } else if (behaviour === 'MergedWithNext') {
        if (waiting !== -1 && isMatch) spans.push(waiting, start)
        if (isMatch) waiting = start
        else {
          spans.push(waiting === -1 ? start : waiting, end)
          waiting = -1
        }
      } else {
        const joins = behaviour === 'Contiguous' ? isMatch === previous : behaviour === 'MergedWithPrevious' && isMatch && !previous
        if (joins && any) spans[spans.length - 1] = end
        else if (end > start) spans.push(start, end)
        any ||= end > start
        previous = isMatch
      }
    }

    let done = 0
    pattern.lastIndex = 0
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const length = match[0].length
      if (match.index > done) take(done, match.index, inverted)
      if (length > 0) take(match.index, match.index + length, !inverted)
      else pattern.lastIndex += characterAt(text, match.index)
      done = match.index + length
    }
    if (done < text.length) take(done, text.length, inverted)
    if (waiting !== -1) spans.push(waiting, text.length)
    return spans
  }
}

function characterAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}
