import Database from 'better-sqlite3'
import { activationTables } from '../../src/main/engine/store/activations/schema.ts'
import type { Connection } from '../../src/main/engine/store/connection.ts'

const tables = `
BEGIN;
CREATE TABLE encodings (encoding INTEGER PRIMARY KEY) STRICT;
INSERT INTO encodings VALUES (1), (2), (3);
${activationTables}
COMMIT;`

/** A store with only the tables of reading, and the encodings 1 to 3; in memory unless a file is given. */
export function openActivationStore(file = ':memory:'): Connection {
  const db = new Database(file)
  if (db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0) {
    db.pragma('page_size = 8192')
    db.pragma('auto_vacuum = INCREMENTAL')
    db.pragma('journal_mode = WAL')
    db.exec(tables)
  }
  db.pragma('foreign_keys = ON')
  return db
}
