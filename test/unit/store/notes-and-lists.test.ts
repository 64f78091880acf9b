import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  latentListNamed,
  latentLists,
  latentsInList,
  removeLatentList,
  renameLatentList,
  setInList,
  setLatentsInList,
} from '../../../src/main/engine/store/latent-lists.ts'
import {
  documentNote,
  documentNotes,
  latentNote,
  latentNotes,
  setDocumentNote,
  setLatentNote,
} from '../../../src/main/engine/store/notes.ts'
import { projectPrompt, promptHistory, setProjectPrompt } from '../../../src/main/engine/store/project-prompts.ts'
import { removeCorpus } from '../../../src/main/engine/store/removal.ts'
import { failureOf, importTexts, keepHouse, lensNumber, temporaryStore } from './temporary-store.ts'

test('notes and flags of latents are set apart, and a row with neither is gone', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  setLatentNote(db, lens, 7, { flag: '' })
  expect(setLatentNote(db, lens, 7, { note: 'two meanings' })).toEqual({ note: 'two meanings', flag: '' })
  setLatentNote(db, lens, 2, { note: 'seen' })
  expect([...latentNotes(db, lens)]).toEqual([
    [2, { note: 'seen', flag: null }],
    [7, { note: 'two meanings', flag: '' }],
  ])
  setLatentNote(db, lens, 7, { flag: null, note: '' })
  expect([...latentNotes(db, lens).keys()]).toEqual([2])
  expect(latentNote(db, lens, 7)).toEqual({ note: '', flag: null })
  expect(latentNotes(db, lensNumber(db, 'another')).size).toBe(0)
})

test('notes on documents outlive their corpus', () => {
  const { db } = temporaryStore()
  const corpus = importTexts(db, 'films', ['one', 'two'])
  setDocumentNote(db, 'films', 'd2', { flag: 'off', note: 'odd' })
  removeCorpus(db, corpus.corpus)
  keepHouse(db)
  expect(documentNote(db, 'films', 'd2')).toEqual({ flag: 'off', note: 'odd' })
  expect(documentNotes(db)).toEqual([{ corpus: 'films', document: 'd2', flag: 'off', note: 'odd' }])
  setDocumentNote(db, 'films', 'd2', { flag: null, note: '' })
  expect(documentNotes(db)).toEqual([])
})

test('a list holds each latent once, in its order', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  const latent = fc.nat({ max: 6 })
  const step = fc.oneof(fc.array(latent, { maxLength: 8 }), fc.record({ latent, isIn: fc.boolean() }))
  let salt = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      salt += 1
      const { list } = latentListNamed(db, lens, `list ${salt}`)
      let model: number[] = []
      for (const each of steps) {
        if ('isIn' in each) {
          setInList(db, list, each.latent, each.isIn)
          if (!each.isIn) model = model.filter((one) => one !== each.latent)
          else if (!model.includes(each.latent)) model.push(each.latent)
        } else {
          setLatentsInList(db, list, each)
          model = [...new Set(each)]
        }
        expect(latentsInList(db, list)).toEqual(model)
      }
      expect(latentListNamed(db, lens, `list ${salt}`)).toMatchObject({ list, latents: model.length })
    }),
    { numRuns: 30 },
  )
})

test('lists have names of their own and go with their latents', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  const tones = latentListNamed(db, lens, 'tones')
  expect(latentListNamed(db, lens, 'tones')).toEqual(tones)
  const topics = latentListNamed(db, lens, 'topics')
  setLatentsInList(db, topics.list, [3, 1])
  expect(failureOf(() => renameLatentList(db, topics.list, 'tones'))).toMatchObject({ code: 'conflict' })
  expect(renameLatentList(db, topics.list, 'subjects')).toMatchObject({ name: 'subjects', latents: 2 })
  expect(latentLists(db, lens).map((each) => [each.name, each.latents])).toEqual([
    ['subjects', 2],
    ['tones', 0],
  ])
  removeLatentList(db, topics.list)
  expect(latentsInList(db, topics.list)).toEqual([])
  expect(failureOf(() => setInList(db, topics.list, 1, true))).toMatchObject({ code: 'not-found' })
})

test('a prompt of the project’s own keeps its history, and the shipped one can be gone back to', () => {
  const { db } = temporaryStore()
  expect(projectPrompt(db, 'label')).toBe(null)
  setProjectPrompt(db, 'label', null)
  setProjectPrompt(db, 'label', 'Say what it is.')
  setProjectPrompt(db, 'label', 'Say what it is.')
  setProjectPrompt(db, 'label', 'Say it better.')
  setProjectPrompt(db, 'detect', 'Which?')
  expect(projectPrompt(db, 'label')).toBe('Say it better.')
  setProjectPrompt(db, 'label', null)
  expect(projectPrompt(db, 'label')).toBe(null)
  expect(promptHistory(db, 'label').map((each) => each.text)).toEqual([null, 'Say it better.', 'Say what it is.'])
  expect(() => db.exec('DELETE FROM project_prompts')).toThrow('append-only')
})
