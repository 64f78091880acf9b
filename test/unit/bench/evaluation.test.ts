import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Query, relevantRows, wordLift } from '../../../bench/evaluation/relevance.ts'
import { fusedScores } from '../../../bench/evaluation/search-systems.ts'
import { fuseByRank } from '../../../src/main/engine/analysis/retrieve/fuse.ts'

const folder = join(import.meta.dirname, '../../../bench/evaluation')
const { queries } = JSON.parse(readFileSync(join(folder, 'queries.json'), 'utf8')) as { queries: readonly Query[] }
const query = (relevant: Query['relevant'], words = 'numbered steps'): Query => ({
  id: 'q',
  part: 'test',
  kind: 'form',
  corpora: ['a'],
  query: words,
  relevant,
})

describe('the queries', () => {
  test('are enough, of both kinds, and none is in both parts', () => {
    const of = (part: Query['part'], kind: Query['kind']) =>
      queries.filter((each) => each.part === part && each.kind === kind).length
    expect(of('test', 'content')).toBeGreaterThanOrEqual(30)
    expect(of('test', 'form')).toBeGreaterThanOrEqual(30)
    expect(of('development', 'content')).toBeGreaterThanOrEqual(12)
    expect(of('development', 'form')).toBeGreaterThanOrEqual(12)
    expect(new Set(queries.map((each) => each.query)).size).toBe(queries.length)
    expect(new Set(queries.map((each) => JSON.stringify([each.corpora, each.relevant]))).size).toBe(queries.length)
  })

  test('have patterns that can be read', () => {
    for (const each of queries) expect(() => relevantRows(each, [{ text: 'a text' }]), each.id).not.toThrow()
  })
})

describe('relevance', () => {
  test('by a column, also one of lists', () => {
    const rows = [{ text: '', genres: ['War', 'Drama'] }, { text: '', genres: [] }, { text: '', genres: 'War' }, { text: '' }]
    expect([...relevantRows(query({ column: 'genres', values: ['War'] }), rows)]).toEqual([1, 0, 1, 0])
  })

  test('by a pattern found often enough', () => {
    const rows = [{ text: '1. a\n2. b\n3. c' }, { text: '1. a\n2. b' }, { text: 'none' }]
    expect([...relevantRows(query({ pattern: '^\\d\\.', least: 3, flags: 'mu' }), rows)]).toEqual([1, 0, 0])
  })

  test('says how far the words of a query give it away', () => {
    const rows = [{ text: 'Numbered, so.' }, { text: 'steps' }, { text: 'a numbered one' }, { text: 'unnumbered' }]
    expect(wordLift(query({ pattern: '', least: 0, flags: '' }), rows, Uint8Array.from([1, 1, 0, 0]))).toBe(0.5)
  })
})

test('fuses as the product does at its constant', () => {
  const lists = [Uint32Array.from([4, 1, 7]), Uint32Array.from([7, 4, 0, 2])]
  const scores = fusedScores(
    lists.map((ordinals) => ({ ordinals, scores: new Float32Array(ordinals.length) })),
    60,
    9,
  )
  for (const { ordinal, score } of fuseByRank(lists, 9)) expect(scores[ordinal]).toBe(score)
  expect(scores.filter((score) => score > 0)).toHaveLength(5)
})
