import { describe, expect, test } from 'vitest'
import { readRepositoryFile } from '../support/repository-files.ts'

type Package = {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly allowScripts?: Readonly<Record<string, boolean>>
  readonly hasInstallScript?: boolean
  readonly integrity?: string
  readonly link?: boolean
}

const manifest = JSON.parse(readRepositoryFile('package.json')) as Package
const lock = (JSON.parse(readRepositoryFile('package-lock.json')) as { readonly packages: Readonly<Record<string, Package>> })
  .packages
const nameOf = (place: string): string => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** Whether a package wanted by the one at `place` is in the lock, where Node would look for it. */
function isLocked(place: string, wanted: string): boolean {
  for (let folder = place; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    if (`${folder === '' ? '' : `${folder}/`}node_modules/${wanted}` in lock) return true
    if (folder === '') return false
  }
}

describe('packages', () => {
  test('are pinned to exact versions', () => {
    const node24 = JSON.parse(readRepositoryFile('tools/node24/package.json')) as Package
    const wanted = { ...manifest.dependencies, ...manifest.devDependencies, ...node24.optionalDependencies }
    expect(Object.entries(wanted).filter(([, version]) => !/^(\d+\.\d+\.\d+|file:\.\/tools\/node24)$/.test(version))).toEqual([])
  })

  test("are locked for every platform: npm ci refuses a lock that lacks another platform's", () => {
    const missing = Object.entries(lock).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((wanted) => !isLocked(place, wanted))
        .map((wanted) => `${place} wants ${wanted}`),
    )
    expect(missing).toEqual([])
  })

  test('come from the registry with their hash, save the one of our own', () => {
    const unproven = Object.entries(lock).filter(
      ([place, { integrity, link }]) => place.includes('node_modules/') && !integrity && !link,
    )
    expect(unproven.map(([place]) => place)).toEqual([])
  })

  test('run no script when they are installed', () => {
    const scripted = Object.entries(lock).filter(([, { hasInstallScript }]) => hasInstallScript)
    expect(scripted.map(([place]) => nameOf(place)).filter((name) => manifest.allowScripts?.[name] !== false)).toEqual([])
    expect(Object.values(manifest.allowScripts ?? {}).filter((allowed) => allowed)).toEqual([])
    // For npm before 11, which does not know allowScripts.
    expect(readRepositoryFile('.npmrc')).toContain('ignore-scripts=true\n')
  })
})
