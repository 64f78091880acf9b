import { expect, test } from 'vitest'
import type { FindingEvidence, FindingSettings } from '../../../src/contract/findings.ts'
import {
  addFinding,
  listFindings,
  moveFinding,
  removeFinding,
  restoreFinding,
  updateFinding,
} from '../../../src/main/engine/store/findings.ts'
import type { Connection } from '../../../src/main/engine/store/connection.ts'
import { failureOf, temporaryStore } from './temporary-store.ts'

const evidence: FindingEvidence = {
  latent: 3,
  label: 'numbers',
  labelOrigin: 'person',
  topTokens: [],
  frequencies: [],
  quotations: [],
}
const settings: FindingSettings = { etalon: '0.1.0', lens: 'a', lensHash: 'h', hook: 'x', presence: 'above 0' }

function keep(db: Connection, title: string, requestId?: string): number {
  return addFinding(db, { kind: 'latent', title, note: 'a *note*', evidence, settings, requestId }).id
}
const titles = (db: Connection): string =>
  listFindings(db)
    .map((finding) => finding.title)
    .join('')

test('findings come back as they were kept, in the order they are put', () => {
  const { db } = temporaryStore()
  const [a, b, c] = ['a', 'b', 'c'].map((title) => keep(db, title)) as [number, number, number]
  expect(listFindings(db)[0]).toMatchObject({ id: a, kind: 'latent', note: 'a *note*', evidence, settings })
  moveFinding(db, c, a)
  expect(titles(db)).toBe('cab')
  moveFinding(db, c, null)
  expect(titles(db)).toBe('abc')
  moveFinding(db, b, b)
  expect(titles(db)).toBe('abc')
  for (let times = 0; times < 200; times += 1) moveFinding(db, times % 2 === 0 ? b : a, times % 2 === 0 ? a : b)
  expect(titles(db)).toBe('abc')
})

test('a finding taken out can be put back where it was', () => {
  const { db } = temporaryStore()
  const [, b] = ['a', 'b', 'c'].map((title) => keep(db, title)) as [number, number, number]
  removeFinding(db, b)
  expect(titles(db)).toBe('ac')
  keep(db, 'd')
  expect(restoreFinding(db, b).title).toBe('b')
  expect(titles(db)).toBe('abcd')
})

test('the note and the title change apart', () => {
  const { db } = temporaryStore()
  const id = keep(db, 'a')
  expect(updateFinding(db, id, { note: '' })).toMatchObject({ title: 'a', note: '' })
  expect(updateFinding(db, id, { title: 'new' })).toMatchObject({ title: 'new', note: '' })
})

test('a request sent twice keeps one finding', () => {
  const { db } = temporaryStore()
  expect(keep(db, 'a', 'r1')).toBe(keep(db, 'a', 'r1'))
  keep(db, 'b')
  keep(db, 'b')
  expect(titles(db)).toBe('abb')
})

test('a finding that never was is said so', () => {
  const { db } = temporaryStore()
  for (const call of [() => removeFinding(db, 9), () => updateFinding(db, 9, {}), () => moveFinding(db, 9, null)]) {
    expect(failureOf(call).code).toBe('not-found')
  }
})
