import { expect, test } from 'vitest'
import { clusterInput } from '../../../src/contract/clusters.ts'
import type { CorpusSummary } from '../../../src/contract/corpora.ts'
import { correlateInput } from '../../../src/contract/correlations.ts'
import { diffInput } from '../../../src/contract/differences.ts'
import { searchInput } from '../../../src/contract/search.ts'
import { trendInput } from '../../../src/contract/trends.ts'
import { columnsOf, readCorpora, sharedChannels } from '../../../src/renderer/client/analysis-scope.ts'
import * as clusters from '../../../src/renderer/views/clusters/draft.ts'
import * as correlations from '../../../src/renderer/views/correlations/draft.ts'
import * as differences from '../../../src/renderer/views/differences/draft.ts'
import * as search from '../../../src/renderer/views/search/draft.ts'

const corpus = (name: string, channels = ['text'], read = channels): CorpusSummary => ({
  name,
  kind: 'jsonl',
  source: `${name}.jsonl`,
  bytes: 1,
  state: 'ready',
  documents: 10,
  skipped: 0,
  channels: channels.map((channel) => ({ name: channel, field: channel, role: null })),
  columns: [{ name: 'year', kind: 'number', examples: ['1999'] }],
  encodings: read.map((channel) => ({
    corpus: name,
    channel,
    lens: 'l',
    lensHash: 'h',
    state: 'ready',
    documents: 10,
    tokens: 1,
    nonzeros: 1,
    seconds: 1,
    device: 'cpu',
    deviceReason: null,
    precision: 'float32' as const,
    agreement: null,
  })),
})
const corpora = [corpus('a'), corpus('b'), corpus('c')]
const lens = { lens: 'l' }
/** What a request is once the engine has parsed it. */
const parsed = <T>(schema: { parse(value: unknown): T }, request: { readonly input: unknown }) => schema.parse(request.input)

test('differences begin with the first two corpora and say what is missing', () => {
  const first = differences.settledDraft(differences.useDraft.getState(), corpora)
  expect([first.target, first.others, differences.missingIn(first)]).toEqual(['a', ['b'], null])
  expect(differences.missingIn({ ...first, others: [] })).toMatch(/at least one corpus/)
  expect(differences.settledDraft({ ...first, others: [] }, corpora).others).toEqual([])
  expect(differences.settledDraft({ ...first, others: ['gone'] }, corpora).others).toEqual(['b'])
  expect(differences.missingIn({ ...first, by: 'column' })).toMatch(/column/)
  expect(differences.missingIn({ ...first, question: 'trend', ordered: ['a', 'b'] })).toMatch(/three/)
  expect(differences.changedSettings(first)).toBe(0)
  expect(differences.changedSettings({ ...first, pair: 'none', coverage: [0.1, 1] })).toBe(2)
})

test('a comparison goes to the engine and comes back as it was set', () => {
  const first = differences.settledDraft(differences.useDraft.getState(), corpora)
  const scope = { channel: 'text', where: { year: '1999' }, threshold: 2, minTokens: 3 }
  const drafts: differences.Draft[] = [
    { ...first, others: ['b', 'c'], mode: 'union', pair: 'none', unit: 'year', control: ['year'], scope },
    { ...first, by: 'column', corpus: 'b', column: 'year', value: '1999', values: ['2000', '2001'] },
    {
      ...first,
      by: 'given',
      given: [
        { corpora: ['a', 'b'], ordinals: { a: '0-3', b: '1' }, name: 'picked' },
        { corpora: ['a'], whereNot: { year: '1999' } },
      ],
    },
  ]
  for (const draft of drafts) {
    const back = differences.draftOf(parsed(diffInput, differences.requestOf(draft, lens)))
    expect(differences.requestOf(back, lens)).toEqual(differences.requestOf(draft, lens))
  }
})

test('a trend over numbers stands where the numbers are', () => {
  const first = differences.settledDraft(differences.useDraft.getState(), corpora)
  const trend: differences.Draft = {
    ...first,
    question: 'trend',
    by: 'column',
    corpus: 'a',
    column: 'year',
    ordered: ['1990', '1995', '2010'],
  }
  const request = differences.requestOf(trend, lens)
  expect(request.input).toMatchObject({ positions: [1990, 1995, 2010] })
  expect(differences.draftOf(parsed(trendInput, request)).ordered).toEqual(['1990', '1995', '2010'])
  expect(differences.requestOf({ ...trend, ordered: ['early', 'middle', 'late'] }, lens).input).not.toHaveProperty('positions')
})

test('pairs go to the engine and come back as they were set', () => {
  const channels = ['prompt', 'response']
  const first = correlations.settledDraft(correlations.useDraft.getState(), corpora, channels)
  expect(first.corpora).toEqual(['a'])
  expect(correlations.missingIn({ ...first, pairs: 'column' })).toMatch(/column/)
  for (const draft of [
    first,
    { ...first, pairs: 'between' as const, apart: true },
    { ...first, pairs: 'column' as const, column: 'year' },
  ]) {
    const back = correlations.draftOf(parsed(correlateInput, correlations.requestOf(draft, lens)))
    expect(correlations.requestOf(back, lens)).toEqual(correlations.requestOf(draft, lens))
  }
  expect(correlations.settledDraft({ ...first, pairs: 'between' }, corpora, ['text']).pairs).toBe('within')
})

test('an axis is left to the engine unless latents of it were unticked', () => {
  const picks = [4, 9, 12].map((latent) => ({ latent, label: `l${latent}`, similarity: 0.8, documentFrequency: 0.1 }))
  const draft = clusters.settledDraft({ ...clusters.useDraft.getState(), query: ' tone ', k: 4 }, corpora)
  expect(clusters.requestOf(draft, lens, picks).input).toMatchObject({ query: 'tone', k: 4 })
  expect(clusters.requestOf(draft, lens, picks).input).not.toHaveProperty('latents')
  expect(clusters.requestOf({ ...draft, without: [9] }, lens, picks).input).toMatchObject({ query: 'tone', latents: [4, 12] })
  expect(clusters.missingIn({ ...draft, without: [4, 9, 12] }, picks, null)).toMatch(/at least one/)
  expect(clusters.missingIn(draft, [], null)).toMatch(/No label/)
  expect(clusters.missingIn(draft, [], 'openai')).toBeNull()
  expect(clusters.missingIn({ ...draft, query: '' }, undefined, null)).toBe(null)
  const back = clusters.draftOf(parsed(clusterInput, clusters.requestOf({ ...draft, without: [9] }, lens, picks)))
  expect(clusters.requestOf(back, lens, undefined).input).toMatchObject({ query: 'tone', latents: [4, 12] })
  const compared = { endpoint: null, model: 'bundled', labels: 3, leftOut: 0 }
  const similar = { lens: 'l', labelled: 3, compared, asks: null, latents: picks }
  expect(clusters.onAxis({ ...similar, cut: 0.8 })).toHaveLength(3)
  expect(clusters.onAxis({ ...similar, cut: 0.9 })).toEqual([])
})

test('a search goes to the engine and comes back; unticked latents stay out', () => {
  const draft = search.settledDraft({ ...search.useDraft.getState(), query: 'polite' }, corpora)
  expect(draft.corpora).toEqual(['a', 'b', 'c'])
  expect(search.missingIn({ ...draft, query: ' ' })).toMatch(/Type/)
  const picked = [3, 5].map((latent) => ({ latent, label: null, similarity: null, weight: 1, scale: 1 }))
  expect(search.searchOf({ ...draft, picked, without: [3] }, lens)).toMatchObject({ query: 'polite', latents: [5] })
  expect(search.searchOf(draft, lens)).not.toHaveProperty('latents')
  const example = { corpus: 'a', ordinal: 3, id: 'x' }
  const full = {
    ...draft,
    like: [example],
    rule: { kind: 'lines' as const, join: 'all' as const, conditions: [{ kind: 'text' as const, not: true, text: 'no' }] },
  }
  const back = search.draftOf(searchInput.parse(search.searchOf(full, lens)))
  expect(search.searchOf(back, lens)).toEqual(search.searchOf(full, lens))
  expect(search.missingIn({ ...draft, query: '', like: [example] })).toBe(null)
})

test('corpora, channels and columns that can be analysed', () => {
  const two = corpus('two', ['prompt', 'response'])
  const half = corpus('half', ['prompt', 'response'], ['prompt'])
  expect(readCorpora([two, corpus('unread', ['text'], [])]).map(({ name }) => name)).toEqual(['two'])
  expect(readCorpora([two], 'another lens')).toEqual([])
  expect(sharedChannels([two, half], ['two', 'half'])).toEqual(['prompt'])
  expect(sharedChannels([two], [])).toEqual([])
  expect(columnsOf([two, half], ['two', 'half']).map(({ name }) => name)).toEqual(['year'])
})
