import { expect, test } from 'vitest'
import { addLabel, type NewLabel } from '../../../src/main/engine/store/label-changes.ts'
import {
  beginLabelImport,
  finishLabelImport,
  listLabelImports,
  setImportUndone,
  writeLabelImport,
} from '../../../src/main/engine/store/label-imports.ts'
import { labelRecords } from '../../../src/main/engine/store/label-records.ts'
import { setWithdrawn } from '../../../src/main/engine/store/label-withdrawals.ts'
import { countLabelVersions, currentLabel, currentLabels, labelById, labelHistory } from '../../../src/main/engine/store/labels.ts'
import { closeStore, openStoreForWriting } from '../../../src/main/engine/store/open-store.ts'
import { failureOf, lensNumber, temporaryStore } from './temporary-store.ts'

function scene() {
  const { db, folder } = temporaryStore()
  const lens = lensNumber(db)
  const version = (latent: number, text: string, more: Partial<NewLabel> = {}): NewLabel => ({
    lens,
    latent,
    text,
    notes: '',
    origin: 'import',
    author: 'file',
    ...more,
  })
  const texts = () => [...currentLabels(db, lens)].map(([latent, { text }]) => `${latent} ${text}`)
  return { db, folder, lens, version, texts }
}

test('what an import writes in parts is not there before its end, then all at once', () => {
  const { db, lens, version, texts } = scene()
  addLabel(db, version(1, 'before'))
  const counted = countLabelVersions(db, lens)
  const open = beginLabelImport(db, { lens, file: 'a.csv', most: 10 })
  writeLabelImport(db, open, 0, [version(1, 'one', { score: 0.5 }), version(2, 'two')])
  // Written meanwhile, by a machine: it is newer than all of the import.
  const meanwhile = addLabel(db, version(3, 'mine', { author: 'x' }))
  writeLabelImport(db, open, 2, [version(3, 'three'), version(4, 'four')])

  expect(texts()).toEqual(['1 before', '3 mine'])
  expect(labelHistory(db, lens, 1).map(({ text }) => text)).toEqual(['before'])
  expect(labelById(db, open.first)).toBeNull()
  expect(labelRecords(db, lens).map(({ text }) => text)).toEqual(['before', 'mine'])
  expect(listLabelImports(db, lens)).toEqual([])
  expect(countLabelVersions(db, lens)).toBe(counted + 1)

  finishLabelImport(db, open, 4)
  expect(texts()).toEqual(['1 one', '2 two', '3 mine', '4 four'])
  expect(meanwhile.id).toBeGreaterThan(open.first + 3)
  expect(labelHistory(db, lens, 3).map(({ text, current }) => [text, current])).toEqual([
    ['mine', true],
    ['three', false],
  ])
  expect(countLabelVersions(db, lens)).toBeGreaterThan(counted + 4)
  expect(listLabelImports(db, lens)).toMatchObject([{ id: open.id, file: 'a.csv', versions: 4, undone: false }])
})

test('one that never ended stays unseen, also to the next program, and takes nothing from later ones', () => {
  const { db, folder, lens, version, texts } = scene()
  writeLabelImport(db, beginLabelImport(db, { lens, file: 'a.csv', most: 9 }), 0, [version(1, 'half')])
  closeStore(db)
  const again = openStoreForWriting(folder)
  expect([...currentLabels(again, lens)]).toEqual([])
  expect(currentLabel(again, lens, 1)).toBeNull()
  const open = beginLabelImport(again, { lens, file: 'a.csv', most: 1 })
  writeLabelImport(again, open, 0, [version(1, 'whole')])
  finishLabelImport(again, open, 1)
  expect(labelHistory(again, lens, 1).map(({ text }) => text)).toEqual(['whole'])
  closeStore(again)
  expect(texts).toThrow('not open')
})

test('an import is taken back as one, and brought back', () => {
  const { db, lens, version, texts } = scene()
  addLabel(db, version(1, 'before'))
  const open = beginLabelImport(db, { lens, file: 'a.csv', most: 4 })
  writeLabelImport(db, open, 0, [version(1, 'one'), version(2, 'two'), version(3, 'three')])
  finishLabelImport(db, open, 3)
  addLabel(db, version(2, 'mine', { origin: 'person' }))
  setWithdrawn(db, open.first + 2, true, 'decision 1')
  let counted = countLabelVersions(db, lens)
  for (const undone of [true, true, false]) {
    expect(setImportUndone(db, open.id, undone)).toMatchObject({ id: open.id, undone, versions: 3 })
    expect(texts()).toEqual([undone ? '1 before' : '1 one', '2 mine'])
    expect(labelHistory(db, lens, 1).map(({ text, withdrawn }) => [text, withdrawn])).toEqual([
      ['one', undone],
      ['before', false],
    ])
  }
  expect(countLabelVersions(db, lens)).toBe((counted += 2))
  expect(failureOf(() => setImportUndone(db, 99, true))).toMatchObject({ code: 'not-found' })
})
