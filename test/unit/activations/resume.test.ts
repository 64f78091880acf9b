import { createHash } from 'node:crypto'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { ActivationBlock } from '../../../src/main/engine/numerics/activation-block.ts'
import { resumePoint, segmentBlocks } from '../../../src/main/engine/store/activations/activation-progress.ts'
import { commitBlock } from '../../../src/main/engine/store/activations/commit-block.ts'
import { finishEncoding } from '../../../src/main/engine/store/activations/finish-encoding.ts'
import { readPostings } from '../../../src/main/engine/store/activations/read-postings.ts'
import { readTopTokens } from '../../../src/main/engine/store/activations/top-tokens.ts'
import type { Connection } from '../../../src/main/engine/store/connection.ts'
import { openActivationStore } from '../../support/activation-store.ts'
import { denseDocuments, densePostings, denseTokens, smallBlocks } from '../../support/brute-force-activations.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

vi.setConfig({ testTimeout: 60_000 })

const dSae = 9
const thresholds = new Float32Array(dSae).fill(0.5)

/** Every row of every table of reading, in an order of its own, blobs as hashes. */
function contents(db: Connection): Record<string, string[]> {
  const select = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'encodings' ORDER BY name"
  const tables = db.prepare<[], string>(select).pluck().all()
  const hashed = (value: unknown) => (Buffer.isBuffer(value) ? createHash('sha256').update(value).digest('hex') : value)
  const rows = (table: string) => db.prepare<[], unknown[]>(`SELECT * FROM ${table}`).raw().all()
  return Object.fromEntries(
    tables.map((table) => [
      table,
      rows(table)
        .map((row) => JSON.stringify(row.map(hashed)))
        .sort(),
    ]),
  )
}

/** Goes on where the store stands, as the job does, for at most so many blocks. */
function readOn(db: Connection, blocks: readonly ActivationBlock[], limit = Infinity): void {
  const { block } = resumePoint(db, 1)
  for (const [at, next] of blocks.slice(block, block + limit).entries()) commitBlock(db, 1, block + at, next, thresholds)
}

function finish(db: Connection): void {
  for (const _ of finishEncoding(db, 1, thresholds));
}

function uninterrupted(blocks: readonly ActivationBlock[]): Record<string, string[]> {
  const db = openActivationStore()
  readOn(db, blocks)
  finish(db)
  const made = contents(db)
  db.close()
  return made
}

const blocksOf = (documents: number) => smallBlocks({ seed: documents, documents, blockDocuments: 1, tokens: 9, dSae })

describe('reading that was interrupted', () => {
  test('comes, resumed, to the same bytes from any block, closed and opened again', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 70 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 3 }),
        (documents, stops) => {
          const blocks = blocksOf(documents)
          const file = join(temporaryFolder(), 'store.sqlite')
          for (const stop of [...stops, Infinity]) {
            const db = openActivationStore(file)
            readOn(db, blocks, stop)
            db.close()
          }
          const db = openActivationStore(file)
          finish(db)
          expect(contents(db)).toEqual(uninterrupted(blocks))
          db.close()
        },
      ),
      { numRuns: 8 },
    )
  })

  test('comes to the same bytes when a change of any table is refused midway', () => {
    const blocks = blocksOf(segmentBlocks + 5)
    const expected = uninterrupted(blocks)
    const tables = Object.keys(expected)
    const changes = tables.flatMap((table) => ['INSERT', 'UPDATE', 'DELETE'].map((change) => [table, change] as const))
    for (const [table, change] of changes) {
      const db = openActivationStore()
      db.exec(`CREATE TEMP TRIGGER refuse AFTER ${change} ON main.${table} BEGIN SELECT RAISE(ABORT, 'refused'); END`)
      const refused = attempt(() => {
        readOn(db, blocks)
        finish(db)
      })
      db.exec('DROP TRIGGER refuse')
      const before = resumePoint(db, 1)
      expect(refused).toBe(!before.finished)
      readOn(db, blocks)
      finish(db)
      expect(contents(db)).toEqual(expected)
      db.close()
    }
  })

  test('comes to the same bytes when finishing stops after any step', () => {
    const blocks = blocksOf(segmentBlocks + 3)
    const expected = uninterrupted(blocks)
    for (let stop = 0; ; stop++) {
      const db = openActivationStore()
      readOn(db, blocks)
      const steps = finishEncoding(db, 1, thresholds)
      let ended = false
      for (let step = 0; step < stop && !ended; step++) ended = steps.next().done === true
      steps.return()
      finish(db)
      expect(contents(db)).toEqual(expected)
      db.close()
      if (ended) break
    }
  })
})

describe('segments', () => {
  test.each([segmentBlocks - 1, segmentBlocks, segmentBlocks + 1, 2 * segmentBlocks])(
    'of %i blocks are folded, staged rows gone',
    (documents) => {
      const blocks = blocksOf(documents)
      const db = openActivationStore()
      onTestFinished(() => void db.close())
      readOn(db, blocks)
      const staged = () => db.prepare('SELECT count(*) FROM staged_pools').pluck().get()
      expect(staged()).toBe(documents % segmentBlocks)
      finish(db)
      expect(staged()).toBe(0)
      expect(db.prepare('SELECT count(*) FROM merged_token_sums').pluck().get()).toBe(0)
      const postings = densePostings(denseDocuments(blocks, dSae), 0)
      expect([...readPostings(db, 1, 0).ordinals]).toEqual(postings.map(({ ordinal }) => ordinal))
    },
  )

  test('beyond 16 have their token sums merged, and come to the same top tokens', () => {
    const blocks = blocksOf(16 * segmentBlocks + 20)
    const db = openActivationStore()
    onTestFinished(() => void db.close())
    readOn(db, blocks)
    expect(db.prepare('SELECT DISTINCT merge FROM merged_token_sums').pluck().all()).toEqual([2 ** 20])
    finish(db)
    const documents = denseDocuments(blocks, dSae)
    for (let latent = 0; latent < dSae; latent++) {
      const expected = denseTokens(documents, latent).slice(0, 64)
      const { tokenIds, counts, means } = readTopTokens(db, 1, latent)
      expect([...counts]).toEqual(expected.map(({ count }) => count))
      expect([...tokenIds]).toEqual(expected.map(({ tokenId }) => tokenId))
      for (const [at, mean] of means.entries()) expect(mean).toBeCloseTo(expected[at]!.sum / expected[at]!.count, 4)
    }
  })
})

describe('blocks', () => {
  test('out of order, of another size, or behind the end are a bug', () => {
    const blocks = blocksOf(4)
    const db = openActivationStore()
    onTestFinished(() => void db.close())
    expect(() => commitBlock(db, 1, 1, blocks[1]!, thresholds)).toThrow('block 1 where 0 was due')
    commitBlock(db, 1, 0, blocks[0]!, thresholds)
    expect(() => commitBlock(db, 1, 1, blocks[2]!, thresholds)).toThrow('from document 2 where 1 was due')
    expect(() => commitBlock(db, 1, 1, blocks[1]!, new Float32Array(dSae + 1))).toThrow('10 latents in an encoding of 9')
    finishEncoding(db, 1, thresholds).next()
    expect(() => commitBlock(db, 1, 1, blocks[1]!, thresholds)).toThrow('being finished')
    finish(db)
    expect(() => commitBlock(db, 1, 1, blocks[1]!, thresholds)).toThrow('finished')
  })

  test('none at all are finished at once', () => {
    const db = openActivationStore()
    onTestFinished(() => void db.close())
    finish(db)
    finish(db)
    expect(resumePoint(db, 1)).toEqual({ block: 0, ordinal: 0, finished: true })
  })
})

function attempt(work: () => void): boolean {
  try {
    work()
    return false
  } catch (error) {
    expect(String(error)).toContain('refused')
    return true
  }
}
