import { afterAll, beforeAll, expect, test } from 'vitest'
import { countLabelsInput } from '../../src/contract/model-requests.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import { finished, readDemo, testEngine } from '../support/demo-project.ts'
import { suiteFolder } from '../support/temporary-folder.ts'

const folder = suiteFolder()
let engine: Engine
let project: string
beforeAll(async () => {
  ;({ engine, project } = await readDemo(folder))
})
afterAll(() => engine.close())

test('notes and flags on latents and documents are kept, changed apart, and outlive the program', async () => {
  const { notes } = engine.operations
  await notes.setLatent({ latent: 7, note: 'fires on *lists*', flag: 'two meanings?' })
  expect(await notes.setLatent({ latent: 7, note: 'on lists' })).toEqual({ note: 'on lists', flag: 'two meanings?' })
  await notes.setDocument({ corpus: 'assistant-a', document: 'q-02', flag: '' })
  await expect(notes.setDocument({ corpus: 'assistant-a', document: 'nobody', note: 'x' })).rejects.toMatchObject({
    code: 'not-found',
  })
  await engine.close()
  engine = testEngine(folder)
  await engine.operations.project.open({ folder: project })
  expect(await engine.operations.notes.all({})).toMatchObject({
    latents: [{ latent: 7, note: 'on lists', flag: 'two meanings?' }],
    documents: [{ corpus: 'assistant-a', document: 'q-02', note: '', flag: '' }],
  })
  expect(await engine.operations.notes.setLatent({ latent: 7, note: '', flag: null })).toEqual({ note: '', flag: null })
  expect((await engine.operations.notes.all({})).latents).toEqual([])
})

test('lists of latents keep their order, are renamed and removed', async () => {
  const { notes } = engine.operations
  await notes.changeList({ name: 'manner', add: [9, 3, 9], take: [], remove: false })
  const { latents } = await notes.changeList({ name: 'manner', add: [5], take: [3], remove: false })
  expect(latents.map(({ latent }) => latent)).toEqual([9, 5])
  await notes.changeList({ name: 'manner', add: [], take: [], rename: 'tone', remove: false })
  expect(await notes.lists({})).toMatchObject([{ name: 'tone', latents: 2 }])
  await expect(notes.list({ name: 'manner' })).rejects.toMatchObject({ code: 'not-found' })
  await expect(notes.changeList({ name: 'tone', add: [1_000_000], take: [], remove: false })).rejects.toMatchObject({
    code: 'not-found',
  })
  await notes.changeList({ name: 'tone', add: [], take: [], remove: true })
  expect(await notes.lists({})).toEqual([])
})

test('the table of latents shows what is flagged, noted or in a list, and the report has notes and flags', async () => {
  const { notes, latents, findings, corpora } = engine.operations
  const [own = 0, other = 0, third = 0] = (await latents.list({ ...defaults, sort: 'documentFrequency', limit: 3 })).rows.map(
    ({ latent }) => latent,
  )
  await notes.setLatent({ latent: own, flag: 'ask | Mina', note: '' })
  await notes.setLatent({ latent: other, note: 'see **there**' })
  await notes.changeList({ name: 'manner', add: [third, own], take: [], remove: false })
  const shown = async (only: { flagged?: true; noted?: true; list?: string }) =>
    (await latents.list({ ...defaults, ...only, sort: 'latent', limit: 9 })).rows.map(({ latent, flag, noted }) => [
      latent,
      flag,
      noted,
    ])
  expect(await shown({ flagged: true })).toEqual([[own, 'ask | Mina', false]])
  expect(await shown({ noted: true })).toEqual([[other, null, true]])
  expect(new Set((await shown({ list: 'manner' })).map(([latent]) => latent))).toEqual(new Set([own, third]))
  expect(await shown({ list: 'manner', flagged: true })).toEqual([[own, 'ask | Mina', false]])
  await expect(shown({ list: 'nothing' })).rejects.toMatchObject({ code: 'not-found' })
  expect(await notes.lists({ latent: own })).toMatchObject([{ name: 'manner', latents: 2, holds: true }])
  expect(await notes.lists({ latent: other })).toMatchObject([{ name: 'manner', holds: false }])

  // What was noted of a document outlives its corpus, and can still be changed.
  await notes.setDocument({ corpus: 'assistant-b', document: 'q-03', note: 'odd' })
  expect((await notes.all({})).documents).toContainEqual(
    expect.objectContaining({ corpus: 'assistant-b', document: 'q-03', ordinal: expect.any(Number) }),
  )
  await corpora.remove({ corpus: 'assistant-b' })
  expect((await notes.all({})).documents).toContainEqual({
    corpus: 'assistant-b',
    document: 'q-03',
    ordinal: null,
    note: 'odd',
    flag: null,
  })
  await notes.setDocument({ corpus: 'assistant-b', document: 'q-03', flag: 'gone' })
  const { text } = await findings.report({ format: 'md' })
  expect(text).toContain('## Notes and flags')
  expect(text).toMatch(new RegExp(`### Latent ${own}\\b[^]*Flagged: ask \\\\| Mina`))
  expect(text).toMatch(/### assistant-b, document `q-03`\n\nFlagged: gone\n\nodd/)
})

test('without any endpoint, labels are counted from the text and say that they are lists; a person’s label stands', async () => {
  const { labels, latents, review } = engine.operations
  const frequent = (await latents.list({ ...defaults, sort: 'documentFrequency', limit: 12 })).rows.map(({ latent }) => latent)
  const [own = 0] = frequent
  await labels.set({ latent: own, text: 'what I say', notes: '' })
  const job = await review.count(countLabelsInput.parse({ of: { latents: frequent } }))
  const done = (await finished(engine, job)) as { counted: number; accepted: number; none: number }
  expect(done.counted + done.none).toBe(12)
  expect(done.counted).toBeGreaterThanOrEqual(6)
  // They take the place of lists only: the lens's own labels were written.
  const before = (await Promise.all(frequent.map((latent) => labels.history({ latent })))).map(
    (versions) => versions.at(-1)?.origin,
  )
  expect(done.accepted).toBe(before.filter((origin) => origin === undefined || origin === 'statistics').length)
  for (const latent of frequent) {
    const proposed = await review.candidates({ latent })
    for (const { text } of proposed) expect(text).toMatch(/^(tokens|after|phrases|text with) /)
  }
  expect((await labels.history({ latent: own })).find((each) => each.current)).toMatchObject({
    text: 'what I say',
    origin: 'person',
  })
})

const defaults = { alive: true, descending: true, offset: 0 } as const
