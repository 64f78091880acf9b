import { join } from 'node:path'
import { expect, test } from 'vitest'
import { forgetProject, recentProjects, rememberProject } from '../../../src/main/engine/recent-projects.ts'
import { keepLayout, readLayout } from '../../../src/main/engine/window-layouts.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

test('each project’s window is kept apart, and the last layout counts', async () => {
  const home = join(temporaryFolder(), 'home')
  expect(await readLayout(home, '/a')).toBe(null)
  await keepLayout(home, { folder: '/a', layout: 'first' })
  await keepLayout(home, { folder: '/a', layout: 'second' })
  await keepLayout(home, { folder: '/b/../a', layout: 'other' })
  expect([await readLayout(home, '/a'), await readLayout(home, '/b/../a'), await readLayout(home, '/b')]).toEqual([
    'second',
    'other',
    null,
  ])
})

test('a project that is forgotten leaves the others in their order', async () => {
  const home = temporaryFolder()
  for (const folder of ['/a', '/b', '/c']) await rememberProject(home, folder)
  await forgetProject(home, '/b')
  await forgetProject(home, '/never')
  expect((await recentProjects(home)).map(({ folder }) => folder)).toEqual(['/c', '/a'])
})
