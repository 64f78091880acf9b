import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Engine } from '../../src/main/engine/engine.ts'
import {
  readDocumentActivations,
  readDocumentPooled,
  readDocumentTokens,
} from '../../src/main/engine/store/activations/read-document.ts'
import { readPostings } from '../../src/main/engine/store/activations/read-postings.ts'
import type { Connection } from '../../src/main/engine/store/connection.ts'
import { listCorpora } from '../../src/main/engine/store/corpora.ts'
import { listEncodings } from '../../src/main/engine/store/encodings.ts'
import { closeStore, openStoreForReading } from '../../src/main/engine/store/open-store.ts'
import { readDemo } from '../support/demo-project.ts'
import { readGolden } from '../support/read-golden.ts'
import { suiteFolder } from '../support/temporary-folder.ts'

type Golden = {
  readonly corpus: string
  readonly id: string
  readonly tokens: number
  readonly tokenIds: string
  readonly nonzeros: number
  readonly latents: number
  readonly sum: number
  readonly strongest: readonly (readonly [latent: number, activation: number])[]
}

const golden = (readGolden('reading/reading.json.gz') as { documents: Golden[] }).documents
const relative = 1e-4

const folder = suiteFolder()
let engine: Engine
let db: Connection
beforeAll(async () => {
  const read = await readDemo(folder)
  engine = read.engine
  db = openStoreForReading(join(read.project, '.etalon'))
})
afterAll(async () => {
  closeStore(db)
  await engine.close()
})

function encodingOf(corpus: string): number {
  const stored = listCorpora(db).find((each) => each.name === corpus)
  const text = stored?.channels.find((each) => each.name === 'text')
  return listEncodings(db, stored?.corpus).find((each) => each.channel === text?.channel)?.encoding ?? -1
}

test('what was read of the demo corpora is what PyTorch reads with the same weights', () => {
  for (const expected of golden) {
    const encoding = encodingOf(expected.corpus)
    const ordinal = golden.filter((each) => each.corpus === expected.corpus).indexOf(expected)
    const ids = readDocumentTokens(db, encoding, ordinal).tokenIds
    expect(createHash('sha256').update(ids).digest('hex'), expected.id).toBe(expected.tokenIds)
    const pooled = readDocumentPooled(db, encoding, ordinal)
    const activations = readDocumentActivations(db, encoding, ordinal)
    // A value within rounding of its JumpReLU threshold may lie on either side of it: one in some hundred thousand.
    expect(Math.abs(activations.tokens.length - expected.nonzeros)).toBeLessThanOrEqual(1)
    expect(Math.abs(pooled.latents.length - expected.latents)).toBeLessThanOrEqual(1)
    expect(Math.abs(pooled.maxima.reduce((sum, each) => sum + each, 0) / expected.sum - 1)).toBeLessThan(1e-3)
    const found = new Map(Array.from(pooled.latents, (latent, at) => [latent, pooled.maxima[at] ?? 0]))
    for (const [latent, activation] of expected.strongest) {
      expect(Math.abs((found.get(latent) ?? 0) / activation - 1), `${expected.id} latent ${latent}`).toBeLessThan(relative)
    }
  }
})

test('top tokens and examples are those of a search through every activation', async () => {
  const encoding = encodingOf('assistant-b')
  const { rows } = await engine.operations.latents.list({
    corpora: ['assistant-b'],
    channel: 'text',
    alive: true,
    sort: 'maxActivation',
    descending: true,
    offset: 0,
    limit: 40,
  })
  const documents = Array.from({ length: 64 }, (_, ordinal) => ({
    ordinal,
    pooled: readDocumentPooled(db, encoding, ordinal),
    activations: readDocumentActivations(db, encoding, ordinal),
    tokenIds: readDocumentTokens(db, encoding, ordinal).tokenIds,
  }))
  for (const { latent } of rows) {
    const byDocument = documents
      .map(({ ordinal, pooled }) => ({ ordinal, maximum: pooled.maxima[pooled.latents.indexOf(latent)] ?? 0 }))
      .filter((each) => each.maximum > 0)
    const strongest = byDocument.toSorted((a, b) => b.maximum - a.maximum || a.ordinal - b.ordinal)
    const { examples, maximum } = await engine.operations.latents.examples({
      latent,
      corpora: ['assistant-b'],
      channel: 'text',
      kind: 'top',
      limit: 100,
    })
    const shown = examples.flatMap((example) => [example.ordinal, ...example.duplicates.map((each) => each.ordinal)])
    expect(shown.toSorted((a, b) => a - b)).toEqual(
      strongest
        .slice(0, 20)
        .map((each) => each.ordinal)
        .toSorted((a, b) => a - b),
    )
    expect(maximum).toBe(strongest[0]?.maximum)
    const postings = readPostings(db, encoding, latent)
    expect(Array.from(postings.ordinals)).toEqual(byDocument.map((each) => each.ordinal))
    expect(Array.from(postings.maxima)).toEqual(byDocument.map((each) => each.maximum))

    const counts = new Map<number, number>()
    for (const { activations, tokenIds } of documents) {
      activations.latents.forEach((each, at) => {
        const id = tokenIds[activations.tokens[at] ?? 0] ?? 0
        if (each === latent) counts.set(id, (counts.get(id) ?? 0) + 1)
      })
    }
    const { topTokens } = await engine.operations.latents.get({ latent, corpora: ['assistant-b'], channel: 'text' })
    expect(topTokens.map((each) => each.count).toSorted((a, b) => a - b)).toEqual(
      topTokens.length < 30 ? [...counts.values()].toSorted((a, b) => a - b) : expect.anything(),
    )
    expect(topTokens.length).toBe(Math.min(30, counts.size))
  }
})
