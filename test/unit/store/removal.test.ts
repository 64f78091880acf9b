import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { corpusByName } from '../../../src/main/engine/store/corpora.ts'
import { beginEncoding, encodingByIdentity, finishEncoding, listEncodings } from '../../../src/main/engine/store/encodings.ts'
import { housekeepingStep } from '../../../src/main/engine/store/housekeeping.ts'
import { addLabel } from '../../../src/main/engine/store/label-changes.ts'
import { currentLabels } from '../../../src/main/engine/store/labels.ts'
import { closeStore, openStoreForReading, openStoreForWriting } from '../../../src/main/engine/store/open-store.ts'
import { removeCorpus, removeEncoding } from '../../../src/main/engine/store/removal.ts'
import type { Connection } from '../../../src/main/engine/store/connection.ts'
import type { StoredCorpus } from '../../../src/main/engine/store/corpora.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { channelOf, importTexts, keepHouse, lensNumber, temporaryStore } from './temporary-store.ts'

const counts = { documents: 1, tokens: 2, nonzeros: 3, seconds: 0.5 }

/** An encoding with blobs in the tables of reading. */
function encodingOf(db: Connection, corpus: StoredCorpus, identity: string, blobs = 3): number {
  const channel = channelOf(corpus)
  const wanted = { corpus: corpus.corpus, channel, lens: lensNumber(db), identity, settings: { threshold: 0 }, device: 'cpu' }
  const { encoding } = beginEncoding(db, wanted)
  for (let block = 0; block < blobs; block += 1) {
    db.prepare('INSERT INTO token_blocks (encoding, block, bytes) VALUES (?, ?, zeroblob(100000))').run(encoding, block)
    db.prepare('INSERT INTO pooled_blocks (encoding, block, bytes) VALUES (?, ?, zeroblob(1000))').run(encoding, block)
  }
  finishEncoding(db, encoding, counts)
  return encoding
}

/** Rows of every table but those that outlive a corpus. */
function rowsLeft(db: Connection): Record<string, number> {
  const tables = db
    .prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .pluck()
    .all() as string[]
  const left = tables.map((name) => [name, db.prepare(`SELECT count(*) FROM ${name}`).pluck().get() as number] as const)
  return Object.fromEntries(left.filter(([, rows]) => rows > 0))
}

test('a removed corpus is gone at once, and after housekeeping nothing of it is left but its lens and labels', () => {
  const { db } = temporaryStore()
  const corpus = importTexts(db, 'films', ['one', 'two'])
  encodingOf(db, corpus, 'an identity')
  const lens = lensNumber(db)
  addLabel(db, { lens, latent: 3, text: 'numbers', notes: '', origin: 'person', author: 'me' })
  removeCorpus(db, corpus.corpus)
  expect(corpusByName(db, 'films')).toBe(null)
  expect(listEncodings(db)).toEqual([])
  keepHouse(db)
  expect(rowsLeft(db)).toEqual({ lenses: 1, labels: 1 })
  expect(currentLabels(db, lens).get(3)?.text).toBe('numbers')
  expect(db.pragma('foreign_key_check')).toEqual([])
})

test('removing one corpus leaves the others whole', () => {
  const { db } = temporaryStore()
  const gone = importTexts(db, 'gone', ['one', 'two'])
  const stays = importTexts(db, 'stays', ['one', 'two'])
  encodingOf(db, gone, 'gone')
  const encoding = encodingOf(db, stays, 'stays')
  keepHouse(db)
  const rows = (): unknown => db.prepare('SELECT block FROM token_blocks WHERE encoding = ?').pluck().all(encoding)
  const before = [corpusByName(db, 'stays'), listEncodings(db, stays.corpus), rows()]
  removeCorpus(db, gone.corpus)
  keepHouse(db)
  expect([corpusByName(db, 'stays'), listEncodings(db, stays.corpus), rows()]).toEqual(before)
})

test('a removed encoding makes room for the same again, before and after it is swept', () => {
  const { db } = temporaryStore()
  const corpus = importTexts(db, 'films', ['one'])
  const first = encodingOf(db, corpus, 'same')
  removeEncoding(db, first)
  expect(encodingByIdentity(db, 'same')).toBe(null)
  const second = encodingOf(db, corpus, 'same')
  expect(second).not.toBe(first)
  keepHouse(db)
  expect(listEncodings(db).map((each) => each.encoding)).toEqual([second])
  expect(db.prepare('SELECT count(*) FROM token_blocks WHERE encoding = ?').pluck().get(second)).toBe(3)
})

test('what was removed gives its disk back, in bounded steps that a reader is not held up by', () => {
  const folder = temporaryFolder()
  const db = openStoreForWriting(folder)
  const size = (): number => statSync(join(folder, 'project.sqlite')).size
  const corpus = importTexts(
    db,
    'films',
    Array.from({ length: 3000 }, (_, at) => `text ${at} `.repeat(200)),
  )
  encodingOf(db, corpus, 'an identity', 60)
  keepHouse(db)
  db.pragma('wal_checkpoint(TRUNCATE)')
  const full = size()
  const reader = openStoreForReading(folder)
  removeCorpus(db, corpus.corpus)
  let steps = 0
  while (housekeepingStep(db)) {
    steps += 1
    expect(reader.prepare('SELECT count(*) FROM corpora').pluck().get()).toBeTypeOf('number')
  }
  closeStore(reader)
  db.pragma('wal_checkpoint(TRUNCATE)')
  expect(steps).toBeGreaterThan(8)
  expect(size()).toBeLessThan(full / 3)
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  closeStore(db)
})

test('a removal broken off is gone on with by the next writer', () => {
  const folder = temporaryFolder()
  const first = openStoreForWriting(folder)
  const corpus = importTexts(first, 'films', ['one'])
  removeCorpus(first, corpus.corpus)
  housekeepingStep(first)
  closeStore(first)
  const next = openStoreForWriting(folder)
  importTexts(next, 'films', ['another'])
  keepHouse(next)
  expect(corpusByName(next, 'films')?.documents).toBe(1)
  expect(next.prepare('SELECT content FROM texts').pluck().all()).toEqual(['another'])
  closeStore(next)
})
