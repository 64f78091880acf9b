import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readRepositoryFile, repositoryFiles, repositoryRoot } from '../support/repository-files.ts'

const megabyte = 1024 * 1024
const files = repositoryFiles()
const written = files.filter((file) => /^(src|test|bench|tools|bin|training)\/.*\.(ts|tsx|mjs|css|py)$/.test(file))
const source = written.filter((file) => file.startsWith('src/'))
const lines = (file: string): number => readRepositoryFile(file).split('\n').length - 1

describe('files', () => {
  test('are there to be looked at', () => {
    expect(source.length).toBeGreaterThan(0)
  })

  test('have at most 400 lines, and 95 of 100 source files at most 300', () => {
    expect(written.filter((file) => lines(file) > 400)).toEqual([])
    const sizes = source.map(lines).sort((a, b) => a - b)
    expect(sizes[Math.floor(sizes.length * 0.95)]).toBeLessThanOrEqual(300)
  })

  test('are named for what they hold', () => {
    const drawer = /(^|\/)(utils?|helpers?|common|misc|shared)([./]|$)/i
    expect(files.filter((file) => drawer.test(file))).toEqual([])
  })

  test('export by name, each from where it is made', () => {
    expect(source.filter((file) => /^export (default|\*)/m.test(readRepositoryFile(file)))).toEqual([])
    const entries = ['src/main/index.ts', 'src/main/cli/index.ts', 'src/preload/index.ts']
    expect(source.filter((file) => /\/index\.tsx?$/.test(file) && !entries.includes(file))).toEqual([])
  })

  test('weigh at most 27 MB together', () => {
    const weights = files.map((file) => statSync(join(repositoryRoot, file)).size)
    expect(weights.reduce((sum, size) => sum + size, 0) / megabyte).toBeLessThanOrEqual(27)
  })
})

describe('processes and workers', () => {
  /** `new URL(…, import.meta.url)` beside the file that says it: how a process or worker is named so that bundles keep it. */
  const started = source.flatMap((file) =>
    [...readRepositoryFile(file).matchAll(/new URL\(\s*([`'"])(.*?)\1,\s*import\.meta\.url/g)]
      .map((match) => match[2] ?? '')
      .filter((target) => /\.tsx?$|import\.meta\.filename/.test(target))
      .map((target) => ({ file, target })),
  )

  test('are started as <name>.entry by the ending of the file that starts them', () => {
    expect(started.filter(({ target }) => !/^\.{1,2}\/.*\.entry\$\{import\.meta\.filename\.slice\(-3\)\}$/.test(target))).toEqual(
      [],
    )
  })

  test('are all started by someone, and all there', () => {
    const targets = started.map(({ file, target }) => join(file, '..', target.replace(/\$\{.*\}$/, '.ts')).replaceAll('\\', '/'))
    expect([...new Set(targets)].sort()).toEqual(source.filter((file) => file.endsWith('.entry.ts')).sort())
  })
})
