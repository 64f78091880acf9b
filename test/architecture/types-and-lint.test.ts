import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { repositoryRoot } from '../support/repository-files.ts'
import { temporaryCheckout } from '../support/temporary-checkout.ts'

const settings = ['tsc', 'tsconfig.json', 'tsconfig.base.json', '.oxlintrc.json', 'package.json']

/** The lines of a tool's answer that `pattern` matches, as its groups joined by a space. */
function findings(folder: string, tool: string, words: readonly string[], pattern: RegExp): readonly string[] {
  const { stdout } = spawnSync(process.execPath, [join(repositoryRoot, 'node_modules', tool), ...words], {
    cwd: folder,
    encoding: 'utf8',
  })
  // In CI the linter writes in colour.
  return [...stripVTControlCharacters(stdout).matchAll(pattern)].map((match) => match.slice(1).join(' ')).sort()
}

/** One file in every project, so that none is empty. */
const sound = {
  'src/contract/a.ts': 'export const a = 1',
  'src/main/engine/numerics/a.ts': 'export const a = 1',
  'src/main/engine/jobs/a.ts': 'export const a = process.pid',
  'src/main/cli/a.ts': "import { a } from '../engine/jobs/a.ts'\nexport const b = a",
  'src/main/desktop/a.ts': "import { app } from 'electron'\nexport const a = app.name",
  'src/preload/a.ts': 'window.postMessage(1)\nexport {}',
  'src/renderer/a.tsx':
    "import './a.css'\nimport Work from 'monaco-editor/editor/editor.worker?worker'\nexport const a = { element: <b />, Work, title: document.title }",
  'test/a.ts': "import { a } from '../src/renderer/a.tsx'\nexport const b = a",
  'tools/a.mjs': 'export const a = 1',
}

test('the compiler keeps each side to what it may know', () => {
  const folder = temporaryCheckout(
    {
      ...sound,
      'src/contract/host.ts': 'export const a = process.pid',
      'src/contract/upwards.ts': "import { a } from '../main/engine/numerics/a.ts'\nexport const b = a",
      'src/main/engine/numerics/host.ts': "import fs from 'node:fs'\nexport const a = fs",
      'src/main/engine/jobs/page.ts': 'export const a = document.title',
      'src/main/cli/enumeration.ts': 'export enum Kind { one }',
      'src/main/cli/unchecked.ts': 'export const first = (words: readonly string[]): string => words[0]',
      'src/main/cli/without-ending.ts': "import { b } from './a'\nexport const c = b",
      'src/renderer/node.ts': "import fs from 'node:fs'\nexport const a = [fs, process.pid, Buffer.from('')]",
      'src/renderer/engine.ts': "import { a } from '../main/engine/numerics/a.ts'\nexport const b = a",
      'tools/wrong.mjs': '/** @param {string} word */\nexport const a = (word) => word.nothing',
    },
    settings,
  )
  expect(findings(folder, 'typescript/bin/tsc', ['-b', '--pretty', 'false'], /^(\S+)\(\d+,\d+\): error (TS\d+)/gm)).toEqual([
    'src/contract/host.ts TS2591',
    'src/contract/upwards.ts TS6307',
    'src/main/cli/enumeration.ts TS1294',
    'src/main/cli/unchecked.ts TS2322',
    'src/main/cli/without-ending.ts TS2835',
    'src/main/engine/jobs/page.ts TS2584',
    'src/main/engine/numerics/host.ts TS2591',
    'src/renderer/engine.ts TS6307',
    'src/renderer/node.ts TS2591',
    'src/renderer/node.ts TS2591',
    'src/renderer/node.ts TS2591',
    'tools/wrong.mjs TS2339',
  ])
})

test('the linter catches what needs types, and what we do not write', () => {
  const folder = temporaryCheckout(
    {
      ...sound,
      'src/main/engine/jobs/loose.ts': `
      import { a } from './a.ts'
      type Kind = 'one' | 'two'
      async function work(kind: Kind) {
        switch (kind) {
          case 'one':
            return a
        }
        return 2
      }
      export function start(given: any) {
        work('one')
        given.forEach(async () => { await work('two') })
        ;[1].forEach(async () => { await work('two') })
        console.log(given == 1, given == null)
        throw 'text'
      }`,
      'src/main/engine/jobs/typesOnly.ts': "import { Port } from './port.ts'\nexport const port: Port = { open: true }",
      'src/main/engine/jobs/port.ts': 'export type Port = { readonly open: boolean }',
    },
    settings,
  )
  expect(findings(folder, 'oxlint/bin/oxlint', ['--type-aware', 'src'], /^ {2}\S+ (\w+)\(([\w-]+)\)/gm)).toEqual([
    'eslint eqeqeq',
    'eslint no-console',
    'typescript consistent-type-imports',
    'typescript no-explicit-any',
    'typescript no-floating-promises',
    'typescript no-misused-promises',
    'typescript only-throw-error',
    'typescript switch-exhaustiveness-check',
    'unicorn filename-case',
  ])
})
