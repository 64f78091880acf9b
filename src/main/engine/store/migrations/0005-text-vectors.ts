import type { Migration } from './migration.ts'

/**
 * Directions of labels and of searched words, as endpoints gave them: `codes` holds one signed byte a dimension. `purpose` says which, so that
 * whoever holds a lens' labels as vectors sees at once whether more of them came.
 */
const tables = `
CREATE TABLE text_vectors (
  vector INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  purpose TEXT NOT NULL CHECK (purpose IN ('label', 'query')),
  codes BLOB NOT NULL CHECK (length(codes) > 0),
  embedded_at TEXT NOT NULL
) STRICT;
CREATE INDEX vectors_of_labels ON text_vectors (vector) WHERE purpose = 'label';
CREATE TRIGGER text_vectors_stay_as_written BEFORE UPDATE ON text_vectors
BEGIN
  SELECT RAISE (ABORT, 'text_vectors stay as they were given');
END;
`

export const textVectors: Migration = { name: '0005-text-vectors', sql: tables }
