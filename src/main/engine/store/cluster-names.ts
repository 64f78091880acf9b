import { prepare, type Connection } from './connection.ts'

/** What the last run came to that named the clusters of an analysis, in the caller's own shape; null where none has ended. */
export function lastClusterNames(db: Connection, analysis: number): { readonly run: number; readonly result: unknown } | null {
  const row = prepare<{ readonly run: number; readonly progress: string | null }>(
    db,
    `SELECT run, progress FROM model_runs
     WHERE kind = 'name-clusters' AND state = 'done' AND settings ->> '$.request.analysis' = ?
     ORDER BY run DESC LIMIT 1`,
  ).get(analysis)
  return row === undefined || row.progress === null ? null : { run: row.run, result: JSON.parse(row.progress) as unknown }
}
