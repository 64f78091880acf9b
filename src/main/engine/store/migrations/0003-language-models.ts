import type { Migration } from './migration.ts'

/** Triggers that refuse any change of what was written. */
function keptAsWritten(table: string): string {
  return `
CREATE TRIGGER ${table}_are_kept BEFORE DELETE ON ${table}
BEGIN
  SELECT RAISE (ABORT, '${table} are append-only');
END;
CREATE TRIGGER ${table}_stay_as_written BEFORE UPDATE ON ${table}
BEGIN
  SELECT RAISE (ABORT, '${table} are append-only');
END;
`
}

/**
 * What language models were asked and what came of it: runs, answers, the ledger, proposed labels and their scores, and which documents
 * each rests on; a person's decisions about labels, lists, flags and notes; the project's own prompts.
 *
 * Documents are known by what they say (16 bytes, `contentHash`), never by number, so that equal ones in other corpora count as the same
 * and a corpus that is imported anew is known again.
 */
const tables = `
CREATE TABLE model_runs (
  run INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  endpoint TEXT,
  model TEXT,
  plan TEXT NOT NULL,
  settings TEXT NOT NULL,
  budget TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'stopped', 'done', 'abandoned')),
  progress TEXT,
  reason TEXT,
  job INTEGER,
  started_at TEXT NOT NULL,
  ended_at TEXT
) STRICT;

CREATE TABLE answers (
  answer INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  text TEXT NOT NULL,
  model TEXT NOT NULL,
  refused INTEGER NOT NULL CHECK (refused IN (0, 1)),
  input_tokens INTEGER,
  output_tokens INTEGER,
  answered_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER answers_stay_as_written BEFORE UPDATE ON answers
BEGIN
  SELECT RAISE (ABORT, 'answers stay as they were given');
END;

CREATE TABLE ledger_entries (
  entry INTEGER PRIMARY KEY,
  run INTEGER REFERENCES model_runs (run),
  stage TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  model TEXT NOT NULL,
  outcome TEXT NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  estimated INTEGER NOT NULL CHECK (estimated IN (0, 1)),
  counted_tokens REAL NOT NULL,
  seconds REAL NOT NULL,
  cost REAL,
  currency TEXT,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX ledger_entries_by_run ON ledger_entries (run);
${keptAsWritten('ledger_entries')}

CREATE TABLE label_candidates (
  candidate INTEGER PRIMARY KEY,
  lens INTEGER NOT NULL REFERENCES lenses (lens),
  latent INTEGER NOT NULL,
  run INTEGER REFERENCES model_runs (run),
  text TEXT NOT NULL,
  notes TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('language-model', 'statistics')),
  author TEXT NOT NULL,
  endpoint TEXT,
  prompt_name TEXT,
  prompt_hash TEXT,
  context_label INTEGER REFERENCES labels (label_id),
  examples BLOB NOT NULL,
  documents BLOB NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'edited', 'refused', 'withdrawn')),
  request_id TEXT UNIQUE,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX label_candidates_by_latent ON label_candidates (lens, latent);
CREATE INDEX label_candidates_by_run ON label_candidates (run);
CREATE TRIGGER label_candidates_are_kept BEFORE DELETE ON label_candidates
BEGIN
  SELECT RAISE (ABORT, 'label_candidates are append-only');
END;
CREATE TRIGGER label_candidates_stay_as_written
BEFORE UPDATE OF
  candidate, lens, latent, run, text, notes, origin, author, endpoint, prompt_name, prompt_hash, context_label, examples, documents,
  request_id, created_at
ON label_candidates
BEGIN
  SELECT RAISE (ABORT, 'of label_candidates only the state changes');
END;

ALTER TABLE labels ADD COLUMN candidate INTEGER REFERENCES label_candidates (candidate);
CREATE INDEX labels_by_candidate ON labels (candidate) WHERE candidate IS NOT NULL;

CREATE TABLE label_sources (
  label_id INTEGER PRIMARY KEY REFERENCES labels (label_id),
  score_method TEXT,
  examples TEXT NOT NULL
) STRICT;
${keptAsWritten('label_sources')}

CREATE TABLE label_withdrawals (
  withdrawal INTEGER PRIMARY KEY,
  label_id INTEGER NOT NULL REFERENCES labels (label_id),
  withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  cause TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX label_withdrawals_by_label ON label_withdrawals (label_id);
${keptAsWritten('label_withdrawals')}

CREATE TABLE label_scores (
  label_score INTEGER PRIMARY KEY,
  lens INTEGER NOT NULL REFERENCES lenses (lens),
  latent INTEGER NOT NULL,
  label_id INTEGER REFERENCES labels (label_id),
  candidate INTEGER REFERENCES label_candidates (candidate),
  run INTEGER REFERENCES model_runs (run),
  method TEXT NOT NULL CHECK (method IN ('detection', 'fuzzing')),
  balanced_accuracy REAL CHECK (balanced_accuracy BETWEEN 0 AND 1),
  low REAL,
  high REAL,
  f1 REAL,
  counts TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  model TEXT NOT NULL,
  prompt_name TEXT NOT NULL,
  prompt_hash TEXT NOT NULL,
  documents BLOB NOT NULL,
  request_id TEXT UNIQUE,
  created_at TEXT NOT NULL,
  CHECK (label_id IS NOT NULL OR candidate IS NOT NULL)
) STRICT;
CREATE INDEX label_scores_by_label ON label_scores (label_id) WHERE label_id IS NOT NULL;
CREATE INDEX label_scores_by_candidate ON label_scores (candidate) WHERE candidate IS NOT NULL;
${keptAsWritten('label_scores')}

CREATE TABLE label_documents (
  lens INTEGER NOT NULL REFERENCES lenses (lens),
  latent INTEGER NOT NULL,
  content_hash BLOB NOT NULL CHECK (length(content_hash) = 16),
  purpose TEXT NOT NULL CHECK (purpose IN ('making', 'scoring', 'third')),
  PRIMARY KEY (lens, latent, content_hash)
) STRICT, WITHOUT ROWID;
${keptAsWritten('label_documents')}

CREATE TABLE reserved_documents (
  run INTEGER NOT NULL REFERENCES model_runs (run),
  content_hash BLOB NOT NULL CHECK (length(content_hash) = 16),
  role TEXT NOT NULL CHECK (role IN ('discovery', 'judging')),
  PRIMARY KEY (run, content_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX reserved_for_judging ON reserved_documents (content_hash) WHERE role = 'judging';
${keptAsWritten('reserved_documents')}

CREATE TABLE review_decisions (
  decision INTEGER PRIMARY KEY,
  lens INTEGER NOT NULL REFERENCES lenses (lens),
  latent INTEGER NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('accept', 'edit', 'refuse', 'skip', 'flag', 'undo', 'redo')),
  candidate INTEGER REFERENCES label_candidates (candidate),
  about INTEGER REFERENCES review_decisions (decision),
  before_label INTEGER REFERENCES labels (label_id),
  after_label INTEGER REFERENCES labels (label_id),
  refused TEXT NOT NULL,
  before_flag TEXT,
  after_flag TEXT,
  author TEXT NOT NULL,
  request_id TEXT UNIQUE,
  created_at TEXT NOT NULL,
  CHECK ((about IS NOT NULL) = (action IN ('undo', 'redo')))
) STRICT;
CREATE INDEX review_decisions_by_latent ON review_decisions (lens, latent);
CREATE INDEX review_decisions_by_about ON review_decisions (about) WHERE about IS NOT NULL;
${keptAsWritten('review_decisions')}

CREATE TABLE latent_notes (
  lens INTEGER NOT NULL REFERENCES lenses (lens),
  latent INTEGER NOT NULL,
  note TEXT NOT NULL,
  flag TEXT,
  changed_at TEXT NOT NULL,
  PRIMARY KEY (lens, latent)
) STRICT, WITHOUT ROWID;

CREATE TABLE document_notes (
  corpus TEXT NOT NULL,
  document TEXT NOT NULL,
  note TEXT NOT NULL,
  flag TEXT,
  changed_at TEXT NOT NULL,
  PRIMARY KEY (corpus, document)
) STRICT, WITHOUT ROWID;

CREATE TABLE latent_lists (
  list INTEGER PRIMARY KEY AUTOINCREMENT,
  lens INTEGER NOT NULL REFERENCES lenses (lens),
  name TEXT NOT NULL,
  made_at TEXT NOT NULL,
  UNIQUE (lens, name)
) STRICT;

CREATE TABLE latent_list_members (
  list INTEGER NOT NULL REFERENCES latent_lists (list) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  latent INTEGER NOT NULL,
  PRIMARY KEY (list, position),
  UNIQUE (list, latent)
) STRICT, WITHOUT ROWID;

CREATE TABLE project_prompts (
  version INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  text TEXT,
  written_at TEXT NOT NULL
) STRICT;
${keptAsWritten('project_prompts')}
`

export const languageModels: Migration = { name: '0003-language-models', sql: tables }
