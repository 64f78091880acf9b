import type { LabelVersion } from '../../contract/latents.ts'
import type { CandidateLabel, LabelScore } from '../../contract/model-requests.ts'

/** Balanced accuracy below which a label is not built upon (the paper, appendix C). */
export const scoreGate = 0.75

/** An accuracy in two digits; in three, cut off, where two would hide that it is below the gate. */
export function formatScore(accuracy: number): string {
  const short = accuracy.toFixed(2)
  return accuracy < scoreGate && Number(short) >= scoreGate ? (Math.floor(1000 * accuracy) / 1000).toFixed(3) : short
}

/** Proposals with the best scored first, then those not scored; of equals the newest. */
export function bestFirst(proposals: readonly CandidateLabel[]): readonly CandidateLabel[] {
  return [...proposals].sort((a, b) => (b.score?.balancedAccuracy ?? -1) - (a.score?.balancedAccuracy ?? -1) || b.id - a.id)
}

/**
 * The text that a score was measured of; null where that cannot be told.
 *
 * A score does not name its label: a proposal's is known by all its figures, a version's by its accuracy, of detection alone, as versions
 * carry no other.
 */
export function scoredText(
  score: LabelScore,
  candidates: readonly CandidateLabel[],
  versions: readonly LabelVersion[],
): string | null {
  const proposed = candidates.find(
    (each) =>
      each.score !== null &&
      each.score.at === score.at &&
      each.score.judge === score.judge &&
      each.score.method === score.method &&
      each.score.balancedAccuracy === score.balancedAccuracy,
  )
  if (proposed !== undefined) return proposed.text
  const fitting =
    score.method === 'detection' ? versions.filter((each) => each.score === score.balancedAccuracy && each.text !== '') : []
  return new Set(fitting.map(({ text }) => text)).size === 1 ? (fitting[0]?.text ?? null) : null
}
