import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressOf, placeOf } from '../../../src/renderer/client/address.ts'
import { restoreView } from '../../../src/renderer/client/restore-view.ts'
import { type Pane, reconciledPanes, startView, type View, withPaneAdded } from '../../../src/renderer/client/view.ts'

const corpus = (name: string, documents: number, read = false) => ({
  name,
  documents,
  kind: 'jsonl',
  source: `${name}.jsonl`,
  bytes: 1,
  state: documents > 0 ? ('ready' as const) : ('new' as const),
  skipped: 0,
  channels: [],
  columns: [],
  encodings: read
    ? [
        {
          corpus: name,
          channel: 'text',
          lens: 'l',
          lensHash: 'h',
          state: 'ready' as const,
          documents,
          tokens: 1,
          nonzeros: 1,
          seconds: 1,
          device: 'cpu',
          deviceReason: null,
          precision: 'float32' as const,
          agreement: null,
        },
      ]
    : [],
})

test('a stored view comes back as it was', () => {
  const view: View = {
    ...startView,
    activity: 'document',
    latent: 12,
    lens: 'first',
    document: { corpus: 'a', channel: 'prompt', ordinal: 4, against: { corpus: 'b', channel: null, ordinal: 2 } },
    panes: [
      { key: 0, corpus: 'a', channel: null, filter: { text: 'x', where: { year: '1981' }, onlyPresent: true }, columns: ['year'] },
    ],
    order: 'column',
    orderColumn: 'year',
    orderDescending: true,
    pinned: [7, null, 9],
    dimmed: [9],
    filter: { where: { label: 'polite' }, latents: [{ latent: 3, is: 'absent', above: 0.5 }] },
    table: { ...startView.table, only: 'list:manner: of speech' },
    collection: 'noted',
    analysis: 'search',
    results: { differences: 3, search: 12 },
    dividers: { table: 0.4 },
    filling: 'panes',
  }
  expect(restoreView(JSON.parse(JSON.stringify(view)))).toEqual(view)
})

test('whatever is stored gives a view', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (stored) => {
      expect(Object.keys(restoreView(stored))).toEqual(Object.keys(startView))
    }),
  )
  expect(restoreView({ panes: [{ corpus: 1 }, null, { corpus: 'a', channel: 3 }], latent: -1 })).toEqual({
    ...startView,
    panes: [{ key: 0, corpus: 'a', channel: null, filter: {}, columns: [] }],
  })
})

test('an address and the place it names', () => {
  const place = { activity: 'document' as const, latent: 7, document: { corpus: 'a b&c#', channel: null, ordinal: 3 } }
  expect(placeOf(addressOf(place))).toEqual(place)
  const against = { corpus: 'c', channel: 'response', ordinal: 0 }
  expect(placeOf(addressOf({ ...place, document: { ...place.document, against } }))).toMatchObject({ document: { against } })
  expect(placeOf('#/compare')).toEqual({ activity: 'compare', latent: null })
  expect([placeOf('#Zm9vYmFy'), placeOf('#/nowhere'), placeOf('')]).toEqual([null, null, null])
})

test('panes follow the corpora: read ones first, gone ones go', () => {
  const corpora = [corpus('new', 0), corpus('plain', 5), corpus('read', 5, true)]
  const first = reconciledPanes([], corpora)
  expect(first.map((pane) => pane.corpus)).toEqual(['read', 'plain'])
  expect(reconciledPanes(first, corpora)).toBe(first)
  expect(reconciledPanes(first, [corpus('plain', 5)]).map((pane) => pane.corpus)).toEqual(['plain'])
  expect(reconciledPanes([], [])).toEqual([])
})

test('a corpus imported after the first joins a single pane only while the user has not chosen the panes', () => {
  const one = reconciledPanes([], [corpus('a', 5), corpus('b', 0)])
  const imported = [corpus('a', 5), corpus('b', 5), corpus('c', 5)]
  expect(reconciledPanes(one, imported)).toBe(one)
  const two = reconciledPanes(one, imported, true)
  expect(two.map((pane) => pane.corpus)).toEqual(['a', 'b'])
  expect(new Set(two.map(({ key }) => key)).size).toBe(2)
  expect(reconciledPanes(two, imported, true)).toBe(two)
})

test('a further pane takes a corpus that is not shown yet, with a key of its own', () => {
  const corpora = [corpus('a', 1, true), corpus('b', 1, true), corpus('c', 1, true)]
  let panes: readonly Pane[] = []
  for (let each = 0; each < 9; each++) panes = withPaneAdded(panes, corpora)
  expect(panes.map((pane) => pane.corpus)).toEqual(['a', 'b', 'c', 'a', 'a', 'a'])
  expect(new Set(panes.map((pane) => pane.key)).size).toBe(6)
})
