import type { RowProblem } from '../../../contract/corpora.ts'
import { prepare, type Connection } from './connection.ts'

/** A row that was left out or, when `kept`, taken with a change. */
export type ImportProblem = RowProblem & { readonly kept?: boolean }

/** So many are stored for a corpus; all are counted. */
export const storedProblems = 10_000

/** Adds problems of rows in the order of the source, `counted` of which were added before. Within a transaction. */
export function addProblems(db: Connection, corpus: number, problems: readonly ImportProblem[], counted: number): void {
  const insert = prepare(db, 'INSERT INTO import_problems (corpus, position, file, row, reason, kept) VALUES (?, ?, ?, ?, ?, ?)')
  problems.slice(0, Math.max(0, storedProblems - counted)).forEach((problem, offset) => {
    insert.run(corpus, counted + offset, problem.file, problem.row, problem.reason, problem.kept === true ? 1 : 0)
  })
}

/** Rows left out (or, asked with `kept`, taken with a change) in the order of the source. `total` counts all, also those not stored. */
export function importProblems(
  db: Connection,
  corpus: number,
  page: { readonly offset: number; readonly limit: number; readonly kept?: boolean },
): { readonly total: number; readonly problems: readonly RowProblem[] } {
  const kept = page.kept === true
  const total = prepare<number>(db, `SELECT ${kept ? 'notices' : 'skipped'} FROM corpora WHERE corpus = ?`, 'first-column').get(
    corpus,
  )
  const problems = prepare<RowProblem>(
    db,
    'SELECT row, file, reason FROM import_problems WHERE corpus = ? AND kept = ? ORDER BY position LIMIT ? OFFSET ?',
  ).all(corpus, kept ? 1 : 0, page.limit, page.offset)
  return { total: total ?? 0, problems }
}
