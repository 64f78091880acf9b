import type { ActivationBlock } from '../../src/main/engine/numerics/activation-block.ts'

/** Numbers in [0, 1) that look random and depend only on the seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export type SyntheticCorpus = {
  readonly documents: number
  readonly tokensPerDocument: number
  readonly dSae: number
  /** Mean latents active on a token. */
  readonly l0: number
  readonly vocabulary: number
  readonly blockDocuments: number
  readonly seed: number
}

/**
 * Blocks like those of a real lens: Zipfian tokens, latents bound to token ids, to the subject of a document and to nothing, each active in
 * short runs, power-law frequencies, log-normal activations.
 */
export function* syntheticBlocks(corpus: SyntheticCorpus): Generator<ActivationBlock> {
  for (let first = 0; first < corpus.documents; first += corpus.blockDocuments) {
    yield syntheticBlock(corpus, first, Math.min(corpus.blockDocuments, corpus.documents - first))
  }
}

function syntheticBlock(corpus: SyntheticCorpus, firstOrdinal: number, documentCount: number): ActivationBlock {
  const tokenStarts = new Uint32Array(documentCount + 1)
  const tokenIds: number[] = []
  const starts: number[] = []
  const ends: number[] = []
  const tokens: number[] = []
  const latents: number[] = []
  const values: number[] = []
  for (let document = 0; document < documentCount; document++) {
    const random = seededRandom((firstOrdinal + document) * 2654435761 + corpus.seed)
    const length = Math.floor(corpus.tokensPerDocument * (0.4 + 1.2 * random()))
    const subject = Array.from({ length: 40 }, () => powerLaw(random(), corpus.dSae))
    const running = new Map<number, number>()
    let character = 0
    for (let token = 0; token < length; token++) {
      const id = powerLaw(random(), corpus.vocabulary)
      const size = 1 + Math.floor(random() * 6)
      tokenIds.push(id)
      starts.push(character)
      ends.push((character += size))
      for (const [latent, value] of activeLatents(corpus, random, id, subject, running)) {
        tokens.push(tokenIds.length - 1)
        latents.push(latent)
        values.push(value)
      }
    }
    tokenStarts[document + 1] = tokenIds.length
  }
  return {
    firstOrdinal,
    documentCount,
    tokenStarts,
    tokenIds: Int32Array.from(tokenIds),
    starts: Int32Array.from(starts),
    ends: Int32Array.from(ends),
    activationToken: Uint32Array.from(tokens),
    activationLatent: Uint32Array.from(latents),
    activationValue: Float32Array.from(values),
  }
}

/** The latents active on one token: those still running, those of its id, one or two of the subject, and a few of neither. */
function activeLatents(
  corpus: SyntheticCorpus,
  random: () => number,
  id: number,
  subject: readonly number[],
  running: Map<number, number>,
): Map<number, number> {
  const active = new Map<number, number>()
  for (const [latent, level] of running) {
    if (random() < 0.35) running.delete(latent)
    else active.set(latent, level * (0.7 + 0.6 * random()))
  }
  const ofToken = seededRandom(id + 1)
  const quarter = corpus.l0 / 4
  for (let at = 0; at < quarter * 1.6; at++) {
    const latent = powerLaw(ofToken(), corpus.dSae)
    if (random() < 0.75) active.set(latent, magnitude(random))
  }
  for (let at = 0; active.size < corpus.l0 && at < quarter * 2; at++) {
    const latent = random() < 0.5 ? subject[Math.floor(random() * subject.length)]! : powerLaw(random(), corpus.dSae)
    const value = magnitude(random)
    active.set(latent, value)
    if (random() < 0.5) running.set(latent, value)
  }
  return active
}

/** 0..count-1, frequency falling about as 1 / rank, ranks scattered over the numbers. */
function powerLaw(uniform: number, count: number): number {
  const rank = Math.min(count - 1, Math.floor(count ** uniform * 1.0001 - 1 + uniform))
  return (rank * 7919) % count
}

function magnitude(random: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Math.fround(Math.exp(0.7 * normal) + 0.05)
}
