import { basename } from 'node:path'
import type { LabelFormat } from '../../../../contract/label-files.ts'
import { Failure } from '../../../../contract/failure.ts'
import { ByteWindow } from '../../corpora/byte-window.ts'
import { readTextBytes } from '../../corpora/source-bytes.ts'
import { readDelimited } from './delimited-rows.ts'
import { type FileLayout, fileLayout } from './file-layout.ts'
import type { FoundItem } from './found-row.ts'
import { readJsonDocument } from './json-document.ts'
import { readJsonLines } from './json-lines.ts'
import { expected, type LabelCollection } from './label-collection.ts'

const sniffedBytes = 65_536

/** Bytes that are taken apart in one go: some milliseconds. */
const turnBytes = 131_072

/**
 * Adds the labels of a file, plain or gzipped, told by its content, in constant memory beside them.
 *
 * Throws a Failure where the file cannot be read or is nothing like labels; the signal's reason once it is aborted.
 * @param name how problems call it
 */
export async function readLabelFile(path: string, name: string, into: LabelCollection, signal?: AbortSignal): Promise<void> {
  const source = readTextBytes(path, 'jsonl')
  const window = new ByteWindow(inTurns(source.chunks))
  try {
    await window.fill(sniffedBytes).catch((error) => Promise.reject(inTermsOfLabels(error)))
    const layout = fileLayout(window.bytes, window.ended)
    if (layout === null) throw unlike(path, window.bytes, source.cutShort())
    const before = into.count
    for await (const items of rowsOf(window, layout, source.cutShort)) {
      signal?.throwIfAborted()
      into.add(name, items, formatOf(layout))
    }
    if (source.cutShort() !== null && into.count === before) throw unlike(path, window.bytes, source.cutShort())
  } finally {
    await window.close()
  }
}

/** The same bytes in small pieces, others getting their turn between. */
async function* inTurns(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks)
    for (let from = 0; from < chunk.length; from += turnBytes) {
      yield chunk.subarray(from, from + turnBytes)
      await new Promise((resolve) => setImmediate(resolve))
    }
}

function rowsOf(window: ByteWindow, layout: FileLayout, cutShort: () => string | null): AsyncGenerator<readonly FoundItem[]> {
  if (layout === 'lines') return readJsonLines(window, cutShort)
  return layout === 'document' ? readJsonDocument(window, cutShort) : readDelimited(window, layout, cutShort)
}

function formatOf(layout: FileLayout): LabelFormat {
  if (layout === 'lines') return 'jsonl'
  return layout === 'document' ? 'json' : 'csv'
}

function unlike(path: string, start: Buffer, cutShort: string | null): Failure {
  const name = basename(path)
  if (cutShort !== null) return new Failure('bad-input', `${name} cannot be read: ${cutShort}.`, 'Fetch the file again.')
  if (start.length === 0) return new Failure('bad-input', `${name} is empty.`, expected)
  return new Failure('bad-input', `${name} is neither JSON, JSON Lines nor a table with a latent and a label column.`, expected)
}

/** What is said of corpora files tells what a corpus should be. */
function inTermsOfLabels(error: unknown): unknown {
  if (!(error instanceof Failure) || !error.hint.startsWith('Expected ')) return error
  return new Failure(error.code, error.message, expected, { cause: error })
}
