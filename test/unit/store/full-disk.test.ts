import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished, test, expect } from 'vitest'
import { matchingOrdinals } from '../../../src/main/engine/store/document-filter.ts'
import { beginImport, commitDocuments, finishImport } from '../../../src/main/engine/store/imports.ts'
import { closeStore, openStoreForReading, openStoreForWriting } from '../../../src/main/engine/store/open-store.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { channelOf, documentOf, failureOf, importOf } from './temporary-store.ts'

/** A disk of `megabytes` in memory; null where this user may not mount one. */
function smallDisk(megabytes: number): string | null {
  const point = join(temporaryFolder(), 'disk')
  mkdirSync(point)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', point], { stdio: 'ignore' })
  } catch {
    return null
  }
  onTestFinished(() => void execFileSync('umount', ['-l', point]))
  return point
}

test('on a disk that fills up an import fails in a sentence, loses nothing, and goes on when there is room', (context) => {
  const disk = smallDisk(6)
  if (disk === null) return context.skip('needs Linux and the right to mount a tmpfs')
  const ballast = join(disk, 'ballast')
  writeFileSync(ballast, Buffer.alloc(2 * 1024 * 1024))
  const folder = join(disk, '.etalon')
  const db = openStoreForWriting(folder)
  const { corpus } = beginImport(db, importOf('films'))
  const batch = (from: number): Parameters<typeof commitDocuments>[2] => ({
    documents: Array.from({ length: 50 }, (_, at) => documentOf(from + at, `word${from + at} `.repeat(500))),
    problems: [],
  })
  let committed = 0
  const failure = failureOf(() => {
    for (;;) {
      commitDocuments(db, corpus, batch(committed + 1), committed + 50)
      committed += 50
    }
  })
  expect(failure).toMatchObject({ code: 'disk-full', message: expect.stringContaining('committed before is kept') })
  expect(committed).toBeGreaterThan(0)
  expect(beginImport(db, importOf('films'))).toMatchObject({ documents: committed, rowsRead: committed })

  rmSync(ballast)
  commitDocuments(db, corpus, batch(committed + 1), committed + 50)
  const ready = finishImport(db, corpus)
  expect(matchingOrdinals(db, { corpus, channels: [channelOf(ready)], text: `word${committed + 50}` })).toHaveLength(1)
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  closeStore(db)
})

test('on a disk that is full already a store is neither made nor harmed', (context) => {
  const disk = smallDisk(1)
  if (disk === null) return context.skip('needs Linux and the right to mount a tmpfs')
  const folder = join(disk, '.etalon')
  mkdirSync(folder)
  expect(() => writeFileSync(join(disk, 'ballast'), Buffer.alloc(2 * 1024 * 1024))).toThrow('ENOSPC')
  expect(failureOf(() => openStoreForWriting(folder)).code).toBe('disk-full')
  expect(['not-found', 'disk-full']).toContain(failureOf(() => openStoreForReading(folder)).code)
})
