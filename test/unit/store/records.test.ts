import { expect, test } from 'vitest'
import type { Job } from '../../../src/contract/jobs.ts'
import { beginEncoding, finishEncoding, listEncodings, recordEncodingCounts } from '../../../src/main/engine/store/encodings.ts'
import { createJob, interruptedJobs, listJobs, updateJob } from '../../../src/main/engine/store/jobs.ts'
import { lensByHash, listLenses, recordLens } from '../../../src/main/engine/store/lenses.ts'
import { removeEncoding } from '../../../src/main/engine/store/removal.ts'
import { setStar, starredLatents } from '../../../src/main/engine/store/stars.ts'
import { write } from '../../../src/main/engine/store/write.ts'
import { channelOf, importTexts, lensNumber, temporaryStore } from './temporary-store.ts'

test('jobs are written down with what came of them, and those broken off are known again', () => {
  const { db } = temporaryStore()
  const [first, second] = [createJob(db, 'import', { names: ['films'] }, 'Import'), createJob(db, 'encode', {})]
  const job = listJobs(db)[1] as Job
  expect(job).toMatchObject({ id: first, kind: 'import', title: 'Import', state: 'queued', progress: null, result: null })
  const progress = { doing: 'films', done: 1, total: null, unit: 'documents', rate: null, remaining: null }
  updateJob(db, { ...job, state: 'running', progress })
  expect(interruptedJobs(db).map(({ job: each, request }) => [each.id, each.progress, request])).toEqual([
    [first, progress, { names: ['films'] }],
    [second, null, {}],
  ])
  const failure = { code: 'disk-full', message: 'full', hint: 'free some' } as const
  updateJob(db, { ...job, state: 'failed', failure, finishedAt: '2026-01-01T00:00:00Z' })
  expect(listJobs(db)[1]).toMatchObject({ state: 'failed', failure, finishedAt: '2026-01-01T00:00:00Z' })
  expect(interruptedJobs(db)).toHaveLength(1)
})

test('a lens recorded again keeps its number and takes its new folder', () => {
  const { db } = temporaryStore()
  const lens = { hash: 'h', name: 'small', title: 'Small', folder: '/a', manifest: { x: [1] }, dSae: 2048, hook: 'blocks.2' }
  const first = recordLens(db, lens)
  expect(recordLens(db, { ...lens, folder: '/b' })).toEqual({ ...first, folder: '/b' })
  recordLens(db, { ...lens, hash: 'i' })
  expect(listLenses(db).map((each) => each.hash)).toEqual(['i', 'h'])
  expect(lensByHash(db, 'none')).toBe(null)
})

test('an encoding begun again is the same one, as far as it got', () => {
  const { db } = temporaryStore()
  const corpus = importTexts(db, 'films', ['one'])
  const wanted = {
    corpus: corpus.corpus,
    channel: channelOf(corpus),
    lens: lensNumber(db),
    identity: 'i',
    settings: { a: 1 },
    device: 'cpu',
  }
  const begun = beginEncoding(db, wanted)
  expect(begun).toMatchObject({ state: 'reading', documents: 0, finishedAt: null, settings: { a: 1 } })
  recordEncodingCounts(db, begun.encoding, { documents: 1, tokens: 5, nonzeros: 9, seconds: 0.25 })
  expect(beginEncoding(db, wanted)).toMatchObject({ encoding: begun.encoding, tokens: 5, seconds: 0.25 })
  finishEncoding(db, begun.encoding, { documents: 1, tokens: 6, nonzeros: 9, seconds: 0.5 })
  expect(listEncodings(db, corpus.corpus)).toMatchObject([{ state: 'ready', tokens: 6 }])
  expect(listEncodings(db, corpus.corpus + 1)).toEqual([])
  removeEncoding(db, begun.encoding)
  expect(() => recordEncodingCounts(db, begun.encoding, { documents: 1, tokens: 6, nonzeros: 9, seconds: 0.5 })).toThrow('is gone')
})

test('stars are a set', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  for (const latent of [5, 3, 5]) setStar(db, lens, latent, true)
  setStar(db, lens, 9, false)
  expect([...starredLatents(db, lens)]).toEqual([3, 5])
  setStar(db, lens, 5, false)
  expect([...starredLatents(db, lens)]).toEqual([3])
})

test('a write is all or nothing, also within another', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  expect(() =>
    write(db, () => {
      setStar(db, lens, 1, true)
      throw new Error('no')
    }),
  ).toThrow('no')
  write(db, () => {
    setStar(db, lens, 2, true)
    expect(() =>
      write(db, () => {
        setStar(db, lens, 3, true)
        throw new Error('no')
      }),
    ).toThrow('no')
  })
  expect([...starredLatents(db, lens)]).toEqual([2])
})
