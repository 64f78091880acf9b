import type { Connection } from '../connection.ts'
import { prepare } from '../connection.ts'
import { openRuns } from './open-runs.ts'
import type { OpenRuns } from './open-runs.ts'
import { valueOf } from './quantise.ts'
import { bytesOf, float32Of, runOf, unsignedOf } from './read-runs.ts'
import { bandCount, bandOf, topExampleCount } from './select-examples.ts'

/** A document as an example of a latent: the window of tokens around the one with the maximum. */
export type StoredExample = {
  readonly ordinal: number
  /** Pooled activation, exact. */
  readonly maximum: number
  /** First token of the document that has the maximum. */
  readonly position: number
  /** First token of the window, in the document. */
  readonly first: number
  /** [tokens of the window], the latent's activation on each, 0 where not active; to 8 bits of the maximum, which is exact. */
  readonly activations: Float32Array
  /** Which of `bandCount` equal bands from 0 to the latent's largest activation it is in, 0 the lowest. */
  readonly band: number
}

export type StoredExamples = {
  /** The latent's largest activation in this encoding; 0 where never active. */
  readonly largest: number
  /** Edges of the bands, [bandCount + 1]. */
  readonly edges: readonly number[]
  /** By maximum, largest first, equal ones by ordinal. */
  readonly top: readonly StoredExample[]
  /** Sampled from each band, by maximum, largest first; some may be among the top too. */
  readonly sampled: readonly StoredExample[]
}

type ExampleRow = { readonly bytes: Buffer; readonly windows: Buffer }

/** The stored examples of a latent; none where it was never active or the encoding is not finished. */
export function readExamples(db: Connection, encoding: number, latent: number): StoredExamples {
  const select =
    'SELECT bytes, windows FROM latent_examples WHERE encoding = ? AND first_latent <= ? ORDER BY first_latent DESC LIMIT 1'
  const row = prepare<ExampleRow>(db, select).get(encoding, latent)
  const heads = row === undefined ? null : openRuns(row.bytes)
  const run = heads === null ? -1 : runOf(heads, latent)
  if (row === undefined || heads === null || run < 0) return { largest: 0, edges: edgesUpTo(0), top: [], sampled: [] }
  const { examples, sampled } = examplesOfRun(heads, openRuns(row.windows), run)
  const largest = examples[0]!.maximum
  return {
    largest,
    edges: edgesUpTo(largest),
    top: examples.slice(0, topExampleCount),
    sampled: examples.filter((_, rank) => sampled[rank] === 1),
  }
}

function examplesOfRun(heads: OpenRuns, windows: OpenRuns, run: number) {
  const ordinals = unsignedOf(heads, 0, run, run + 1)
  const maxima = float32Of(heads, 1, run, run + 1)
  const positions = unsignedOf(heads, 2, run, run + 1)
  const [sampled, before, lengths, active] = [3, 4, 5, 6].map((column) => bytesOf(heads, column, run, run + 1)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ]
  const places = bytesOf(windows, 0, run, run + 1)
  const levels = bytesOf(windows, 1, run, run + 1)
  let at = 0
  const examples = Array.from(ordinals, (ordinal, rank): StoredExample => {
    const maximum = maxima[rank]!
    const activations = new Float32Array(lengths[rank]!)
    for (const end = at + active[rank]!; at < end; at++) activations[places[at]!] = valueOf(levels[at]!, maximum)
    const position = positions[rank]!
    return { ordinal, maximum, position, first: position - before[rank]!, activations, band: bandOf(maximum, maxima[0]!) }
  })
  return { examples, sampled }
}

export function edgesUpTo(largest: number): number[] {
  return Array.from({ length: bandCount + 1 }, (_, edge) => (largest * edge) / bandCount)
}
