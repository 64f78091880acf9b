import type { Migration } from './migration.ts'

/** Conditions on latents under a name; `rule` is the contract's, as JSON. */
const tables = `
CREATE TABLE latent_filters (
  name TEXT PRIMARY KEY,
  rule TEXT NOT NULL,
  saved_at TEXT NOT NULL
) STRICT;
`

export const latentFilters: Migration = { name: '0007-latent-filters', sql: tables }
