import { execFileSync } from 'node:child_process'
import { appendFileSync, chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openStoreForWriting, closeStore } from '../../src/main/engine/store/open-store.ts'
import { type CommandResult, etalon } from '../support/command-line.ts'
import { copyDemo, demoLines } from '../support/demo-project.ts'
import { suiteFolder } from '../support/temporary-folder.ts'

const folder = suiteFolder()
const home = join(folder, 'home')
const run = (...args: string[]) => etalon([...args, '--json'], { home })
const isRoot = process.getuid?.() === 0

function projectOf(name: string, files: Readonly<Record<string, string | Buffer>> = {}): string {
  const project = join(folder, name)
  mkdirSync(project, { recursive: true })
  for (const [file, content] of Object.entries(files)) writeFileSync(join(project, file), content)
  return project
}

/** One sentence of what, one of what to do, no trace of the inside. */
function expectSentence(result: CommandResult, words: RegExp): void {
  expect(result.code).toBe(1)
  const { error } = result.json as { error: { message: string; hint: string } }
  expect(error.message).toMatch(words)
  expect(error.message.trim()).toMatch(/[.)]$/)
  expect(error.hint.length).toBeGreaterThan(10)
  expect(result.stderr).not.toMatch(/\n\s+at |a bug/)
}

test('an empty folder', async () => {
  expectSentence(await run('import', projectOf('empty')), /holds no corpus/)
})

test('a file in place of a folder', async () => {
  const project = projectOf('file', { 'a.jsonl': '{"text":"x"}\n' })
  expectSentence(await run('import', join(project, 'a.jsonl')), /is a file, not a folder/)
})

test('a picture named .csv, and text named .parquet', async () => {
  const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), Buffer.from('JFIF\0'), Buffer.alloc(4000, 0x9c)])
  expectSentence(await run('import', projectOf('jpeg', { 'picture.csv': jpeg })), /picture\.csv/)
  expectSentence(await run('import', projectOf('no-parquet', { 'table.parquet': 'id,text\n1,x\n' })), /table\.parquet/)
})

test('a truncated Parquet and a truncated gzip', async () => {
  expectSentence(
    await run('import', projectOf('cut', { 'cut.parquet': Buffer.from('PAR1 and then nothing more of it') })),
    /cut\.parquet/,
  )
  expectSentence(
    await run('import', projectOf('cut-gzip', { 'cut.jsonl.gz': Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1]) })),
    /cut\.jsonl\.gz/,
  )
})

test('bad rows are listed with their row and reason, the others are taken', async () => {
  const project = projectOf('mixed', {
    'mixed.jsonl': '{"id":1,"text":"one"}\n{"id":2,"text":""}\nnot json\n{"id":4,"text":"four"}\n',
  })
  const { json } = await run('import', project)
  expect(json).toMatchObject({ corpora: [{ documents: 2, skipped: [{ row: 2 }, { row: 3 }] }] })
})

describe('without rights', () => {
  beforeEach(({ skip }) => skip(!isRoot, 'only root can become another user for this test'))

  test('a folder that may not be read', async () => {
    const project = projectOf('closed', { 'a.jsonl': '{"text":"x"}\n' })
    chmodSync(folder, 0o755)
    chmodSync(project, 0o700)
    const result = await etalon(['import', project, '--json'], { home: '/tmp', asNobody: true })
    expectSentence(result, /may not be/)
  })

  test('a folder that may be read but not written: reading commands say what is there, importing says where to', async () => {
    const project = projectOf('read-only', { 'a.jsonl': '{"text":"x"}\n' })
    chmodSync(project, 0o755)
    const result = await etalon(['import', project, '--json'], { home: '/tmp', asNobody: true })
    expectSentence(result, /.etalon/)
    expect((await etalon(['status', project, '--json'], { home: '/tmp', asNobody: true })).json).toMatchObject({
      corpora: [{ name: 'a', state: 'new' }],
    })
  })
})

test('a store that another process writes: reading works beside it, writing says who', async () => {
  const project = copyDemo(join(folder, 'locked'))
  await run('import', project)
  const db = openStoreForWriting(join(project, '.etalon'), 'the test')
  try {
    expectSentence(await run('encode', project), new RegExp(`the test \\(process ${process.pid}`))
    expect((await run('status', project)).code).toBe(0)
  } finally {
    closeStore(db)
  }
  expect((await run('encode', project, '--corpus', 'assistant-a', '--channel', 'prompt')).code).toBe(0)
})

test('a damaged store, and one from a newer version', async () => {
  const project = copyDemo(join(folder, 'damaged'))
  mkdirSync(join(project, '.etalon'))
  writeFileSync(join(project, '.etalon', 'project.sqlite'), Buffer.alloc(8192, 7))
  expectSentence(await run('status', project), /project\.sqlite|store/)
  rmSync(join(project, '.etalon'), { recursive: true })
  await run('import', project)
  const db = openStoreForWriting(join(project, '.etalon'), 'the test')
  db.pragma('user_version = 9999')
  closeStore(db)
  expectSentence(await run('status', project), /newer/)
})

describe('a lens', () => {
  const project = join(folder, 'lensless', 'project')
  let bundled = ''
  beforeAll(async () => {
    copyDemo(join(folder, 'lensless'))
    await run('import', project)
    const { lenses } = (await run('lens', 'list')).json as { lenses: { folder: string }[] }
    bundled = lenses[0]?.folder ?? ''
  })

  test.each([
    'lens.json',
    'reader/model.onnx',
    'reader/tokenizer.json',
    'sae/sae_weights.safetensors',
    'sae/cfg.json',
    'thresholds.safetensors',
  ])('without its %s is refused by name', async (file) => {
    const lens = join(folder, `lens ${file.replaceAll('/', ' ')}`)
    cpSync(bundled, lens, { recursive: true })
    rmSync(join(lens, file))
    expectSentence(await run('encode', project, '--lens', lens), new RegExp(file.split('/').at(-1)?.replace('.', '\\.') ?? ''))
    expect((await run('status', project)).json).toMatchObject({ corpora: [{ documents: 64 }, { documents: 64 }] })
  })
})

test('a full disk loses nothing that was committed, and going on works once there is room', async ({ skip }) => {
  skip(!isRoot || process.platform !== 'linux', 'only root on Linux can mount a small disk for this test')
  const small = join(folder, 'small')
  mkdirSync(small)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', small], { stdio: 'pipe' })
  } catch {
    skip('this machine may not mount a small disk')
  }
  try {
    const project = copyDemo(join(folder, 'full'))
    for (let copy = 0; copy < 40; copy++) {
      const lines = demoLines('assistant-b')
      appendFileSync(
        join(project, 'many.jsonl'),
        lines.map((line, at) => `${JSON.stringify({ ...(JSON.parse(line) as object), id: `${copy}-${at}` })}\n`).join(''),
      )
    }
    const store = join(small, 'store')
    expectSentence(await run('import', project, '--store', store), /disk is full|full/i)
    const { corpora } = (await run('status', project, '--store', store)).json as {
      corpora: { name: string; state: string; documents: number }[]
    }
    expect(corpora.find((corpus) => corpus.name === 'assistant-a')).toMatchObject({ state: 'ready', documents: 64 })
    execFileSync('mount', ['-o', 'remount,size=200m', small])
    expect((await run('import', project, '--store', store)).code).toBe(0)
    const after = (await run('status', project, '--store', store)).json as typeof corpora extends infer C ? { corpora: C } : never
    expect(after.corpora.find((corpus) => corpus.name === 'many')).toMatchObject({ state: 'ready', documents: 2560 })
  } finally {
    execFileSync('umount', ['-l', small])
  }
})
