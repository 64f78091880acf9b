import { ByteWindow } from './byte-window.ts'
import type { CorpusSource } from './corpus-source.ts'
import { readCsvRows } from './csv-rows.ts'
import { jsonLayout } from './json-layout.ts'
import { readJsonLines } from './json-lines-rows.ts'
import { readJsonValues } from './json-value-rows.ts'
import { readParquetRows } from './parquet-rows.ts'
import type { RawBatch } from './raw-row.ts'
import { readTextBytes } from './source-bytes.ts'
import { readTextFolder } from './text-folder-rows.ts'

const batchRows = 256
const sniffedBytes = 65_536

/**
 * The rows of a corpus as its file has them, in batches of at most 256, in constant memory: nothing is read before it is asked for.
 * A batch may be empty, to report progress. The order and the row numbers are the same every time an unchanged source is read.
 * @throws Failure where the source cannot be opened or is not what its ending says; the signal's reason once it is aborted
 */
export async function* readRawRows(source: CorpusSource, signal?: AbortSignal): AsyncGenerator<RawBatch> {
  signal?.throwIfAborted()
  for await (const { items, bytesRead } of readFormat(source)) {
    signal?.throwIfAborted()
    if (items.length <= batchRows) yield { items, bytesRead }
    else
      for (let from = 0; from < items.length; from += batchRows) {
        yield { items: items.slice(from, from + batchRows), bytesRead }
        signal?.throwIfAborted()
      }
  }
}

function readFormat(source: CorpusSource): AsyncGenerator<RawBatch> {
  if (source.kind === 'text-folder') return readTextFolder(source.path)
  if (source.kind === 'parquet') return readParquetRows(source)
  return readText(source, source.kind)
}

async function* readText({ path }: CorpusSource, kind: 'jsonl' | 'json' | 'csv' | 'tsv'): AsyncGenerator<RawBatch> {
  const bytes = readTextBytes(path, kind)
  const window = new ByteWindow(bytes.chunks)
  try {
    await window.fill(sniffedBytes)
    if (kind === 'csv' || kind === 'tsv') yield* readCsvRows(path, bytes, window, kind)
    else {
      const layout = jsonLayout(window.bytes)
      const isLines = kind === 'jsonl' ? layout !== 'list-of-objects' : layout === 'lines'
      yield* isLines ? readJsonLines(path, bytes, window) : readJsonValues(path, bytes, window)
    }
  } finally {
    await window.close()
  }
}
