import type { ActivationBlock } from '../../src/main/engine/numerics/activation-block.ts'
import { seededRandom } from './synthetic-activations.ts'

/** Small random blocks of a corpus: documents without tokens, latents never active, equal values, entries in any order. */
export type SmallCorpus = {
  readonly seed: number
  readonly documents: number
  readonly blockDocuments: number
  readonly tokens: number
  readonly dSae: number
}

export function smallBlocks({ seed, documents, blockDocuments, tokens, dSae }: SmallCorpus): ActivationBlock[] {
  const blocks: ActivationBlock[] = []
  for (let first = 0; first < documents; first += blockDocuments) {
    const random = seededRandom(seed * 1000 + first)
    const count = Math.min(blockDocuments, documents - first)
    const lengths = Array.from({ length: count }, () => (random() < 0.2 ? 0 : Math.floor(random() * (tokens + 1))))
    blocks.push(smallBlock(random, first, lengths, dSae))
  }
  return blocks
}

function smallBlock(random: () => number, firstOrdinal: number, lengths: readonly number[], dSae: number): ActivationBlock {
  const tokenStarts = Uint32Array.from([0, ...lengths])
  for (let document = 0; document < lengths.length; document++) tokenStarts[document + 1]! += tokenStarts[document]!
  const total = tokenStarts[lengths.length]!
  const starts = new Int32Array(total)
  const ends = new Int32Array(total)
  const entries: { token: number; latent: number; value: number }[] = []
  for (let token = 0; token < total; token++) {
    const begins = tokenStarts.includes(token)
    starts[token] = begins ? 0 : Math.max(0, ends[token - 1]! + Math.floor(random() * 4) - 1)
    ends[token] = starts[token]! + Math.floor(random() * 9)
    for (let latent = 0; latent < dSae; latent++) {
      if (latent % 7 === 3 || random() > 0.4 / (1 + (latent % 5))) continue
      entries.push({ token, latent, value: random() < 0.3 ? 1 + Math.floor(random() * 3) : Math.fround(random() ** 3 * 40 + 1e-4) })
    }
  }
  const order = entries.map((entry) => ({ entry, key: random() })).sort((a, b) => a.key - b.key)
  return {
    firstOrdinal,
    documentCount: lengths.length,
    tokenStarts,
    tokenIds: Int32Array.from({ length: total }, () => Math.floor(random() ** 2 * 300)),
    starts,
    ends,
    activationToken: Uint32Array.from(order, ({ entry }) => entry.token),
    activationLatent: Uint32Array.from(order, ({ entry }) => entry.latent),
    activationValue: Float32Array.from(order, ({ entry }) => entry.value),
  }
}

/** One document as it was read: [tokens][dSae] activations, 0 where not active. */
export type DenseDocument = {
  readonly ordinal: number
  readonly tokenIds: readonly number[]
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  readonly activations: readonly Float32Array[]
}

export function denseDocuments(blocks: readonly ActivationBlock[], dSae: number): DenseDocument[] {
  return blocks.flatMap((block) => {
    const rows = Array.from(block.tokenIds, () => new Float32Array(dSae))
    for (let entry = 0; entry < block.activationToken.length; entry++) {
      rows[block.activationToken[entry]!]![block.activationLatent[entry]!] = block.activationValue[entry]!
    }
    return Array.from({ length: block.documentCount }, (_, document): DenseDocument => {
      const [from, to] = [block.tokenStarts[document]!, block.tokenStarts[document + 1]!]
      return {
        ordinal: block.firstOrdinal + document,
        tokenIds: [...block.tokenIds.subarray(from, to)],
        starts: [...block.starts.subarray(from, to)],
        ends: [...block.ends.subarray(from, to)],
        activations: rows.slice(from, to),
      }
    })
  })
}

export type DensePooled = {
  readonly ordinal: number
  readonly maximum: number
  readonly tokensActive: number
  readonly position: number
}

/** The documents a latent is active in. */
export function densePostings(documents: readonly DenseDocument[], latent: number): DensePooled[] {
  return documents.flatMap(({ ordinal, activations }) => {
    const column = activations.map((row) => row[latent]!)
    const maximum = Math.max(0, ...column)
    return maximum === 0
      ? []
      : [{ ordinal, maximum, tokensActive: column.filter((value) => value > 0).length, position: column.indexOf(maximum) }]
  })
}

export type DenseToken = { readonly tokenId: number; readonly count: number; readonly sum: number }

/** The tokens a latent is active on, by the sum of its activations, largest first, equal sums by token id. */
export function denseTokens(documents: readonly DenseDocument[], latent: number): DenseToken[] {
  const tokens = new Map<number, DenseToken>()
  for (const { tokenIds, activations } of documents) {
    for (const [at, row] of activations.entries()) {
      if (row[latent] === 0) continue
      const tokenId = tokenIds[at]!
      const known = tokens.get(tokenId) ?? { tokenId, count: 0, sum: 0 }
      tokens.set(tokenId, { tokenId, count: known.count + 1, sum: known.sum + row[latent]! })
    }
  }
  return [...tokens.values()].sort((a, b) => b.sum - a.sum || a.tokenId - b.tokenId)
}
