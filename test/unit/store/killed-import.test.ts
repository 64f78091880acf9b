import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { closeStore, openStoreForReading, openStoreForWriting } from '../../../src/main/engine/store/open-store.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { killed, startChild } from './run-child.ts'
import { dumpOf, importSeeded } from './seeded-import.ts'

/** Milliseconds after its first commit at which an import is killed; the last is let run to its end. */
const moments = [0, 3, 11, 25, 40]

test('an import killed at any moment and begun again gives what an uninterrupted one gives', { timeout: 60_000 }, async () => {
  const whole = openStoreForWriting(temporaryFolder())
  importSeeded(whole, () => undefined)
  const expected = dumpOf(whole)
  closeStore(whole)

  const folder = temporaryFolder()
  for (const moment of moments) {
    const child = await startChild('import.child.ts', [folder])
    await pause(moment)
    await killed(child)
    const beside = openStoreForReading(folder)
    expect(beside.pragma('integrity_check', { simple: true })).toBe('ok')
    closeStore(beside)
  }
  const db = openStoreForWriting(folder)
  importSeeded(db, () => undefined)
  expect(dumpOf(db)).toEqual(expected)
  expect(db.pragma('foreign_key_check')).toEqual([])
  closeStore(db)
})
