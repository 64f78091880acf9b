import type { Direction, Hypothesis, RefusedHypothesis, Refusal } from '../../../contract/hypotheses.ts'
import type { SummaryAnswer } from '../labels/answers/other-answers.ts'

/** Words of two hypotheses: the share in common from which they say the same (Jaccard similarity). */
const sameWords = 0.8

/** By whatever name, a statement of this form is about the document. */
const opening = /^(?:this|the) (?:document|text|response|answer|passage|message|post|review)\b/i

export type Settled = { readonly hypotheses: readonly Hypothesis[]; readonly refused: readonly RefusedHypothesis[] }

/**
 * What can be judged of hypotheses that a model summed up, in its order, at most `most`; of the rest, why not (`refusals`). One that says
 * the same as an earlier one in the same direction is merged into it: its latents are cited there too.
 *
 * @param directions of the latents that were given
 */
export function settleHypotheses(
  answers: readonly SummaryAnswer[],
  directions: ReadonlyMap<number, Direction>,
  most: number,
): Settled {
  const hypotheses: (Hypothesis & { readonly words: ReadonlySet<string> })[] = []
  const refused: RefusedHypothesis[] = []
  for (const { text: given, more, latents } of answers.flat()) {
    const direction = more === 'first' ? 'up' : 'down'
    const text = statementOf(given)
    const words = wordsOf(text ?? given)
    const at = hypotheses.findIndex((other) => similarity(words, other.words) >= sameWords)
    const twin = hypotheses[at]
    const why = whyRefused()
    if (why === null) hypotheses.push({ text: text!, direction, latents, words })
    else refused.push({ text: text ?? given, direction, latents, why })
    if (why === 'merged') hypotheses[at] = { ...twin!, latents: [...new Set([...twin!.latents, ...latents])] }

    function whyRefused(): Refusal | null {
      if (latents.some((latent) => !directions.has(latent))) return 'unknown-latents'
      if (latents.some((latent) => directions.get(latent) !== direction)) return 'direction'
      if (text === null) return 'form'
      if (twin !== undefined) return twin.direction === direction ? 'merged' : 'contradicts'
      return hypotheses.length >= most ? 'too-many' : null
    }
  }
  return { hypotheses: hypotheses.map(({ text, direction, latents }) => ({ text, direction, latents })), refused }
}

/** "This document ..."; null where a text is no such statement. */
export function statementOf(text: string): string | null {
  const rest = text.replace(opening, '')
  return rest === text || wordsOf(rest).size === 0 ? null : `This document${rest}`
}

/** The words of a statement without its opening, in lower case. */
function wordsOf(text: string): ReadonlySet<string> {
  return new Set(
    text
      .replace(opening, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu),
  )
}

function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((word) => b.has(word)).length
  return common === 0 ? 0 : common / (a.size + b.size - common)
}
