import { basename } from 'node:path'
import { Failure } from '../../../contract/failure.ts'
import { expectedContent, type CorpusSource } from './corpus-source.ts'
import type { RowProblem } from './raw-row.ts'

/** Refuses a corpus of which nothing can be read, with the first reason. */
export function refuseWithoutRows(source: CorpusSource, skipped: number, first: RowProblem | undefined): never {
  const name = basename(source.path)
  const hint = `Expected ${expectedContent[source.kind]}.`
  if (source.bytes === 0) throw new Failure('bad-input', `${name} is empty.`, hint)
  if (first === undefined) throw new Failure('bad-input', `${name} has no rows.`, hint)
  const where = source.kind === 'text-folder' ? first.file : `row ${first.row}`
  const more = skipped > 1 ? `, and ${(skipped - 1).toLocaleString('en')} more cannot be read either` : ''
  throw new Failure('bad-input', `${name} has no row that can be read: ${where} ${first.reason}${more}.`, hint)
}
