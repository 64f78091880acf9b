import { expect, test } from 'vitest'
import { ByteWindow } from '../../../src/main/engine/corpora/byte-window.ts'
import { readCsvRows } from '../../../src/main/engine/corpora/csv-rows.ts'
import { readJsonLines } from '../../../src/main/engine/corpora/json-lines-rows.ts'
import { maximumRowBytes, type RawBatch } from '../../../src/main/engine/corpora/raw-row.ts'
import type { SourceBytes } from '../../../src/main/engine/corpora/source-bytes.ts'

/** Too long by one byte, and in one window with a whole row before it. */
const tooLong = Buffer.alloc(maximumRowBytes + 1, 'x')

async function readWith(
  read: (source: SourceBytes, window: ByteWindow) => AsyncGenerator<RawBatch>,
  before: string,
  after: string,
): Promise<readonly string[]> {
  const chunks = (async function* () {
    yield Buffer.concat([Buffer.from(before), tooLong])
    yield Buffer.from(after)
  })()
  const window = new ByteWindow(chunks)
  await window.fill(1)
  const told: string[] = []
  for await (const { items } of read({ chunks, bytesRead: () => 0, cutShort: () => null }, window))
    for (const item of items)
      told.push(
        'row' in item ? `${item.row.row}: ${JSON.stringify(item.row.fields)}` : `${item.problem.row}: ${item.problem.reason}`,
      )
  return told
}

test('a line that is too long costs itself alone, whatever stands before it', async () => {
  const read = (source: SourceBytes, window: ByteWindow) => readJsonLines('a.jsonl', source, window)
  expect(await readWith(read, '{"a":1}\n{"a":2}\n', '\n{"a":4}\n')).toEqual([
    '1: {"a":1}',
    '2: {"a":2}',
    '3: is larger than 64 MiB; split it into several rows',
    '4: {"a":4}',
  ])
})

test('so does a record', async () => {
  const read = (source: SourceBytes, window: ByteWindow) => readCsvRows('a.csv', source, window, 'csv')
  expect(await readWith(read, 'id,text\n1,one\n', '\n3,three\n')).toEqual([
    '1: {"id":"1","text":"one"}',
    '2: is larger than 64 MiB; split it into several rows (line 3)',
    '3: {"id":"3","text":"three"}',
  ])
})
