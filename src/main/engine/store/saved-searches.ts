import type { SavedSearch, SearchRequest } from '../../../contract/search.ts'
import { prepare, type Connection } from './connection.ts'
import { write } from './write.ts'

type SearchRow = { readonly saved_search: number; readonly name: string; readonly search: string; readonly saved_at: string }

/** The one saved last comes first. */
export function listSavedSearches(db: Connection): readonly SavedSearch[] {
  return prepare<SearchRow>(db, 'SELECT saved_search, name, search, saved_at FROM saved_searches ORDER BY saved_search DESC')
    .all()
    .map((row) => ({
      id: row.saved_search,
      name: row.name,
      search: JSON.parse(row.search) as SearchRequest,
      savedAt: row.saved_at,
    }))
}

export function saveSearch(db: Connection, name: string, search: SearchRequest): SavedSearch {
  return write(db, () => {
    const savedAt = new Date().toISOString()
    const { lastInsertRowid } = prepare(db, 'INSERT INTO saved_searches (name, search, saved_at) VALUES (?, ?, ?)').run(
      name,
      JSON.stringify(search),
      savedAt,
    )
    return { id: Number(lastInsertRowid), name, search, savedAt }
  })
}

export function removeSavedSearch(db: Connection, id: number): void {
  write(db, () => prepare(db, 'DELETE FROM saved_searches WHERE saved_search = ?').run(id))
}
