import type { Connection } from '../connection.ts'
import { windowReach } from './gathered-examples.ts'
import type { PartCache } from './part-cache.ts'
import { readDocumentTokens } from './read-document.ts'
import { edgesUpTo, type StoredExample, type StoredExamples } from './read-examples.ts'
import { readLatentTokens } from './read-latent-tokens.ts'
import { readPostings } from './read-postings.ts'
import { bandOf, selectExamples, topExampleCount } from './select-examples.ts'

/** As `readExamples`, chosen in the same way from only some documents, `among`, ascending. */
export function examplesAmong(
  db: Connection,
  {
    encoding,
    latent,
    among,
    cache,
  }: { readonly encoding: number; readonly latent: number; readonly among: Uint32Array; readonly cache: PartCache },
): StoredExamples {
  const { ordinals, maxima, positions } = readPostings(db, encoding, latent)
  const places = placesAmong(ordinals, among)
  const kept = { ordinals: places.map((at) => ordinals[at]!), maxima: Float32Array.from(places, (at) => maxima[at]!) }
  const { places: chosen, sampled } = selectExamples(latent, kept.ordinals, kept.maxima)
  const largest = chosen.length === 0 ? 0 : kept.maxima[chosen[0]!]!
  const examples = chosen.map((place): StoredExample => {
    const [ordinal, maximum, position] = [kept.ordinals[place]!, kept.maxima[place]!, positions[places[place]!]!]
    return {
      ordinal,
      maximum,
      position,
      ...windowAround(db, { encoding, latent, ordinal, position, maximum, cache }),
      band: bandOf(maximum, largest),
    }
  })
  return {
    largest,
    edges: edgesUpTo(largest),
    top: examples.slice(0, topExampleCount),
    sampled: examples.filter((_, rank) => sampled[rank]),
  }
}

/** Places of `ordinals` that are in `among`; both ascend. */
function placesAmong(ordinals: Uint32Array, among: Uint32Array): Uint32Array {
  const places = new Uint32Array(Math.min(ordinals.length, among.length))
  let count = 0
  for (let at = 0, other = 0; at < ordinals.length && other < among.length;) {
    if (ordinals[at]! < among[other]!) at++
    else if (ordinals[at]! > among[other]!) other++
    else {
      places[count++] = at++
      other++
    }
  }
  return places.slice(0, count)
}

type Peak = Pick<StoredExample, 'ordinal' | 'maximum' | 'position'> & {
  readonly encoding: number
  readonly latent: number
  readonly cache: PartCache
}

function windowAround(
  db: Connection,
  { encoding, latent, ordinal, position, maximum, cache }: Peak,
): Pick<StoredExample, 'first' | 'activations'> {
  const length = readDocumentTokens(db, encoding, ordinal).starts.length
  const first = Math.max(0, position - windowReach)
  const activations = new Float32Array(Math.min(length, position + windowReach + 1) - first)
  const [found] = readLatentTokens(db, encoding, latent, [ordinal], cache)
  found?.tokens.forEach((token, at) => {
    if (token >= first && token < first + activations.length) activations[token - first] = Math.min(maximum, found.activations[at]!)
  })
  activations[position - first] = maximum
  return { first, activations }
}
