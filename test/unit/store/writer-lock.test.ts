import { expect, test } from 'vitest'
import { closeStore, openStoreForReading, openStoreForWriting } from '../../../src/main/engine/store/open-store.ts'
import { isWrittenTo } from '../../../src/main/engine/store/writer-lock.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { killed, runChild, startChild } from './run-child.ts'
import { failureOf, importTexts } from './temporary-store.ts'

test('a second writer of the same process is refused and told who the first is', () => {
  const folder = temporaryFolder()
  const first = openStoreForWriting(folder, 'etalon import')
  const { code, message, hint } = failureOf(() => openStoreForWriting(folder))
  expect(code).toBe('locked')
  expect(isWrittenTo(folder)).toBe(true)
  expect(message).toContain(`etalon import (process ${process.pid}, since 20`)
  expect(hint).toContain('only read')
  closeStore(first)
  expect(isWrittenTo(folder)).toBe(false)
  closeStore(openStoreForWriting(folder))
  expect(isWrittenTo(temporaryFolder())).toBe(false)
})

test('a writer in another process is named; readers work beside it; killed, it leaves the lock free at once', async () => {
  const folder = temporaryFolder()
  const own = openStoreForWriting(folder)
  importTexts(own, 'films', ['one'])
  closeStore(own)

  const child = await startChild('open.child.ts', [folder, 'hold'])
  expect(failureOf(() => openStoreForWriting(folder)).message).toContain(`a child (process ${child.pid}`)
  const reader = openStoreForReading(folder)
  closeStore(reader)
  expect(runChild('open.child.ts', [folder, 'read'])).toEqual({ corpora: ['films'] })
  expect(isWrittenTo(folder)).toBe(true)
  await killed(child)
  expect(isWrittenTo(folder)).toBe(false)

  const after = openStoreForWriting(folder)
  expect(after.prepare('SELECT count(*) FROM corpora').pluck().get()).toBe(1)
  closeStore(after)
})

test('of many that start together one writes', async () => {
  const folder = temporaryFolder()
  closeStore(openStoreForWriting(folder))
  const children = await Promise.all(Array.from({ length: 4 }, () => startChild('open.child.ts', [folder, 'hold'])))
  const holding = children.filter((child) => child.exitCode === null)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(holding.filter((child) => child.exitCode === null)).toHaveLength(1)
  await Promise.all(children.map(killed))
})
