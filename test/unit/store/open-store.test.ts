import { chmodSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { listCorpora } from '../../../src/main/engine/store/corpora.ts'
import { closeStore, openStoreForReading, openStoreForWriting } from '../../../src/main/engine/store/open-store.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { runChild } from './run-child.ts'
import { failureOf, importTexts, temporaryStore } from './temporary-store.ts'

test('a new store has the settings the design asks for', () => {
  const folder = temporaryFolder()
  const db = openStoreForWriting(folder)
  const setting = (name: string): unknown => db.pragma(name, { simple: true })
  expect({
    log: setting('journal_mode'),
    synchronous: setting('synchronous'),
    page: setting('page_size'),
    vacuum: setting('auto_vacuum'),
    keys: setting('foreign_keys'),
    version: setting('user_version'),
  }).toEqual({ log: 'wal', synchronous: 2, page: 8192, vacuum: 2, keys: 1, version: 8 })
  expect(statSync(join(folder, 'project.sqlite')).isFile()).toBe(true)
  closeStore(db)
})

test('every table is strict', () => {
  const { db } = temporaryStore()
  const loose = db
    .prepare(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'`,
    )
    .pluck()
    .all()
  expect(loose).toEqual([])
})

test('what was written is there when it is opened again, by a reader or a writer', () => {
  const folder = temporaryFolder()
  const first = openStoreForWriting(folder)
  importTexts(first, 'films', ['one', 'two'])
  closeStore(first)
  for (const open of [openStoreForReading, openStoreForWriting]) {
    const db = open(folder)
    expect(listCorpora(db).map((corpus) => [corpus.name, corpus.documents])).toEqual([['films', 2]])
    closeStore(db)
  }
})

test('a reader sees what a writer beside it commits, and cannot write', () => {
  const { db, folder } = temporaryStore()
  const reader = openStoreForReading(folder)
  importTexts(db, 'films', ['one'])
  expect(listCorpora(reader)).toHaveLength(1)
  expect(() => importTexts(reader, 'more', ['x'])).toThrow(/cannot be opened or written/)
  closeStore(reader)
})

test('a reader is not held up by a transaction under way, and does not see into it', () => {
  const { db, folder } = temporaryStore()
  const reader = openStoreForReading(folder)
  db.exec('BEGIN IMMEDIATE')
  db.exec(`INSERT INTO jobs (kind, title, request, state, created_at) VALUES ('import', '', '{}', 'queued', '')`)
  expect(reader.prepare('SELECT count(*) FROM jobs').pluck().get()).toBe(0)
  db.exec('COMMIT')
  expect(reader.prepare('SELECT count(*) FROM jobs').pluck().get()).toBe(1)
  closeStore(reader)
})

test('without a store there is nothing to read', () => {
  expect(failureOf(() => openStoreForReading(temporaryFolder()))).toMatchObject({
    code: 'not-found',
    hint: expect.stringContaining('import'),
  })
})

test('a store of a newer version is refused, to writers and readers, and left as it is', () => {
  const folder = temporaryFolder()
  const db = openStoreForWriting(folder)
  db.pragma('user_version = 99')
  closeStore(db)
  for (const open of [openStoreForReading, openStoreForWriting]) {
    expect(failureOf(() => open(folder))).toMatchObject({ code: 'unsupported', message: expect.stringContaining('newer version') })
  }
  const raw = new Database(join(folder, 'project.sqlite'))
  expect(raw.pragma('user_version', { simple: true })).toBe(99)
  raw.close()
})

test("a file that is no database, or another program's, is refused and left as it is", () => {
  const folder = temporaryFolder()
  const file = join(folder, 'project.sqlite')
  writeFileSync(file, 'not a database at all, '.repeat(1000))
  for (const open of [openStoreForReading, openStoreForWriting]) {
    expect(failureOf(() => open(folder)).code).toBe('store-damaged')
  }
  expect(readFileSync(file, 'utf8')).toMatch(/^not a database/)

  const other = temporaryFolder()
  const raw = new Database(join(other, 'project.sqlite'))
  raw.exec('CREATE TABLE theirs (x)')
  raw.close()
  for (const open of [openStoreForReading, openStoreForWriting]) {
    expect(failureOf(() => open(other))).toMatchObject({
      code: 'store-damaged',
      message: expect.stringContaining('no store of Etalon'),
    })
  }
})

test('a store that was cut short is refused in a sentence', () => {
  const folder = temporaryFolder()
  const db = openStoreForWriting(folder)
  importTexts(
    db,
    'films',
    Array.from({ length: 200 }, (_, at) => `text ${at} `.repeat(50)),
  )
  closeStore(db)
  const file = join(folder, 'project.sqlite')
  truncateSync(file, Math.floor(statSync(file).size / 2))
  for (const open of [openStoreForReading, openStoreForWriting]) {
    const failure = failureOf(() => {
      const opened = open(folder)
      try {
        return listCorpora(opened)
      } finally {
        closeStore(opened)
      }
    })
    expect(failure).toMatchObject({ code: 'store-damaged', hint: expect.stringContaining('untouched') })
  }
})

test('a folder without rights is refused in a sentence', ({ skip }) => {
  skip(process.platform === 'win32', 'Windows knows no such rights')
  const folder = temporaryFolder()
  const db = openStoreForWriting(folder)
  importTexts(db, 'films', ['one'])
  closeStore(db)
  for (const mode of [0o555, 0o000]) {
    chmodSync(folder, mode)
    for (const how of ['read', 'write']) {
      const failure = { code: 'no-permission', message: expect.stringContaining(folder), hint: expect.stringContaining('--store') }
      expect(runChild('open.child.ts', [folder, how], { unprivileged: true })).toMatchObject({ failure })
    }
  }
  chmodSync(folder, 0o755)
})

test('a file where the folder should be is refused in a sentence', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, '.etalon'), '')
  expect(failureOf(() => openStoreForWriting(join(folder, '.etalon'))).code).toBe('no-permission')
})

test('folders with odd names hold stores', () => {
  const folder = join(temporaryFolder(), ' a b?mode=memory#%20é漢 ', '.etalon')
  mkdirSync(folder, { recursive: true })
  const db = openStoreForWriting(folder)
  importTexts(db, 'films', ['one'])
  expect(statSync(join(folder, 'project.sqlite')).size).toBeGreaterThan(0)
  closeStore(db)
})
