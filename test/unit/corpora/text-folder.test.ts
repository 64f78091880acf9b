import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folder, importCorpus } from './corpus-folder.ts'

describe('a folder of texts', () => {
  it('gives a document per file, named by it, with line ends as line feeds', async () => {
    const path = join(folder, 'letters')
    await mkdir(join(path, 'deeper'), { recursive: true })
    await writeFile(join(path, 'b.txt'), '\uFEFFsecond\r\nletter\r\n')
    await writeFile(join(path, 'a.md'), '# first\n')
    await writeFile(join(path, 'c.txt'), Buffer.from('\uFEFFthird', 'utf16le'))
    await writeFile(join(path, 'deeper', 'd.txt'), 'not read')
    await writeFile(join(path, 'e.jpg'), 'not read')
    const { documents, preview, problems } = await importCorpus(path)
    expect(preview.mapping).toEqual({ id: 'file', channels: [{ name: 'text', field: 'text' }] })
    expect(documents).toEqual([
      { row: 1, id: 'a.md', texts: { text: '# first\n' }, metadata: {} },
      { row: 2, id: 'b.txt', texts: { text: 'second\nletter\n' }, metadata: {} },
      { row: 3, id: 'c.txt', texts: { text: 'third' }, metadata: {} },
    ])
    expect(problems).toEqual([])
  })

  it('lists files that cannot be read, by name', async () => {
    const path = join(folder, 'mixed')
    await mkdir(path)
    await writeFile(join(path, 'binary.txt'), Buffer.from([0xff, 0xd8, 0xff, 0xe0]))
    await writeFile(join(path, 'empty.txt'), '')
    await writeFile(join(path, 'good.txt'), 'good')
    await writeFile(join(path, 'huge.txt'), Buffer.alloc(6_000_004, 'x'))
    await writeFile(join(path, 'latin.txt'), Buffer.from('caf\xe9 au lait', 'latin1'))
    await symlink(join(path, 'nowhere'), join(path, 'link.txt'))
    const { documents, problems } = await importCorpus(path)
    expect(documents.map(({ id, row }) => [id, row])).toEqual([['good.txt', 3]])
    expect(problems.map(({ row, file, reason }) => [row, file, reason])).toEqual([
      [1, 'binary.txt', 'is not a text file: it holds a JPEG image'],
      [2, 'empty.txt', 'has an empty "text"'],
      [4, 'huge.txt', 'is longer than 2,000,000 characters; split it into several files'],
      [5, 'latin.txt', 'is not valid UTF-8'],
    ])
  })
})
