import type { RouteCost } from '../../../contract/hypotheses.ts'
import type { Compared } from '../analysis/diff/compared.ts'
import { countTokens } from '../language-model/count-tokens.ts'

/** Tokens of the instructions of a request, and of what encloses a text in it. */
const instructions = 300
const enclosed = 15

/** Tokens of an answer on one row (some three differences in a sentence each, as JSON), of its sentences alone, and of a summary. */
const proposed = 110
const sentences = 85
const summary = 250

/** Rows whose differences are summed up in one request (paper, appendix D.1). */
const rowsPerSummary = 100

/** Documents of a group whose tokens are counted: their mean is taken for all. */
const mostCounted = 500

/**
 * What it would cost to have a language model find the differences by itself: it is shown row after row, a document of each group, and names
 * what sets the target apart; its answers are summed up a hundred at a time, and the summaries once more (paper, appendix D.1, LLM-S).
 *
 * With R rows of G documents of m tokens in the mean: R requests of 300 + G (15 + m) tokens with answers of 110; then S = ceil(R / 100) of
 * 315 tokens and 85 of each row, and, where S is above 1, one of 315 + 250 S, each with an answer of 250. R is the number of pairs, or
 * without pairs the size of the smallest group, so that the other route is not made dearer than it is. Judging costs either route the same
 * and is not in it. bench/hypotheses makes these requests and counts.
 *
 * @param compared what hypotheses are found in
 * @param textOf by the number of a document in it
 */
export function languageModelRoute(
  { groups, group, pair, documents }: Compared,
  textOf: (document: number) => string,
): { readonly propose: RouteCost; readonly summarise: RouteCost; readonly rows: number } {
  const members = Array.from({ length: groups }, (): number[] => [])
  const pairs = new Set<number>()
  for (let document = 0; document < documents; document++) {
    if (pair !== null && pair[document]! < 0) continue
    members[group[document]!]!.push(document)
    if (pair !== null && group[document] === 0) pairs.add(pair[document]!)
  }
  const rows = pair === null ? Math.min(...members.map(({ length }) => length)) : pairs.size
  const perRow = members.reduce((sum, its) => sum + enclosed + meanTokens(its, textOf), instructions)
  const summaries = Math.ceil(rows / rowsPerSummary)
  const joining = summaries > 1 ? 1 : 0
  return {
    rows,
    propose: { calls: rows, inputTokens: Math.round(rows * perRow), outputTokens: rows * proposed },
    summarise: {
      calls: summaries + joining,
      inputTokens: (summaries + joining) * (instructions + enclosed) + rows * sentences + joining * summaries * summary,
      outputTokens: (summaries + joining) * summary,
    },
  }
}

/** Of documents at even distances. */
function meanTokens(documents: readonly number[], textOf: (document: number) => string): number {
  const count = Math.min(mostCounted, documents.length)
  let sum = 0
  for (let at = 0; at < count; at++) sum += countTokens(textOf(documents[Math.floor((at * documents.length) / count)]!))
  return count === 0 ? 0 : sum / count
}
