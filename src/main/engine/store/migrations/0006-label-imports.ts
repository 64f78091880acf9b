import type { Migration } from './migration.ts'

/**
 * Imports of labels, which are written in parts: the numbers from `first_label` to `last_label` are kept for an import's versions, which
 * count once all are there (`done`) and until they are taken back (`undone`). One that was broken off stays at `writing` for good.
 * `turns` counts how often its versions began or ceased to count.
 */
const tables = `
CREATE TABLE label_imports (
  label_import INTEGER PRIMARY KEY,
  lens INTEGER NOT NULL REFERENCES lenses (lens),
  file TEXT NOT NULL,
  first_label INTEGER NOT NULL,
  last_label INTEGER NOT NULL,
  versions INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('writing', 'done', 'undone')),
  turns INTEGER NOT NULL DEFAULT 0,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX label_imports_by_last_label ON label_imports (last_label);
CREATE INDEX label_imports_that_do_not_count ON label_imports (first_label, last_label) WHERE state <> 'done';
`

export const labelImports: Migration = { name: '0006-label-imports', sql: tables }
