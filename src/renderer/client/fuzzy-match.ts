/** How well letters typed fit a text, and which of its characters they are (offsets, ascending). */
export type Match = { readonly score: number; readonly at: readonly number[] }

const atStart = 12
const atWord = 8
const inRow = 6
const atAll = 1
const perSkipped = 0.2

/**
 * The letters of `typed`, spaces aside, in their order in `text`, whatever their case; null where they are not. Better: at the beginning of the
 * text, of a word, in a row, with little skipped. The best way of all is found: O(letters * characters).
 */
export function fuzzyMatch(typed: string, text: string): Match | null {
  const letters = [...typed.toLowerCase()].filter((letter) => letter !== ' ')
  if (letters.length === 0) return { score: 0, at: [] }
  const lower = text.toLowerCase()
  // A letter whose lower case is longer would shift all offsets.
  const characters = lower.length === text.length ? lower : text
  let before: (Step | null)[] | null = null
  for (const letter of letters) {
    before = nextSteps(letter, characters, before)
    if (before === null) return null
  }
  const best = before?.reduce<Step | null>(
    (found, step) => (step !== null && step.score > (found?.score ?? -Infinity) ? step : found),
    null,
  )
  return best == null ? null : { score: best.score - characters.length * 0.01, at: offsets(best) }
}

type Step = { readonly score: number; readonly at: number; readonly before: Step | null }

/** For each place of the text the best way to have matched up to this letter there; null where it does not stand. */
function nextSteps(letter: string, text: string, before: readonly (Step | null)[] | null): (Step | null)[] | null {
  const steps: (Step | null)[] = []
  let best: Step | null = null
  let any = false
  for (let at = 0; at < text.length; at++) {
    // Of the ways that end before here, the best with what it then skips.
    const last = at === 0 ? null : (before?.[at - 1] ?? null)
    if (last !== null && (best === null || valued(last, at) > valued(best, at))) best = last
    if (text[at] !== letter || (before !== null && best === null)) {
      steps.push(null)
      continue
    }
    const own = at === 0 ? atStart : isWordStart(text, at) ? atWord : atAll
    const row = last !== null && last.score + inRow >= (best === null ? 0 : valued(best, at)) ? last : null
    const from = row ?? best
    const sofar = from === null ? 0 : row === null ? valued(from, at) : from.score + inRow
    steps.push({ score: sofar + own, at, before: from })
    any = true
  }
  return any ? steps : null
}

const valued = (step: Step, at: number) => step.score - (at - step.at - 1) * perSkipped
const isWordStart = (text: string, at: number) => /[\s(“"/.:_-]/.test(text[at - 1] ?? ' ')

function offsets(last: Step): readonly number[] {
  const found: number[] = []
  for (let step: Step | null = last; step !== null; step = step.before) found.push(step.at)
  return found.reverse()
}
