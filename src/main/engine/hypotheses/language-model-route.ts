import type { RouteCost } from '../../../contract/hypotheses.ts'
import type { Compared } from '../analysis/diff/compared.ts'

/** Tokens of the instructions of one request, and of what is answered about one row and in one summary. */
const instructions = 250
const proposed = 120
const summary = 500

/** Rows whose differences are summed up in one request (paper, appendix D.1). */
const rowsPerSummary = 100

/**
 * What it would cost to have a language model find the differences by itself: it is shown row after row, a document of each group, and names
 * what sets the target apart; its answers are summed up a hundred at a time, and the summaries once more (paper, appendix D.1, LLM-S).
 *
 * With R rows of m tokens in the mean: R requests of 250 + m tokens with answers of 120; then S = ceil(R / 100) of 250 tokens and all those
 * answers, and, where S is above 1, one of 250 + 500 S, each with an answer of 500. R is the number of pairs, or without pairs the size of
 * the smallest group, so that the other route is not made dearer than it is. Judging costs either route the same and is not in it.
 *
 * @param tokens [documents], by the counting of the endpoint or of the reader
 */
export function languageModelRoute(
  { groups, group, pair, documents }: Compared,
  tokens: ArrayLike<number>,
): { readonly propose: RouteCost; readonly summarise: RouteCost; readonly rows: number } {
  const counts = new Float64Array(groups)
  const sums = new Float64Array(groups)
  const pairs = new Set<number>()
  for (let document = 0; document < documents; document++) {
    if (pair !== null && pair[document]! < 0) continue
    counts[group[document]!]!++
    sums[group[document]!]! += tokens[document]!
    if (pair !== null && group[document] === 0) pairs.add(pair[document]!)
  }
  const rows = pair === null ? Math.min(...counts) : pairs.size
  const perRow = sums.reduce((sum, each, of) => sum + (counts[of]! === 0 ? 0 : each / counts[of]!), 0)
  const summaries = Math.ceil(rows / rowsPerSummary)
  const joining = summaries > 1 ? 1 : 0
  return {
    rows,
    propose: { calls: rows, inputTokens: Math.round(rows * (instructions + perRow)), outputTokens: rows * proposed },
    summarise: {
      calls: summaries + joining,
      inputTokens: (summaries + joining) * instructions + rows * proposed + joining * summaries * summary,
      outputTokens: (summaries + joining) * summary,
    },
  }
}
