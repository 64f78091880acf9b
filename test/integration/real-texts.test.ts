import { copyFileSync, existsSync, globSync, mkdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ImportedCorpus } from '../../src/contract/corpora.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import { finished, repository, testEngine } from '../support/demo-project.ts'
import { suiteFolder } from '../support/temporary-folder.ts'

const data = resolve(repository, '..', 'shared', 'data')
const folder = suiteFolder()

describe('the model answers and the movies', () => {
  beforeEach(({ skip }) => skip(!existsSync(data), `the real texts are not at ${data}`))

  let engine: Engine
  let imported: readonly ImportedCorpus[] = []
  beforeAll(async () => {
    engine = testEngine(folder)
    if (!existsSync(data)) return
    const project = join(folder, 'project')
    mkdirSync(project)
    for (const file of [...globSync('model-answers/*.jsonl.gz', { cwd: data }), 'wikipedia_movies.jsonl.gz'])
      copyFileSync(join(data, file), join(project, basename(file)))
    await engine.operations.project.open({ folder: project })
    imported = (await finished(engine, await engine.operations.corpora.import({}))) as readonly ImportedCorpus[]
    await finished(
      engine,
      await engine.operations.corpora.encode({ corpora: ['text_davinci_001', 'text_davinci_003'], channel: 'text' }),
    )
  }, 300_000)
  afterAll(() => engine.close())

  test('are imported with no row lost', () => {
    expect(imported).toHaveLength(16)
    expect(imported.every((corpus) => corpus.skippedCount === 0)).toBe(true)
    const counts = new Map(imported.map((corpus) => [corpus.name, corpus.documents]))
    expect(counts.get('wikipedia_movies')).toBe(7000)
    counts.delete('wikipedia_movies')
    expect([...counts.values()].every((documents) => documents === 439 || documents === 440)).toBe(true)
  })

  test('pair by id, and answer every question', async () => {
    const { operations } = engine
    const panes = ['text_davinci_001', 'text_davinci_003'].map((corpus) => ({ corpus }))
    const list = await operations.latents.list({
      panes: panes.map((pane) => pane.corpus),
      sort: 'difference',
      descending: true,
      alive: true,
      offset: 0,
      limit: 10,
    })
    expect(list.rows).toHaveLength(10)
    expect(list.rows[0]?.difference).toBeGreaterThan(0)
    const latent = list.rows[0]?.latent ?? 0
    const order = await operations.documents.order({ panes, latent, order: 'difference', filter: {} })
    expect(order.paired).toBeGreaterThan(430)
    const ordinals = [...(order.ordinals[0] ?? [])].filter((ordinal) => ordinal >= 0).slice(0, 50)
    const rows = await operations.documents.rows({ source: { corpus: 'text_davinci_001' }, ordinals, latent, characters: 300 })
    expect(rows).toHaveLength(50)
    for (const row of rows) {
      expect(row.excerpt.length).toBeLessThanOrEqual(300)
      for (const mark of row.marks) expect(mark.end).toBeGreaterThan(mark.start)
    }
    const page = await operations.latents.get({ latent })
    expect(page.topTokens.length).toBeGreaterThan(0)
    expect(page.perCorpus.map((each) => each.documents)).toEqual([439, 439])
    const filtered = await operations.documents.order({
      panes: [{ corpus: 'wikipedia_movies' }],
      order: 'corpus',
      filter: { text: 'comedy film' },
    })
    expect(filtered.rows).toBeGreaterThan(100)
    expect(filtered.rows).toBeLessThan(7000)
  })
})
