import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { addLabel } from '../../../src/main/engine/store/label-changes.ts'
import { currentLabels, labelHistory } from '../../../src/main/engine/store/labels.ts'
import { migrate } from '../../../src/main/engine/store/migrate.ts'
import { first } from '../../../src/main/engine/store/migrations/0001-first.ts'
import { analyses } from '../../../src/main/engine/store/migrations/0002-analyses.ts'
import { closeStore, openStoreForReading, openStoreForWriting } from '../../../src/main/engine/store/open-store.ts'
import { setStar, starredLatents } from '../../../src/main/engine/store/stars.ts'
import type { Connection } from '../../../src/main/engine/store/connection.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { failureOf, importTexts, lensNumber } from './temporary-store.ts'

const time = '2026-11-01T00:00:00.000Z'

/** A store as the version before wrote it: every one of its migrations, and rows in what this one changes or stands beside. */
function versionTwo(folder: string): number {
  closeStore(openStoreForWriting(folder))
  const db = new Database(join(folder, 'project.sqlite'))
  db.pragma('foreign_keys = OFF')
  for (const name of namesOf(db, 'trigger')) db.exec(`DROP TRIGGER ${name}`)
  for (const name of namesOf(db, 'table')) db.exec(`DROP TABLE ${name}`)
  db.pragma('user_version = 0')
  migrate(db, [first, analyses])
  importTexts(db, 'films', ['one', 'two'])
  const lens = lensNumber(db)
  setStar(db, lens, 3, true)
  const add = db.prepare(
    `INSERT INTO labels (lens, latent, text, notes, origin, author, note_of_change, score, request_id, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  add.run(lens, 3, 'digits', '', 'import', 'a-lens', null, 0.75, null, time)
  add.run(lens, 3, 'numbers', 'mine', 'person', 'me', null, null, 'r1', time)
  add.run(lens, 3, 'figures', '', 'import', 'file.csv', null, 0.5, null, time)
  add.run(lens, 4, 'gone', '', 'import', 'a-lens', null, null, null, time)
  add.run(lens, 4, '', '', 'person', 'me', null, null, null, time)
  db.exec(
    `INSERT INTO findings (kind, position, title, note, evidence, settings, created_at, updated_at)
     VALUES ('latent', 1, 't', 'n', '{}', '{}', '${time}', '${time}');
     INSERT INTO jobs (kind, title, request, state, created_at) VALUES ('import', '', '{}', 'done', '${time}');
     INSERT INTO analyses (kind, title, recipe, recipe_hash, result, ran_at) VALUES ('diff', 't', '{}', 'h', x'00', '${time}');
     INSERT INTO saved_searches (name, search, saved_at) VALUES ('s', '{}', '${time}')`,
  )
  db.close()
  return lens
}

function namesOf(db: Connection, type: 'table' | 'trigger'): readonly string[] {
  return db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite_%' AND name NOT GLOB 'texts_search_*_*'`)
    .pluck()
    .all(type) as string[]
}

/** Every row of the tables that version 2 had, without the columns that labels and jobs got since. */
function rowsOf(db: Connection, tables: readonly string[]): unknown {
  return tables.map((table) => {
    const rows = db.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[]
    return [table, rows.map(({ candidate: _, log: __, lines: ___, ...row }) => row)]
  })
}

test('a store of version 2 is brought up to date with all that was in it', () => {
  const folder = temporaryFolder()
  const lens = versionTwo(folder)
  const old = new Database(join(folder, 'project.sqlite'))
  const tables = namesOf(old, 'table')
  const before = rowsOf(old, tables)
  expect(old.pragma('user_version', { simple: true })).toBe(2)
  expect(old.prepare('SELECT count(*) FROM labels').pluck().get()).toBe(5)
  old.close()
  expect(failureOf(() => openStoreForReading(folder))).toMatchObject({ code: 'stale' })

  const db = openStoreForWriting(folder)
  expect(db.pragma('user_version', { simple: true })).toBe(8)
  expect(rowsOf(db, tables)).toEqual(before)
  expect(db.pragma('foreign_key_check')).toEqual([])
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  expect([...currentLabels(db, lens)].map(([latent, { text, score }]) => [latent, text, score])).toEqual([[3, 'numbers', null]])
  expect(labelHistory(db, lens, 3).map(({ text, score }) => [text, score])).toEqual([
    ['figures', 0.5],
    ['numbers', null],
    ['digits', 0.75],
  ])
  expect([...starredLatents(db, lens)]).toEqual([3])
  addLabel(db, { lens, latent: 4, text: 'back', notes: '', origin: 'person', author: 'me' })
  expect(currentLabels(db, lens).get(4)?.text).toBe('back')
  closeStore(db)
})

test('brought up to date, a store has the same tables as a new one', () => {
  const folder = temporaryFolder()
  versionTwo(folder)
  const db = openStoreForWriting(folder)
  const fresh = openStoreForWriting(temporaryFolder())
  const schemaOf = (of: Connection): unknown =>
    of.prepare(`SELECT type, name, sql FROM sqlite_schema WHERE name NOT GLOB 'texts_search_*' ORDER BY type, name`).all()
  expect(schemaOf(db)).toEqual(schemaOf(fresh))
  closeStore(db)
  closeStore(fresh)
})
