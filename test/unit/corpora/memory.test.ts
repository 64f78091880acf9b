import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { Worker } from 'node:worker_threads'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { writeCorpus } from './corpus-folder.ts'

const mebibyte = 1024 * 1024
const text = (row: number) => `${row} `.padEnd(4000, `word${row % 97} `)

/** Reads a corpus in a worker whose heap is far smaller than the file. */
async function countDocuments(path: string): Promise<{ readonly documents: number; readonly buffers: number }> {
  const worker = new Worker(new URL('./count-documents.ts', import.meta.url), {
    workerData: path,
    resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 },
  })
  const failed = once(worker, 'error').then(([error]) => Promise.reject(error as Error))
  const [counted] = (await Promise.race([once(worker, 'message'), failed])) as [{ documents: number; buffers: number }]
  await worker.terminate()
  return counted
}

describe('memory does not grow with the file', () => {
  it.each([
    ['a.jsonl', '', (row: number) => `${JSON.stringify({ id: row, text: text(row) })}\n`, ''],
    ['a.csv', 'id,text\n', (row: number) => `${row},"${text(row)}"\n`, ''],
    ['a.json', '[', (row: number) => `${row === 0 ? '' : ','}${JSON.stringify({ id: row, text: text(row) })}`, ']'],
  ])('%s of 160 MB', { timeout: 60_000 }, async (name, begin, line, end) => {
    const path = await writeCorpus(name, begin)
    const file = createWriteStream(path, { flags: 'a' })
    for (let row = 0; row < 40_000; row++) if (!file.write(line(row))) await once(file, 'drain')
    file.end(end)
    await finished(file)
    const { documents, buffers } = await countDocuments(path)
    expect(documents).toBe(40_000)
    expect(buffers).toBeLessThan(64 * mebibyte)
  })

  it('a Parquet table in one row group without a page index', { timeout: 60_000 }, async () => {
    const texts = Array.from({ length: 30_000 }, (_, row) => text(row))
    const columnData = [{ name: 'text', data: texts, type: 'STRING' as const, offsetIndex: false }]
    const path = await writeCorpus(
      'a.parquet',
      Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize: 100_000, codec: 'UNCOMPRESSED' })),
    )
    const { documents, buffers } = await countDocuments(path)
    expect(documents).toBe(30_000)
    expect(buffers).toBeLessThan(64 * mebibyte)
  })
})
