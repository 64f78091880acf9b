import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startSettings } from '../../../src/contract/settings.ts'
import { readingAsSet, readSettings, settingsChanger } from '../../../src/main/engine/settings-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

test('changes are kept one after the other, and what is not what it should be is as it came', async () => {
  const home = temporaryFolder()
  expect(await readSettings(home)).toEqual(startSettings)
  const change = settingsChanger(home)
  await Promise.all([change({ theme: 'dark' }), change({ keys: { jobs: 'mod+shift+j' } }), change({ zoom: 120 })])
  expect(await readSettings(home)).toEqual({ ...startSettings, theme: 'dark', keys: { jobs: 'mod+shift+j' }, zoom: 120 })
  const file = join(home, 'settings.json')
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), zoom: 'large', theme: 'pink' }))
  expect(await readSettings(home)).toEqual({ ...startSettings, keys: { jobs: 'mod+shift+j' } })
  writeFileSync(file, 'no JSON')
  expect(await readSettings(home)).toEqual(startSettings)
})

test('a reading takes the device and threads that are set, where it says none and its precision leaves the choice', async () => {
  const home = temporaryFolder()
  await settingsChanger(home)({ device: 'cuda', threads: 2 })
  expect(await readingAsSet(home, {})).toEqual({ device: 'cuda', threads: 2 })
  expect(await readingAsSet(home, { device: 'cpu', threads: 1 })).toEqual({ device: 'cpu', threads: 1 })
  expect(await readingAsSet(home, { precision: 'int8' })).toEqual({ precision: 'int8', threads: 2 })
})
