import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { endpointSchema, promptNames } from '../../../src/contract/language-models.ts'
import { parsePrompt, promptPlaces } from '../../../src/main/engine/labels/prompts/template.ts'
import { draftOf, emptyDraft, endpointOf, issuesOf, knownEndpoints } from '../../../src/renderer/views/models/endpoint-draft.ts'
import { failedWords, ledgerSums } from '../../../src/renderer/views/models/ledger-sums.ts'
import { promptIssues } from '../../../src/renderer/views/models/prompt-places.ts'

describe('an endpoint as it is typed', () => {
  const typed = { ...emptyDraft, name: 'ollama', url: 'http://127.0.0.1:11434/v1', model: 'llama3.1:8b' }

  test('what has no issues is what the engine takes, and comes back as it was', () => {
    const odd = fc.constantFrom('', ' ', '0', '-1', '1.5', '65', '100,000', 'x', '9 lives', 'http://a', 'sk-1234', '€uro per day')
    const mostly = (...usual: readonly string[]) =>
      fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: odd })
    const drafts = fc.record({
      name: mostly('ollama', ' a.b-c_1 '),
      url: mostly('http://127.0.0.1:11434/v1', 'https://api.openai.com/v1'),
      model: mostly('llama3.1:8b', 'm'),
      concurrency: mostly('1', '64'),
      contextTokens: mostly('', '512', '128,000'),
      timeout: mostly('1', '0.5', '3600'),
      priceIn: mostly('', '0', '0.25'),
      priceOut: mostly('', '2'),
      currency: mostly('USD', '€'),
      embeddingModel: mostly('', 'embed-small'),
      embeddingPrice: mostly('', '0.02'),
      keyVariable: mostly('', 'A_KEY'),
    })
    fc.assert(
      fc.property(drafts, (draft) => {
        if (Object.keys(issuesOf(draft, [])).length > 0) return
        const endpoint = endpointSchema.parse(endpointOf(draft))
        expect(endpointSchema.parse(endpointOf(draftOf(endpoint)))).toEqual(endpoint)
      }),
      { numRuns: 500 },
    )
  })

  test('each field says what is wrong with it', () => {
    expect(Object.keys(issuesOf(emptyDraft, []))).toEqual(['name', 'url', 'model'])
    expect(issuesOf(typed, [])).toEqual({})
    expect(issuesOf(typed, ['ollama']).name).toBe('There is an endpoint of this name.')
    expect(issuesOf({ ...typed, priceIn: '0.25' }, [])).toHaveProperty('priceOut')
    expect(issuesOf({ ...typed, embeddingPrice: '0.02' }, [])).toHaveProperty('embeddingModel')
    expect(issuesOf({ ...typed, url: 'file:///etc/passwd' }, [])).toHaveProperty('url')
    expect(issuesOf({ ...typed, keyVariable: 'sk-abc' }, [])).toHaveProperty('keyVariable')
  })

  test('thousands may be written with commas, and known addresses are addresses', () => {
    expect(endpointOf({ ...typed, contextTokens: '128,000' }).contextTokens).toBe(128_000)
    for (const { name, url } of knownEndpoints) expect(issuesOf({ ...typed, name, url }, [])).toEqual({})
  })
})

describe('a ledger', () => {
  const row = {
    stage: 'score',
    endpoint: 'openai',
    model: 'm',
    calls: 10,
    failed: { 'timed-out': 1, 'rate-limited': 3 },
    reused: 2,
    inputTokens: 100,
    outputTokens: 10,
    estimated: false,
    cost: 0.5,
    currency: 'USD',
  } as const

  test('is added up, money of each currency apart', () => {
    const rows = [row, { ...row, cost: 1, currency: 'EUR', estimated: true }, { ...row, cost: null, currency: null }, row]
    expect(ledgerSums(rows)).toEqual({
      calls: 40,
      reused: 8,
      failed: 16,
      inputTokens: 400,
      outputTokens: 40,
      estimated: true,
      costs: [
        { currency: 'USD', amount: 1 },
        { currency: 'EUR', amount: 1 },
      ],
    })
    expect(ledgerSums([]).costs).toEqual([])
  })

  test('says why tries failed, the commonest reason first', () => {
    expect(failedWords(row.failed)).toBe('3 rate-limited, 1 timed-out')
    expect(failedWords({})).toBe('')
  })
})

describe('a prompt as it is typed', () => {
  const shipped = (name: string) => readFileSync(join(import.meta.dirname, `../../../resources/prompts/${name}.md`), 'utf8')

  test.each(promptNames)('the shipped %s has nothing wrong, and lacks a place that is taken out', (name) => {
    const places = promptPlaces[name]
    expect(promptIssues(shipped(name), places)).toEqual([])
    for (const place of places)
      expect(promptIssues(shipped(name).replaceAll(`{{${place}}}`, ''), places)).toEqual([`Missing after “# User”: {{${place}}}.`])
  })

  test('what is said to be wrong the engine refuses', () => {
    const parts = ['# System', '# User', 'words', '{{fence}}', '{{label}}', '{{passages}}', '{{count}}', '{{odd}}', '']
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 12 }), (lines) => {
        const text = lines.join('\n')
        if (promptIssues(text, promptPlaces.detect).length > 0)
          expect(() => parsePrompt('detect', text)).toThrow('The prompt "detect"')
      }),
    )
  })
})
