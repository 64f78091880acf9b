import { activationTables } from '../activations/schema.ts'
import type { Migration } from './migration.ts'

/**
 * Numbers of rows: a document's is `corpus * 2^32 + ordinal`, a text's `channel * 2^32 + ordinal` (`row-number.ts`), so that what belongs
 * together lies together, in order, and needs no further index. Numbers of corpora, channels and encodings are never used twice.
 *
 * Each channel has a full-text index of its own, `texts_search_<channel>`, made and dropped with it (`search-index.ts`).
 */
const tables = `
CREATE TABLE corpora (
  corpus INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  gzip INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  mapping TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('importing', 'ready', 'removed')),
  documents INTEGER NOT NULL DEFAULT 0,
  skipped INTEGER NOT NULL DEFAULT 0,
  notices INTEGER NOT NULL DEFAULT 0,
  rows_read INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX corpora_by_name ON corpora (name, state) WHERE state <> 'removed';

CREATE TABLE channels (
  channel INTEGER PRIMARY KEY AUTOINCREMENT,
  corpus INTEGER NOT NULL REFERENCES corpora (corpus) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  name TEXT NOT NULL,
  field TEXT NOT NULL,
  role TEXT,
  search_merged INTEGER NOT NULL DEFAULT 0,
  UNIQUE (corpus, ordinal),
  UNIQUE (corpus, name)
) STRICT;

CREATE TABLE documents (
  document INTEGER PRIMARY KEY,
  corpus INTEGER NOT NULL GENERATED ALWAYS AS (document >> 32) VIRTUAL REFERENCES corpora (corpus),
  ordinal INTEGER NOT NULL GENERATED ALWAYS AS (document & 4294967295) VIRTUAL,
  row INTEGER NOT NULL,
  id TEXT NOT NULL,
  metadata TEXT NOT NULL,
  content_hash BLOB NOT NULL,
  UNIQUE (corpus, id)
) STRICT;

CREATE TABLE texts (
  text INTEGER PRIMARY KEY,
  channel INTEGER NOT NULL GENERATED ALWAYS AS (text >> 32) VIRTUAL,
  ordinal INTEGER NOT NULL GENERATED ALWAYS AS (text & 4294967295) VIRTUAL,
  content TEXT NOT NULL
) STRICT;

CREATE TABLE metadata_columns (
  corpus INTEGER NOT NULL REFERENCES corpora (corpus) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  filled INTEGER NOT NULL,
  few_values TEXT NOT NULL,
  complete INTEGER NOT NULL,
  PRIMARY KEY (corpus, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_problems (
  corpus INTEGER NOT NULL REFERENCES corpora (corpus) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  file TEXT NOT NULL,
  row INTEGER NOT NULL,
  reason TEXT NOT NULL,
  kept INTEGER NOT NULL,
  PRIMARY KEY (corpus, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE lenses (
  lens INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  folder TEXT NOT NULL,
  manifest TEXT NOT NULL,
  d_sae INTEGER NOT NULL,
  hook TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE encodings (
  encoding INTEGER PRIMARY KEY AUTOINCREMENT,
  corpus INTEGER NOT NULL REFERENCES corpora (corpus) ON DELETE CASCADE,
  channel INTEGER NOT NULL REFERENCES channels (channel) ON DELETE CASCADE,
  lens INTEGER NOT NULL REFERENCES lenses (lens),
  identity TEXT NOT NULL UNIQUE,
  settings TEXT NOT NULL,
  device TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('reading', 'ready', 'removed')),
  documents INTEGER NOT NULL DEFAULT 0,
  tokens INTEGER NOT NULL DEFAULT 0,
  nonzeros INTEGER NOT NULL DEFAULT 0,
  seconds REAL NOT NULL DEFAULT 0,
  started_at TEXT NOT NULL,
  finished_at TEXT
) STRICT;
CREATE INDEX encodings_by_corpus ON encodings (corpus);
CREATE INDEX encodings_by_channel ON encodings (channel);

CREATE TABLE labels (
  label_id INTEGER PRIMARY KEY,
  lens INTEGER NOT NULL REFERENCES lenses (lens),
  latent INTEGER NOT NULL,
  text TEXT NOT NULL,
  notes TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'language-model', 'import', 'statistics')),
  author TEXT NOT NULL,
  note_of_change TEXT,
  score REAL,
  request_id TEXT UNIQUE,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX labels_by_latent ON labels (lens, latent);
CREATE TRIGGER labels_are_kept BEFORE DELETE ON labels
BEGIN
  SELECT RAISE (ABORT, 'labels are append-only');
END;
CREATE TRIGGER labels_stay_as_written BEFORE UPDATE ON labels
BEGIN
  SELECT RAISE (ABORT, 'labels are append-only');
END;

CREATE TABLE stars (
  lens INTEGER NOT NULL REFERENCES lenses (lens),
  latent INTEGER NOT NULL,
  PRIMARY KEY (lens, latent)
) STRICT, WITHOUT ROWID;

CREATE TABLE findings (
  finding INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  position REAL NOT NULL,
  title TEXT NOT NULL,
  note TEXT NOT NULL,
  evidence TEXT NOT NULL,
  settings TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  deleted_at TEXT,
  request_id TEXT UNIQUE
) STRICT;

CREATE TABLE jobs (
  job INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  request TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  progress TEXT,
  failure TEXT,
  result TEXT,
  created_at TEXT NOT NULL,
  started_at TEXT,
  finished_at TEXT
) STRICT;
`

export const first: Migration = { name: '0001-first', sql: `${tables}\n${activationTables}` }
