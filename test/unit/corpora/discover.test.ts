import { chmod, mkdir, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { describeSource, discoverCorpora, sourceFingerprint } from '../../../src/main/engine/corpora/discover.ts'
import { folder } from './corpus-folder.ts'

let projects = 0

async function project(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const root = join(folder, `project-${++projects}`)
  await mkdir(root)
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true })
    await writeFile(join(root, path), content)
  }
  return root
}

const names = async (root: string) => (await discoverCorpora(root)).map(({ name }) => name)
const isRoot = process.getuid?.() === 0

describe('discoverCorpora', () => {
  it('finds files of every kind, gzipped too, and subfolders of texts, by name', async () => {
    const root = await project({
      'b.jsonl': '{"text":"x"}\n',
      'a.csv.gz': gzipSync('text\nx\n'),
      'C.TSV': 'text\nx\n',
      'd.parquet': 'PAR1',
      'e.ndjson': '{"text":"x"}\n',
      'letters/one.txt': 'x',
      'letters/two.MD': 'xyz',
      'letters/deep/three.txt': 'not read',
    })
    const found = await discoverCorpora(root)
    expect(found.map(({ name, kind, gzip, bytes }) => ({ name, kind, gzip, bytes }))).toEqual([
      { name: 'C', kind: 'tsv', gzip: false, bytes: 7 },
      { name: 'a', kind: 'csv', gzip: true, bytes: gzipSync('text\nx\n').length },
      { name: 'b', kind: 'jsonl', gzip: false, bytes: 13 },
      { name: 'd', kind: 'parquet', gzip: false, bytes: 4 },
      { name: 'e', kind: 'jsonl', gzip: false, bytes: 13 },
      { name: 'letters', kind: 'text-folder', gzip: false, bytes: 4 },
    ])
    expect(found.every(({ path }) => path.startsWith(root))).toBe(true)
  })

  it('passes over dot-files, loose texts, other files, and folders without texts', async () => {
    const root = await project({
      '.hidden.csv': 'text\nx\n',
      '.etalon/notes.txt': 'x',
      '~$open.csv': 'x',
      'readme.md': 'x',
      'loose.txt': 'x',
      'picture.jpg': 'x',
      'code/main.py': 'x',
      'code/.hidden.txt': 'x',
      'empty/deeper/x.txt': 'x',
    })
    expect(await names(root)).toEqual([])
  })

  it('counts a .json file that holds objects, not settings', async () => {
    const root = await project({
      'list.json': ' [\n {"text": "x"}]',
      'lines.json': '{"text": "x"}\n{"text": "y"}\n',
      'packed.json.gz': gzipSync('[{"text":"x"}]'),
      'package.json': '{\n  "name": "x"\n}',
      'one-line.json': '{"name": "x"}\n',
      'words.json': '["a","b"]',
      'broken.json': '{"a',
      'empty.json': '',
    })
    expect(await names(root)).toEqual(['lines', 'list', 'packed'])
  })

  it('keeps endings where names collide, and only there', async () => {
    const root = await project({
      'a.csv': 'x',
      'a.jsonl': 'x',
      'b.tsv': 'x',
      'b.tsv.gz': 'x',
      'a/x.txt': 'x',
      'c.csv': 'x',
      'a.csv.csv': 'x',
    })
    expect(await names(root)).toEqual(['a', 'a.csv', 'a.csv.csv', 'a.jsonl', 'b.tsv', 'b.tsv.gz', 'c'])
  })

  it('follows links to files and survives broken ones', async () => {
    const root = await project({ 'real.csv': 'text\nx\n' })
    await symlink(join(root, 'real.csv'), join(root, 'linked.csv'))
    await symlink(join(root, 'nowhere'), join(root, 'broken.csv'))
    expect(await names(root)).toEqual(['linked', 'real'])
  })

  it('says what is wrong with a folder that cannot be opened', async () => {
    const root = await project({ 'a.csv': 'x' })
    await expect(discoverCorpora(join(root, 'missing'))).rejects.toMatchObject({ code: 'not-found' })
    await expect(discoverCorpora(join(root, 'a.csv'))).rejects.toMatchObject({
      code: 'bad-input',
      message: 'a.csv is a file, not a project folder.',
    })
  })

  it('says that a folder may not be read', async ({ skip }) => {
    skip(isRoot || process.platform === 'win32', 'root, and Windows, may read every folder')
    const root = await project({ 'a.csv': 'x' })
    await chmod(root, 0)
    await expect(discoverCorpora(root)).rejects.toMatchObject({ code: 'no-permission' })
    await chmod(root, 0o700)
  })
})

describe('describeSource', () => {
  it('takes a relative path and any kind of .json', async () => {
    const root = await project({ 'one.json': '{"text": "x"}' })
    expect(await describeSource(join(root, '.', 'one.json'))).toMatchObject({
      name: 'one',
      kind: 'json',
      path: join(root, 'one.json'),
    })
  })

  it('refuses what is missing or no corpus', async () => {
    const root = await project({ 'notes.docx': 'x', 'loose.txt': 'x', 'empty/x.png': 'x' })
    await expect(describeSource(join(root, 'gone.csv'))).rejects.toMatchObject({ code: 'not-found' })
    for (const name of ['notes.docx', 'loose.txt', 'empty']) {
      await expect(describeSource(join(root, name))).rejects.toMatchObject({ code: 'unsupported' })
    }
  })
})

describe('sourceFingerprint', () => {
  it('stays while nothing changes and changes with size, time, or the files of a folder', async () => {
    const root = await project({ 'a.csv': 'text\nx\n', 'texts/1.txt': 'x' })
    const fingerprint = async (name: string) => sourceFingerprint(await describeSource(join(root, name)))
    const [file, texts] = [await fingerprint('a.csv'), await fingerprint('texts')]
    expect([await fingerprint('a.csv'), await fingerprint('texts')]).toEqual([file, texts])

    await utimes(join(root, 'a.csv'), 1, 1)
    const older = await fingerprint('a.csv')
    expect(older).not.toBe(file)
    await writeFile(join(root, 'a.csv'), 'text\nxx\n')
    await utimes(join(root, 'a.csv'), 1, 1)
    expect(await fingerprint('a.csv')).not.toBe(older)

    await writeFile(join(root, 'texts', '2.txt'), '')
    expect(await fingerprint('texts')).not.toBe(texts)
  })
})
