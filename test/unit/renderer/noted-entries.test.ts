import { expect, test } from 'vitest'
import { entriesOf, isGone } from '../../../src/renderer/views/lists/entries.ts'

test('what is flagged, in words or not, and what has a note; documents after latents, with those of a corpus that is gone', () => {
  const notes = {
    latents: [
      { latent: 3, label: 'dates', note: '', flag: '' },
      { latent: 9, label: null, note: 'two *things*', flag: null },
    ],
    documents: [
      { corpus: 'films', document: 'd2', ordinal: 1, note: 'odd', flag: 'off' },
      { corpus: 'letters', document: 'l7', ordinal: null, note: 'dated twice', flag: null },
    ],
  }
  const flagged = entriesOf(notes, 'flagged', { lens: 'small' })
  expect(flagged.map(({ on }) => on)).toEqual([
    { latent: 3, lens: 'small' },
    { corpus: 'films', document: 'd2' },
  ])
  const noted = entriesOf(notes, 'noted', {})
  expect(noted.map(({ on }) => on)).toEqual([
    { latent: 9 },
    { corpus: 'films', document: 'd2' },
    { corpus: 'letters', document: 'l7' },
  ])
  expect([...flagged, ...noted].map(isGone)).toEqual([false, false, false, false, true])
})
