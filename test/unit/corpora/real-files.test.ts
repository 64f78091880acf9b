import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { discoverCorpora } from '../../../src/main/engine/corpora/discover.ts'
import { importCorpus } from './corpus-folder.ts'

/** Real text, beside the repository; its README says how many rows each file has. */
const real = resolve('..', 'shared', 'data')

describe('the real files in ../shared/data', () => {
  beforeEach(({ skip }) => skip(!existsSync(real), `the real texts are not at ${real}`))

  it.each([
    ['wikipedia_movies', 7000, ['text']],
    ['medquad', 2000, ['text', 'prompt']],
    ['gsm8k_solutions', 1400, ['text', 'prompt']],
    ['politeness', 3853, ['text']],
    ['xstest', 900, ['text', 'prompt']],
    ['anthropic_persona', 7000, ['text']],
    ['banking77', 6000, ['text']],
    ['human_vs_machine', 1800, ['text']],
    ['us_speeches', 83, ['text']],
  ])('%s: %i documents, none lost', async (name, count, channels) => {
    const { documents, notices, problems, preview } = await importCorpus(join(real, `${name}.jsonl.gz`))
    expect(problems).toEqual([])
    expect(notices).toEqual([])
    expect(documents).toHaveLength(count)
    expect(preview.mapping).toEqual({ id: 'id', channels: channels.map((field) => ({ name: field, field })) })
    expect(new Set(documents.map(({ id }) => id)).size).toBe(count)
  })

  it('model answers: 15 corpora of 439 or 440, with the same ids and prompts', async () => {
    const sources = await discoverCorpora(join(real, 'model-answers'))
    expect(sources).toHaveLength(15)
    for (const source of sources) {
      const { documents, problems } = await importCorpus(source.path)
      expect(problems).toEqual([])
      expect([439, 440]).toContain(documents.length)
      expect(documents.every(({ id, texts }) => /^ae-\d{4}$/.test(id) && Object.keys(texts).join() === 'text,prompt')).toBe(true)
    }
  })
})
