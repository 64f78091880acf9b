import type { SavedFilter } from '../../../contract/latent-table.ts'
import { prepare, type Connection } from './connection.ts'
import { write } from './write.ts'

/** By name. */
export function listLatentFilters(db: Connection): readonly SavedFilter[] {
  const sql = 'SELECT name, rule, saved_at AS savedAt FROM latent_filters ORDER BY name COLLATE NOCASE, name'
  return prepare<{ readonly name: string; readonly rule: string; readonly savedAt: string }>(db, sql)
    .all()
    .map(({ rule, ...rest }) => ({ ...rest, rule: JSON.parse(rule) as SavedFilter['rule'] }))
}

/** In the place of what was kept under the name. */
export function saveLatentFilter(db: Connection, name: string, rule: SavedFilter['rule']): SavedFilter {
  const savedAt = new Date().toISOString()
  write(db, () =>
    prepare(db, 'INSERT OR REPLACE INTO latent_filters (name, rule, saved_at) VALUES (?, ?, ?)').run(
      name,
      JSON.stringify(rule),
      savedAt,
    ),
  )
  return { name, rule, savedAt }
}

export function removeLatentFilter(db: Connection, name: string): void {
  write(db, () => prepare(db, 'DELETE FROM latent_filters WHERE name = ?').run(name))
}
