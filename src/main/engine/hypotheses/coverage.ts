import type { Hypothesis } from '../../../contract/hypotheses.ts'
import type { JudgedComparison } from './judged-figures.ts'
import { type Judged, missing } from './judge.ts'

/** By hypothesis a bit: whether it holds in a document, and 16 bits higher whether it was not judged there. */
type Pattern = number
const unknown = 16
const low = 0xffff

/** Partners by their patterns, counted. */
type Partners = Map<Pattern, number>

/**
 * The share of target documents that some hypothesis tells from their partner: it holds in the one and not in the other (paper: rows where at
 * least one hypothesis holds for the target alone). Hypotheses that claim less in the target cannot. 0..1; null where nothing is known.
 *
 * The partner is all others of the pair together (paired), any other document of the unit (stratified), or any document of another group: of
 * these a mean is taken, and of several groups the least. What missing answers leave open counts neither way.
 *
 * @param judged [hypotheses], of at most 15
 */
export function coverage(
  hypotheses: readonly Hypothesis[],
  judged: readonly Judged[],
  { compared, design }: JudgedComparison,
): number | null {
  const { documents, group, groups, unit, pair } = compared
  const claims = judged.filter((_, at) => hypotheses[at]!.direction === 'up')
  const patterns = Array.from({ length: documents }, (_, document) => patternOf(claims, document))
  const keyOf = (document: number) => (design === 'paired' ? pair![document]! : design === 'stratified' ? unit[document]! : 0)

  function against(others: readonly number[]): number | null {
    const partners = new Map<number, Partners>()
    for (let document = 0; document < documents; document++) {
      if (!others.includes(group[document]!)) continue
      const its = partners.get(keyOf(document))
      if (its === undefined) partners.set(keyOf(document), new Map([[patterns[document]!, 1]]))
      else if (design === 'paired') partners.set(keyOf(document), together(its, patterns[document]!))
      else its.set(patterns[document]!, (its.get(patterns[document]!) ?? 0) + 1)
    }
    let [sum, count] = [0, 0]
    for (let document = 0; document < documents; document++) {
      const its = group[document] === 0 ? partners.get(keyOf(document)) : undefined
      const told = its === undefined ? null : shareTold(patterns[document]!, its)
      if (told === null) continue
      sum += told
      count++
    }
    return count === 0 ? null : sum / count
  }

  const others = Array.from({ length: groups - 1 }, (_, at) => at + 1)
  if (design === 'paired') return against(others)
  const known = others.map((other) => against([other])).filter((each) => each !== null)
  return known.length === 0 ? null : Math.min(...known)
}

function patternOf(claims: readonly Judged[], document: number): Pattern {
  return claims.reduce((bits, judged, at) => {
    return bits | (judged[document] === missing ? 1 << (at + unknown) : judged[document]! << at)
  }, 0)
}

/** Of several others of a pair: it holds where it holds in any, and is unknown where it holds in none and is unknown in any. */
function together(partners: Partners, pattern: Pattern): Partners {
  const [first] = partners.keys()
  const holds = (first! | pattern) & low
  return new Map([[holds | ((((first! | pattern) >>> unknown) & ~holds) << unknown), 1]])
}

/** The share of partners that a target document is told from, of those where that is known; null where it is of none. */
function shareTold(target: Pattern, partners: Partners): number | null {
  const maybe = (target | (target >>> unknown)) & low
  let [told, known] = [0, 0]
  for (const [pattern, count] of partners) {
    const surely = (target & ~(pattern | (pattern >>> unknown)) & low) !== 0
    if (surely) told += count
    if (surely || (maybe & ~pattern & low) === 0) known += count
  }
  return known === 0 ? null : told / known
}
