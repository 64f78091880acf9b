/**
 * Planted truth at the paper's sizes, fresh draws: among 65,536 latents of power-law frequency whose documents differ in richness
 *
 * - differences: 500 against 500 documents, one latent at .50 against .10: its rank; 1,000 against 1,000, ten latents at .18 against .10:
 *   how many of them stand among the first 200;
 * - pairs: 1,000 documents, two latents together in 10 of them and each in 5 others: the pair's rank by the lower limit of NPMI.
 *
 *     node bench/analysis/planted.ts [--draws 10] [--present 150]
 */
import { parseArgs } from 'node:util'
import { correlate } from '../../src/main/engine/analysis/correlate/correlate.ts'
import { compare } from '../../src/main/engine/analysis/diff/compare.ts'
import type { ActivationSource } from '../../src/main/engine/analysis/diff/compared.ts'
import { orderLatents } from '../../src/main/engine/analysis/diff/order.ts'
import { prepareDiff } from '../../src/main/engine/analysis/diff/prepare.ts'
import type { BinaryMatrix } from '../../src/main/engine/numerics/binary-matrix.ts'
import { type Random, seededRandom, shuffle } from '../../src/main/engine/numerics/seeded-random.ts'
import { syntheticProperties } from '../../test/support/synthetic-properties.ts'

const { values } = parseArgs({ options: { draws: { type: 'string', default: '10' }, present: { type: 'string', default: '150' } } })
const properties = 65_536
const draws = Array.from({ length: Number(values.draws) }, (_, at) => at + 1)

console.log(
  JSON.stringify({
    strongPlantRanks: draws.map((seed) => plantedDifferences(500, [[4242, 0.5, 0.1]], seed)[0]),
    weakPlantsAmongFirst200: draws.map(
      (seed) =>
        plantedDifferences(
          1000,
          Array.from({ length: 10 }, (_, at) => [5000 + 17 * at, 0.18, 0.1] as const),
          seed,
        ).filter((rank) => rank <= 200).length,
    ),
    plantedPairRanks: draws.map(plantedPair),
  }),
)

type Plant = readonly [latent: number, target: number, other: number]

/** Rank of each plant, from 1, where its sign is right; else Infinity. */
function plantedDifferences(each: number, plants: readonly Plant[], seed: number): number[] {
  const random = seededRandom(1000 + seed)
  const documents = 2 * each
  const background = syntheticProperties({ properties, documents, present: Number(values.present), spread: 0.5, seed })
  const group = shuffle(
    Uint8Array.from({ length: documents }, (_, at) => at % 2),
    random,
  )
  const planted = new Map(
    plants.map(([latent, target, other]) => [
      latent,
      Uint32Array.from(group.keys()).filter((document) => random() < (group[document] === 0 ? target : other)),
    ]),
  )
  const comparison = compare(
    prepareDiff(
      {
        documents,
        groups: 2,
        group,
        unit: Uint32Array.from(group.keys()),
        units: documents,
        half: Uint8Array.from(group, () => +(random() < 0.5)),
        tokens: Uint32Array.from(group, () => 50 + Math.floor(300 * random())),
        control: new Uint32Array(documents),
        pair: null,
      },
      { thresholds: new Float32Array(properties), minTokens: 1, mode: 'maximum', rate: 0.05 },
    ),
    sourceOf(background, planted),
    null,
  )
  const order = orderLatents(comparison, { sort: 'adjusted', direction: 'both', coverage: [0, 1] })
  return plants.map(([latent]) => (comparison.difference[latent]! > 0 ? order.indexOf(latent) + 1 : Infinity))
}

function sourceOf({ rows, columns, starts, indices }: BinaryMatrix, planted: ReadonlyMap<number, Uint32Array>): ActivationSource {
  const maxima = new Float32Array(columns).fill(1)
  const tokensActive = new Uint32Array(columns).fill(1)
  return {
    dSae: rows,
    each(visit) {
      for (let latent = 0; latent < rows; latent++) {
        const documents = planted.get(latent) ?? indices.subarray(starts[latent]!, starts[latent + 1]!)
        visit(latent, { documents, maxima, tokensActive, count: documents.length })
      }
    },
  }
}

/** Rank of the pair among the discoveries, from 1; Infinity where it is none. */
function plantedPair(seed: number): number {
  const documents = 1000
  const background = syntheticProperties({ properties, documents, present: Number(values.present), spread: 0.5, seed: 500 + seed })
  const [one, other] = pairOf(documents, seededRandom(2000 + seed))
  const starts = new Uint32Array(properties + 3)
  starts.set(background.starts)
  starts[properties + 1] = starts[properties]! + one.length
  starts[properties + 2] = starts[properties + 1]! + other.length
  const indices = new Uint32Array(starts.at(-1)!)
  indices.set(background.indices)
  indices.set(one, starts[properties])
  indices.set(other, starts[properties + 1])
  const corpus = new Uint16Array(documents)
  const { pairs } = correlate({
    a: { rows: properties + 2, columns: documents, starts, indices },
    b: null,
    corpus,
    unit: Uint32Array.from(corpus.keys()),
    richness: 'a',
    limit: 1000,
  })
  const at = pairs.findIndex((pair) => pair.a === properties && pair.b === properties + 1)
  return at < 0 ? Infinity : at + 1
}

/** Documents, ascending, of two latents: 10 of both, 5 of each alone. */
function pairOf(documents: number, random: Random): readonly [Uint32Array, Uint32Array] {
  const order = shuffle(
    Uint32Array.from({ length: documents }, (_, at) => at),
    random,
  )
  const both = order.subarray(0, 10)
  const withOthers = (from: number) => Uint32Array.from([...both, ...order.subarray(from, from + 5)]).sort()
  return [withOthers(10), withOthers(15)]
}
