import type { Migration } from './migration.ts'

/** Analyses that ran, each request on the same inputs once, with how it was made; and searches kept under a name. */
const tables = `
CREATE TABLE analyses (
  analysis INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  recipe TEXT NOT NULL,
  recipe_hash TEXT NOT NULL UNIQUE,
  result BLOB NOT NULL,
  ran_at TEXT NOT NULL
) STRICT;

CREATE TABLE saved_searches (
  saved_search INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  search TEXT NOT NULL,
  saved_at TEXT NOT NULL
) STRICT;
`

export const analyses: Migration = { name: '0002-analyses', sql: tables }
