import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrate } from '../../../src/main/engine/store/migrate.ts'

const steps = [
  { name: '0001-one', sql: 'CREATE TABLE one (x INTEGER) STRICT;' },
  { name: '0002-two', sql: 'CREATE TABLE two (x INTEGER) STRICT; INSERT INTO one VALUES (2);' },
]

test('steps are taken once each, in order, and reported', () => {
  const db = new Database(':memory:')
  expect(migrate(db, steps.slice(0, 1))).toEqual({ from: 0, to: 1, applied: ['0001-one'] })
  expect(migrate(db, steps)).toEqual({ from: 1, to: 2, applied: ['0002-two'] })
  expect(migrate(db, steps)).toEqual({ from: 2, to: 2, applied: [] })
  expect(db.prepare('SELECT x FROM one').pluck().all()).toEqual([2])
})

test('a step that fails leaves the store as the step before made it', () => {
  const db = new Database(':memory:')
  const wrong = { name: '0002-wrong', sql: 'INSERT INTO one VALUES (1); INSERT INTO one VALUES (NULL), (2); CREATE TABLE one (y);' }
  expect(() => migrate(db, [...steps.slice(0, 1), wrong])).toThrow('already exists')
  expect(db.pragma('user_version', { simple: true })).toBe(1)
  expect(db.prepare('SELECT count(*) FROM one').pluck().get()).toBe(0)
})
