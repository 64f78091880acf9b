import type { Migration } from './migration.ts'

/** What people call the clusters of a clustering: in their own words, or (`run`) as a language model proposed. */
const tables = `
CREATE TABLE cluster_names (
  analysis INTEGER NOT NULL REFERENCES analyses (analysis) ON DELETE CASCADE,
  cluster INTEGER NOT NULL,
  name TEXT NOT NULL,
  run INTEGER REFERENCES model_runs (run),
  author TEXT NOT NULL,
  named_at TEXT NOT NULL,
  PRIMARY KEY (analysis, cluster)
) STRICT, WITHOUT ROWID;
`

export const clusterNames: Migration = { name: '0004-cluster-names', sql: tables }
