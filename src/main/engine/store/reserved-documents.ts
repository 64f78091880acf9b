import { prepare, type Connection } from './connection.ts'
import { write } from './write.ts'

/** In a run that finds hypotheses: documents they come from, and documents they are judged on. */
export type DocumentRole = 'discovery' | 'judging'

/**
 * Gives documents of a run their role, for good. Again in the same role changes nothing.
 *
 * Throws an Error, and so takes the whole write back, where one has the other role in this run: what discovered never judges.
 *
 * @param hashes 16 bytes each, `contentHash`
 */
export function reserveDocuments(db: Connection, run: number, role: DocumentRole, hashes: Iterable<Uint8Array>): void {
  write(db, () => {
    const add = prepare(
      db,
      `INSERT INTO reserved_documents (run, content_hash, role) VALUES (?, ?, ?) ON CONFLICT (run, content_hash) DO NOTHING`,
    )
    const known = prepare<DocumentRole>(
      db,
      'SELECT role FROM reserved_documents WHERE run = ? AND content_hash = ?',
      'first-column',
    )
    for (const hash of hashes) {
      if (add.run(run, hash, role).changes === 1) continue
      if (known.get(run, hash) !== role) throw new Error(`a document of run ${run} has two roles`)
    }
  })
}

const keptForJudging = `FROM reserved_documents JOIN model_runs USING (run)
  WHERE role = 'judging' AND state IN ('running', 'stopped')`

/** Documents that a run which has not ended will judge on: until it ends no label is made from them. Content hashes, each once. */
export function documentsKeptForJudging(db: Connection): readonly Uint8Array[] {
  return prepare<Buffer>(db, `SELECT DISTINCT content_hash ${keptForJudging} ORDER BY content_hash`, 'first-column').all()
}

/** Throws an Error where one of these is kept for judging. */
export function refuseKeptForJudging(db: Connection, hashes: readonly Uint8Array[]): void {
  const kept = prepare<number>(db, `SELECT run ${keptForJudging} AND content_hash = ? LIMIT 1`, 'first-column')
  for (const hash of hashes) {
    const run = kept.get(hash)
    if (run !== undefined) throw new Error(`a document that run ${run} keeps for judging was drawn for a label`)
  }
}
