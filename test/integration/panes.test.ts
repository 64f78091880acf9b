import { afterAll, beforeAll, expect, test } from 'vitest'
import { orderInput, rowsInput, textDifferenceInput } from '../../src/contract/documents.ts'
import type { z } from 'zod'
import type { Engine } from '../../src/main/engine/engine.ts'
import { readDemo } from '../support/demo-project.ts'
import { suiteFolder } from '../support/temporary-folder.ts'

const folder = suiteFolder()
const [a, b] = [{ corpus: 'assistant-a' }, { corpus: 'assistant-b' }]
let engine: Engine
/** Two latents present in some documents and absent from others. */
let latents: readonly [number, number]

beforeAll(async () => {
  ;({ engine } = await readDemo(folder))
  const { latents: there } = await engine.operations.documents.get({ corpus: b.corpus, id: 'q-07', limit: 50 })
  const [first, second] = there.map(({ latent }) => latent)
  latents = [first ?? 0, second ?? 1]
}, 120_000)
afterAll(() => engine.close())

const order = (input: z.input<typeof orderInput>) => engine.operations.documents.order(orderInput.parse(input))
const rowsOf = (input: z.input<typeof rowsInput>) => engine.operations.documents.rows(rowsInput.parse(input))
const all = Array.from({ length: 64 }, (_, ordinal) => ordinal)

test('a filter of all panes lets a pair through by either document; a pane’s own by its document alone', async () => {
  const text = 'sorry'
  const alone = await Promise.all([a, b].map((pane) => order({ panes: [pane], filter: { text } })))
  const [inA = [], inB = []] = alone.map(({ ordinals }) => [...(ordinals[0] ?? [])])
  const shared = await order({ panes: [a, b], filter: { text } })
  expect(shared.paired).toBe(shared.rows)
  expect(new Set(shared.ordinals[0])).toEqual(new Set([...inA, ...inB]))
  const own = await order({ panes: [a, { ...b, filter: { text } }] })
  expect(new Set(own.ordinals[1])).toEqual(new Set(inB))
  expect(own.paired).toBe(own.rows)
  const both = await order({
    panes: [
      { ...a, filter: { text } },
      { ...b, filter: { text } },
    ],
  })
  expect(new Set(both.ordinals[0])).toEqual(new Set(inA.filter((ordinal) => inB.includes(ordinal))))
})

test('conditions on latents go by pooled activation, present and absent, above the threshold or a value', async () => {
  const [latent, other] = latents
  const rows = await rowsOf({ source: b, ordinals: all, latent, beside: [other] })
  const strengths = rows.map(({ activation }) => activation ?? 0)
  const others = rows.map(({ beside }) => beside[0]?.activation ?? 0)
  const above = Math.max(...strengths) / 2
  const found = await order({
    panes: [b],
    filter: {
      latents: [
        { latent, is: 'present', above },
        { latent: other, is: 'absent', above: 0 },
      ],
    },
  })
  expect([...(found.ordinals[0] ?? [])]).toEqual(all.filter((at) => strengths[at]! > above && others[at] === 0))
  const [present = 0, absent = 0] = await Promise.all(
    (['present', 'absent'] as const).map((is) =>
      order({ panes: [b], filter: { latents: [{ latent, is }] } }).then(({ rows }) => rows),
    ),
  )
  expect(present).toBeGreaterThan(0)
  expect(present + absent).toBe(64)
})

test('rows go by length, id and metadata, both ways', async () => {
  const rows = await rowsOf({ source: a, ordinals: all })
  const bytes = rows.map(({ excerpt, characters }) => (characters === excerpt.length ? Buffer.byteLength(excerpt) : null))
  const longest = [...((await order({ panes: [a], order: 'length', descending: true })).ordinals[0] ?? [])]
  const known = longest.map((ordinal) => bytes[ordinal]).filter((each) => each !== null)
  expect(known).toEqual([...known].sort((x, y) => y! - x!))
  const ids = (await order({ panes: [a, b], order: 'id', descending: true })).ordinals[0] ?? []
  expect([...ids].map((ordinal) => rows[ordinal]?.id)).toEqual(
    rows
      .map(({ id }) => id)
      .sort()
      .reverse(),
  )
  const column = Object.keys(rows[0]?.metadata ?? {})[0] ?? ''
  const sorted = [...((await order({ panes: [a], order: 'column', column })).ordinals[0] ?? [])]
  const values = sorted.map((ordinal) => String(rows[ordinal]?.metadata[column]))
  expect(values).toEqual([...values].sort(new Intl.Collator('en', { numeric: true }).compare))
})

test('excerpts begin near the words that are looked for, and say where they stand', async () => {
  const { ordinals } = await order({ panes: [b], filter: { text: 'question' } })
  const rows = await rowsOf({ source: b, ordinals: [...(ordinals[0] ?? [])].slice(0, 20), words: 'question', characters: 80 })
  for (const { found, excerpt, from } of rows) {
    expect(found.length).toBeGreaterThan(0)
    for (const { start, end } of found.filter((each) => each.end <= from + excerpt.length))
      expect(excerpt.slice(start - from, end - from).toLowerCase()).toBe('question')
  }
})

test('two answers to one question: common words, and the latents that differ most', async () => {
  const ask = (limit: number) =>
    engine.operations.documents.difference(
      textDifferenceInput.parse({ first: { ...a, id: 'q-07' }, second: { ...b, id: 'q-07' }, limit }),
    )
  const { same, latents: differing, unread, shared, words } = await ask(500)
  const [first, second] = await Promise.all(
    [a, b].map(({ corpus }) => engine.operations.documents.get({ corpus, id: 'q-07', limit: 500 })),
  )
  for (let at = 0; at < same.length; at += 4) {
    const [from, to, start, end] = same.subarray(at, at + 4)
    expect(first?.text.slice(from, to).split(/\s+/)).toEqual(second?.text.slice(start, end).split(/\s+/))
  }
  expect(shared).toBeLessThanOrEqual(Math.min(...words))
  expect(unread).toBe(null)
  // A page gives the 500 strongest.
  const fits = (page: typeof first, latent: number, activation: number) => {
    const listed = page?.latents.find((each) => each.latent === latent)
    expect(activation).toBe(listed?.activation ?? (page?.latents.length === 500 ? activation : 0))
    if (listed === undefined) expect(activation).toBeLessThanOrEqual(page?.latents.at(-1)?.activation ?? 0)
  }
  expect(differing.length).toBeGreaterThan(5)
  for (const { latent, activations, share, maximum } of differing) {
    fits(first, latent, activations[0])
    fits(second, latent, activations[1])
    expect(share).toBeCloseTo((activations[1] - activations[0]) / maximum)
    expect(Math.abs(share)).toBeLessThanOrEqual(1)
  }
  expect((await ask(3)).latents).toEqual(differing.slice(0, 3))
})
