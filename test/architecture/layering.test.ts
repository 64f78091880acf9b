import { describe, expect, test } from 'vitest'
import { layering } from '../../tools/layering.mjs'
import { repositoryRoot } from '../support/repository-files.ts'
import { temporaryCheckout } from '../support/temporary-checkout.ts'

/** A small source tree in which every import is allowed. */
const sound = {
  'src/contract/failure.ts': "import { z } from 'zod'\nexport const failure = z.string()",
  'src/main/engine/numerics/mean.ts': 'export const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0)',
  'src/main/engine/store/open-store.ts':
    "import Database from 'better-sqlite3'\nexport const openStore = () => new Database(':memory:')",
  'src/main/engine/inference/run.entry.ts': "import { Tensor } from 'onnxruntime-node'\nexport const tensor = () => Tensor",
  'src/main/engine/analysis/compare.ts':
    "import { mean } from '../numerics/mean.ts'\nimport { openStore } from '../store/open-store.ts'\nexport const compare = [mean, openStore]",
  'src/main/engine/encoding/encode.ts': "import { mean } from '../numerics/mean.ts'\nexport const encode = mean",
  'src/main/engine/operations/corpora.ts':
    "import { compare } from '../analysis/compare.ts'\nimport { encode } from '../encoding/encode.ts'\nexport const corpora = [compare, encode]",
  'src/main/engine/engine.ts': "import { corpora } from './operations/corpora.ts'\nexport const engine = corpora",
  'src/main/port.ts': "import { failure } from '../contract/failure.ts'\nexport const port = failure",
  'src/main/loopback/serve.ts': "import { engine } from '../engine/engine.ts'\nexport const serve = engine",
  'src/main/cli/index.ts': "import { serve } from '../loopback/serve.ts'\nserve",
  'src/main/desktop/window.ts': "import { BrowserWindow } from 'electron'\nexport const openWindow = () => BrowserWindow",
  'src/main/index.ts': "import { openWindow } from './desktop/window.ts'\nopenWindow()",
  'src/preload/index.ts': "import { ipcRenderer } from 'electron'\nipcRenderer",
  'src/renderer/widgets/table.tsx': 'export const Table = () => <table />',
  'src/renderer/views/latents/latents.tsx': "import { Table } from '../../widgets/table.tsx'\nexport const Latents = Table",
  'src/renderer/views/documents/documents.tsx': "import { useState } from 'react'\nexport const Documents = () => useState",
  'src/renderer/app/index.tsx':
    "import { Latents } from '../views/latents/latents.tsx'\nimport { Documents } from '../views/documents/documents.tsx'\nexport const App = [Latents, Documents]",
}

/** What is wrong in the sound tree with `planted` added or put in place of what is there. */
function violationsOf(planted: Readonly<Record<string, string>>): Promise<{ read: number; violations: string[] }> {
  return layering(temporaryCheckout({ ...sound, ...planted }, ['package.json']))
}

/** A file that only imports, in the place of `path`'s own. */
const importing = (path: string, target: string) => ({ [path]: `import * as it from '${target}'\nexport const one = it` })
const importingType = (path: string, target: string) => ({
  [path]: `import type * as it from '${target}'\nexport type One = typeof it`,
})

const planted: readonly [title: string, files: Readonly<Record<string, string>>, rule: string][] = [
  ['the contract imports the engine', importing('src/contract/a.ts', '../main/engine/engine.ts'), 'contract-imports-only'],
  [
    'the contract imports a type of the engine',
    importingType('src/contract/a.ts', '../main/engine/engine.ts'),
    'contract-imports-only',
  ],
  ['the contract imports another package', importing('src/contract/a.ts', 'devalue'), 'contract-of-others'],
  ['the contract imports Node', importing('src/contract/a.ts', 'node:path'), 'contract-of-others'],
  [
    'a lower folder imports a higher one',
    importing('src/main/engine/store/a.ts', '../analysis/compare.ts'),
    'engine-store-imports-only',
  ],
  [
    'a lower folder imports a higher type',
    importingType('src/main/engine/store/a.ts', '../encoding/encode.ts'),
    'engine-store-imports-only',
  ],
  ['siblings of one row', importing('src/main/engine/analysis/a.ts', '../encoding/encode.ts'), 'engine-analysis-imports-only'],
  ['a folder imports the front door', importing('src/main/engine/analysis/a.ts', '../engine.ts'), 'engine-analysis-imports-only'],
  ['the engine imports a host', importing('src/main/engine/a.ts', '../loopback/serve.ts'), 'engine-front-door-imports-only'],
  ['the engine imports the port', importing('src/main/engine/operations/a.ts', '../../port.ts'), 'engine-operations-imports-only'],
  ['the command line past the front door', importing('src/main/cli/a.ts', '../engine/store/open-store.ts'), 'cli-imports-only'],
  [
    'by a dynamic import',
    { 'src/main/cli/a.ts': "export const late = () => import('../engine/store/open-store.ts')" },
    'cli-imports-only',
  ],
  ['loopback imports the command line', importing('src/main/loopback/a.ts', '../cli/index.ts'), 'loopback-imports-only'],
  ['desktop imports the command line', importing('src/main/desktop/a.ts', '../cli/index.ts'), 'desktop-imports-only'],
  ["Electron's entry imports the engine", importing('src/main/index.ts', './engine/engine.ts'), 'electron-entry-imports-only'],
  ['the port imports the engine', importing('src/main/port.ts', './engine/engine.ts'), 'port-imports-only'],
  ['main imports the window', importing('src/main/desktop/a.ts', '../../renderer/widgets/table.tsx'), 'desktop-imports-only'],
  ['the preload script imports main', importing('src/preload/index.ts', '../main/port.ts'), 'preload-imports-only'],
  [
    'the window imports the engine',
    importing('src/renderer/app/a.ts', '../../main/engine/numerics/mean.ts'),
    'renderer-imports-only',
  ],
  [
    'the window imports a type of the engine',
    importingType('src/renderer/app/a.ts', '../../main/port.ts'),
    'renderer-imports-only',
  ],
  ['the window imports Node', importing('src/renderer/app/a.ts', 'node:fs'), 'no-node-in-the-window'],
  ['the window imports Electron', importing('src/renderer/app/a.ts', 'electron'), 'electron-only'],
  ['a view imports its sibling', importing('src/renderer/views/latents/a.ts', '../documents/documents.tsx'), 'views-do-not-know'],
  ['a widget imports a view', importing('src/renderer/widgets/a.ts', '../views/latents/latents.tsx'), 'only-app-composes'],
  ['Electron in the engine', importingType('src/main/engine/jobs/a.ts', 'electron'), 'electron-only'],
  ['Electron in the command line', importing('src/main/cli/a.ts', 'electron'), 'electron-only'],
  ['SQLite outside the store', importing('src/main/engine/analysis/a.ts', 'better-sqlite3'), 'better-sqlite3-only'],
  ['a type of SQLite outside the store', importingType('src/main/engine/jobs/a.ts', 'better-sqlite3'), 'better-sqlite3-only'],
  ['ONNX Runtime outside inference', importing('src/main/engine/reader/a.ts', 'onnxruntime-node'), 'onnxruntime-node-only'],
  ['numerics with a package', importing('src/main/engine/numerics/a.ts', 'zod'), 'numerics-are-pure'],
  ["the window's package in the engine", importing('src/main/engine/analysis/a.ts', 'd3'), 'what-main-imports-is-a-dependency'],
  ['a package nobody lists', importing('src/main/engine/analysis/a.ts', 'picomatch'), 'no-unknown-package'],
  ['an import that leads nowhere', importing('src/main/engine/analysis/a.ts', './nowhere.ts'), 'no-unresolvable'],
  [
    'source imports a test',
    { ...importing('src/main/engine/a.ts', '../../../test/a.ts'), 'test/a.ts': 'export {}' },
    'imports-only',
  ],
  [
    'a cycle',
    { ...importing('src/main/engine/analysis/a.ts', './b.ts'), ...importing('src/main/engine/analysis/b.ts', './a.ts') },
    'no-cycle',
  ],
  ['a file alone', { 'src/main/engine/analysis/a.ts': 'export const alone = 1' }, 'no-orphan'],
  ['a folder no row speaks of', importing('src/main/extra/a.ts', '../port.ts'), 'no row of the layering'],
  ['an engine folder no row speaks of', importing('src/main/engine/extra/a.ts', '../numerics/mean.ts'), 'no row of the layering'],
]

describe('the layering', () => {
  test('holds in this repository, and every source file was read', async () => {
    const { read, violations } = await layering(repositoryRoot)
    expect(violations).toEqual([])
    expect(read).toBeGreaterThan(0)
  })

  test('says nothing of a sound tree, all of which it reads', async () => {
    expect(await violationsOf({})).toEqual({ read: Object.keys(sound).length, violations: [] })
  })

  test.each(planted)('catches: %s', async (_title, files, rule) => {
    const { violations } = await violationsOf(files)
    expect(violations.some((violation) => violation.includes(rule))).toBe(true)
  })
})
