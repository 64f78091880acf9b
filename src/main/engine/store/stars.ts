import { prepare, type Connection } from './connection.ts'
import { write } from './write.ts'

/** Puts a star on a latent, or takes it away. */
export function setStar(db: Connection, lens: number, latent: number, starred: boolean): void {
  const sql = starred
    ? 'INSERT OR IGNORE INTO stars (lens, latent) VALUES (?, ?)'
    : 'DELETE FROM stars WHERE lens = ? AND latent = ?'
  write(db, () => prepare(db, sql).run(lens, latent))
}

export function starredLatents(db: Connection, lens: number): ReadonlySet<number> {
  return new Set(prepare<number>(db, 'SELECT latent FROM stars WHERE lens = ? ORDER BY latent', 'first-column').all(lens))
}
