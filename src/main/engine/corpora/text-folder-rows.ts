import { isUtf8 } from 'node:buffer'
import { basename } from 'node:path'
import { Failure } from '../../../contract/failure.ts'
import { maximumTextCharacters } from './document-text.ts'
import type { RawBatch, RawItem } from './raw-row.ts'
import { readTextBytes } from './source-bytes.ts'
import { listTextFiles, type TextFile } from './text-files.ts'

const filesAtOnce = 64
/** No text within the limit takes more: 3 bytes are the most a UTF-16 unit becomes. */
const maximumFileBytes = 3 * maximumTextCharacters + 3

const tooLong = `is longer than ${maximumTextCharacters.toLocaleString('en')} characters; split it into several files`

/** One row per .txt or .md file, fields `file` (its name) and `text` (its content, line ends as line feeds). */
export async function* readTextFolder(folder: string): AsyncGenerator<RawBatch> {
  const files = await listTextFiles(folder)
  let bytesRead = 0
  for (let from = 0; from < files.length; from += filesAtOnce) {
    const items: RawItem[] = []
    for (const [offset, file] of files.slice(from, from + filesAtOnce).entries()) {
      items.push(await readTextFile(file, from + offset + 1))
      bytesRead += file.bytes
    }
    yield { items, bytesRead }
  }
}

async function readTextFile({ name, path, bytes }: TextFile, row: number): Promise<RawItem> {
  const problem = (reason: string): RawItem => ({ problem: { row, file: name, reason } })
  if (bytes > maximumFileBytes) return problem(tooLong)
  try {
    const content = await readAtMost(path, maximumFileBytes)
    if (content === null) return problem(tooLong)
    if (!isUtf8(content)) return problem('is not valid UTF-8')
    const fields = Object.create(null) as Record<string, unknown>
    fields['file'] = name
    fields['text'] = content.toString('utf8').replaceAll('\r\n', '\n')
    return { row: { row, fields } }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return problem(error.message.replace(`${basename(path)} `, '').replace(/\.$/, ''))
  }
}

/** The text of a file as bytes; null where there are more, a gzip that swells included. */
async function readAtMost(path: string, limit: number): Promise<Buffer | null> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of readTextBytes(path, 'text-folder').chunks) {
    length += part.length
    if (length > limit) return null
    parts.push(part)
  }
  return Buffer.concat(parts)
}
