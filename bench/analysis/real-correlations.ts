import { correlate } from '../../src/main/engine/analysis/correlate/correlate.ts'
import type { BinaryMatrix } from '../../src/main/engine/numerics/binary-matrix.ts'
import { transpose } from '../../src/main/engine/numerics/binary-matrix.ts'
import { seededRandom, type Random } from '../../src/main/engine/numerics/seeded-random.ts'
import { activeSource } from '../../src/main/engine/operations/analyses/active-source.ts'
import { presenceMatrix } from '../../src/main/engine/operations/analyses/presence-matrix.ts'
import type { ProjectReading } from '../../src/main/engine/operations/project-reading.ts'
import { curveball } from '../../test/support/curveball.ts'
import { rowsOf, sideBySide } from '../../test/support/null-correlations.ts'
import { wholeSample } from './real-sample.ts'

/** Latents of the corpora, all pairs within the first channel, or pairs of two channels. */
export type RealPairs = { readonly corpora: readonly string[]; readonly between: readonly [string, string] | null }

export type PairsCalibration = {
  readonly runs: number
  readonly documents: number
  readonly meanTested: number
  readonly runsWithAny: number
  readonly meanDiscoveries: number
  /** The same by plain independence, in the first runs; and the share of all pairs tested that it claims. */
  readonly independence: {
    readonly runs: number
    readonly runsWithAny: number
    readonly meanDiscoveries: number
    readonly share: number
  }
}

/** Runs that are tested against plain independence as well. */
const plainRuns = 20

/**
 * Correlations of real presence matrices in which curveball trades, within each corpus, left nothing but the margins: in how many documents
 * each latent is present, and how many latents each document has. Every document is a unit.
 */
export async function calibratePairs(
  project: ProjectReading,
  { corpora, between }: RealPairs,
  runs: number,
  progress: (soFar: PairsCalibration) => void,
): Promise<void> {
  const channels = between ?? [undefined]
  const sides = await Promise.all(channels.map((channel) => matrixOf(project, corpora, channel)))
  const { corpus } = sides[0]!
  const unit = Uint32Array.from(corpus.keys())
  const totals = { tested: 0, any: 0, found: 0 }
  const plain = { runs: 0, any: 0, found: 0, share: 0 }
  for (let run = 1; run <= runs; run++) {
    const random = seededRandom(run)
    const [a, b = null] = sides.map(({ matrix }) => randomised(matrix, corpus, random))
    const given = correlate({ a: a!, b, corpus, unit, richness: b === null ? 'a' : 'both', limit: 0 })
    totals.tested += given.tested
    totals.any += +(given.discoveries > 0)
    totals.found += given.discoveries
    if (run <= plainRuns) {
      const found = correlate({ a: a!, b, corpus: new Uint16Array(corpus.length), unit, richness: 'none', limit: 0 })
      plain.runs++
      plain.any += +(found.discoveries > 0)
      plain.found += found.discoveries
      plain.share += found.discoveries / Math.max(1, found.tested)
    }
    progress({
      runs: run,
      documents: corpus.length,
      meanTested: totals.tested / run,
      runsWithAny: totals.any,
      meanDiscoveries: totals.found / run,
      independence: {
        runs: plain.runs,
        runsWithAny: plain.any,
        meanDiscoveries: plain.found / plain.runs,
        share: plain.share / plain.runs,
      },
    })
  }
}

async function matrixOf(project: ProjectReading, corpora: readonly string[], channel: string | undefined) {
  const sample = await wholeSample(project, corpora, channel)
  return { matrix: presenceMatrix(activeSource(project, sample), sample).matrix, corpus: sample.subject }
}

/** Trades within each corpus alone; documents of a corpus stand together. */
function randomised(matrix: BinaryMatrix, corpus: Uint16Array, random: Random): BinaryMatrix {
  const last = corpus.at(-1) ?? 0
  const byDocument = transpose(matrix)
  let whole: BinaryMatrix | null = null
  for (let each = 0; each <= last; each++) {
    const documents = Uint32Array.from(corpus.keys()).filter((document) => corpus[document] === each)
    const part = curveball(transpose(rowsOf(byDocument, documents)), random)
    whole = whole === null ? part : sideBySide(whole, part)
  }
  return whole ?? matrix
}
