import { normalQuantile } from '../../numerics/normal.ts'
import { type Background, type KeySums, pairCount, sumByKey } from './background.ts'
import type { Firings } from './firings.ts'
import { logOddsZ } from './log-odds.ts'

/** Characters of a label. */
const longest = 60

/** Tokens before the strongest place of a document that count as its context. */
const contextTokens = 24

/** Tokens a latent must have fired on to get a label. */
const fewestFirings = 5

/** Tokens are distinctive where chance would hardly have found even one so far out among all those looked at (Bonferroni); so many are ranked. */
const chance = 0.05
const mostRanked = 12

/** Share of the activation from which a token is worth naming: one seen once in all the text is as distinctive as can be. */
const leastNamed = 0.02

/** Documents whose context must hold a token, so that no single text names a latent. */
const fewestDocuments = 3

/** Share of the activation that the four most distinctive must carry to name a latent, and the first one, or pairs, to be named beside it. */
const namingShare = 0.2
const leadingShare = 0.4

type Distinctive = { readonly name: string; readonly share: number }

/**
 * A label counted from the text alone, which says that it is one: a list of quoted tokens after "tokens" (those it fires on), "after" (those
 * before them), "phrases" (both, where few pairs carry most of the activation), or "text with" (tokens and pairs of the 24 before the
 * strongest place of each document, where neither names it). Null where it fired on fewer than five tokens, or nothing is distinctive.
 *
 * Ranked by weighted log-odds against the background (`logOddsZ`), firings weighted by activation as a share of the strongest.
 *
 * @param nameOf the text of a token; null where it is part of a character
 */
export function statisticalLabel(
  firings: Firings,
  background: Background,
  nameOf: (token: number) => string | null,
): string | null {
  const { places, weights } = firingPlaces(firings)
  if (places.length < fewestFirings) return null
  const { ids } = firings
  const vocabulary = background.tokens.length
  const single = (key: number) => nameOf(key)
  const pair = (key: number) => joined(nameOf(Math.floor(key / vocabulary)), nameOf(key % vocabulary))
  const follows = (at: number) => !startsDocument(firings, places[at]!)
  const inner = [...places.keys()].filter(follows)
  const weightOf = (chosen: readonly number[]) => Float64Array.from(chosen, (at) => weights[at]!)
  const before = Float64Array.from(inner, (at) => ids[places[at]! - 1]!)
  const pairKeys = Float64Array.from(inner, (at) => ids[places[at]! - 1]! * vocabulary + ids[places[at]!]!)

  const on = ranked(
    sumByKey(
      Float64Array.from(places, (at) => ids[at]!),
      weights,
    ),
    tokenCounts(background),
    single,
  )
  const after = ranked(sumByKey(before, weightOf(inner)), tokenCounts(background), single)
  if (shareOf(on, 4) >= namingShare && shareOf(on, 4) >= shareOf(after, 4)) {
    const pairs = ranked(sumByKey(pairKeys, weightOf(inner)), pairCounts(background), pair)
    if (shareOf(pairs, 3) >= leadingShare && shareOf(after, 3) >= leadingShare) return listed('phrases', pairs, 3)
    if ((after[0]?.share ?? 0) >= leadingShare) {
      const tokens = listed('tokens', on, 3, 40)
      return listed(tokens === null ? 'after' : `${tokens} after`, after, 2) ?? tokens
    }
    const tokens = listed('tokens', on, 5)
    if (tokens !== null) return tokens
  }
  if (shareOf(after, 4) >= namingShare) {
    const tokens = listed('after', after, 5)
    if (tokens !== null) return tokens
  }
  return listed('text with', aroundStrongest(firings, background, nameOf), 5) ?? listed('tokens', on, 5)
}

type Counts = { readonly countOf: (key: number) => number; readonly total: number }

function tokenCounts({ tokens, tokenTotal }: Background): Counts {
  return { countOf: (key) => tokens[key]!, total: tokenTotal }
}

function pairCounts(background: Background): Counts {
  return { countOf: (key) => pairCount(background, key), total: background.pairTotal }
}

/** The most distinctive keys that can be shown, with the share of the weight on each. */
function ranked(
  found: KeySums,
  { countOf, total }: Counts,
  nameOf: (key: number) => string | null,
  leastSum?: number,
): Distinctive[] {
  const z = logOddsZ(found, countOf, total)
  const leastZ = normalQuantile(1 - chance / z.length)
  const whole = found.sums.reduce((sum, each) => sum + each, 0)
  const order = Uint32Array.from(z.keys()).sort((a, b) => z[b]! - z[a]! || a - b)
  const least = leastSum ?? leastNamed * whole
  const best: Distinctive[] = []
  for (const at of order) {
    if (!(z[at]! > leastZ) || best.length === mostRanked) break
    const name = found.sums[at]! >= least ? nameOf(found.keys[at]!) : null
    if (name !== null && isReadable(name)) best.push({ name, share: found.sums[at]! / whole })
  }
  return best
}

/** Tokens and pairs in the context of each document's strongest place, each counted once a document, so that no repetition names a latent. */
function aroundStrongest(
  firings: Firings,
  background: Background,
  nameOf: (token: number) => string | null,
): readonly Distinctive[] {
  const { ids, activations, starts } = firings
  const vocabulary = background.tokens.length
  const tokens: number[] = []
  const pairs: number[] = []
  for (let document = 0; document + 1 < starts.length; document++) {
    let strongest = starts[document]!
    for (let at = strongest; at < starts[document + 1]!; at++) if (activations[at]! > activations[strongest]!) strongest = at
    const first = Math.max(starts[document]!, strongest - contextTokens)
    const context = ids.subarray(first, strongest + 1)
    tokens.push(...new Set(context))
    pairs.push(...new Set(Array.from(context.subarray(1), (id, at) => context[at]! * vocabulary + id)))
  }
  const single = ranked(sumByKey(Float64Array.from(tokens), null), tokenCounts(background), nameOf, fewestDocuments)
  const pairName = (key: number) => joined(nameOf(Math.floor(key / vocabulary)), nameOf(key % vocabulary))
  const double = ranked(sumByKey(Float64Array.from(pairs), null), pairCounts(background), pairName, fewestDocuments)
  // A pair says more than the tokens in it, where most of what a token weighs is in the pair.
  const told = double
    .filter(({ name, share }) => single.some((each) => name.includes(each.name) && share >= each.share / 2))
    .slice(0, 2)
  return [...told, ...single.filter(({ name }) => !told.some((each) => each.name.includes(name)))]
}

function firingPlaces({ activations }: Firings): { readonly places: Uint32Array; readonly weights: Float64Array } {
  let largest = 0
  let count = 0
  for (const value of activations) {
    if (value > 0) count++
    if (value > largest) largest = value
  }
  const places = new Uint32Array(count)
  const weights = new Float64Array(count)
  for (let at = 0, to = 0; at < activations.length; at++) {
    if (!(activations[at]! > 0)) continue
    places[to] = at
    weights[to++] = activations[at]! / largest
  }
  return { places, weights }
}

function startsDocument({ starts }: Firings, place: number): boolean {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (starts[middle]! < place) low = middle + 1
    else high = middle
  }
  return starts[low] === place
}

function shareOf(tokens: readonly Distinctive[], count: number): number {
  return tokens.slice(0, count).reduce((sum, { share }) => sum + share, 0)
}

function joined(first: string | null, second: string | null): string | null {
  return first === null || second === null ? null : first + second
}

/** No control, format, private or unpaired characters, but for line breaks and tabs, which are shown as \n and \t. */
function isReadable(name: string): boolean {
  return name !== '' && !/[^\P{C}\n\r\t]/u.test(name)
}

/** `most` names in quotes after the prefix, as many as there is room for, one of " The" and "the" being enough; null where none has room. */
function listed(prefix: string, tokens: readonly Distinctive[], most: number, room = longest): string | null {
  let text = prefix
  const seen = new Set<string>()
  for (const { name } of tokens) {
    const word = name.trim().toLowerCase() || name
    const longer = `${text}${seen.size === 0 ? ' ' : ', '}${JSON.stringify(name)}`
    if (seen.has(word) || seen.size === most || longer.length > room) continue
    text = longer
    seen.add(word)
  }
  return seen.size === 0 ? null : text
}
