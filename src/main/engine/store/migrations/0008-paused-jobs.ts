import type { Migration } from './migration.ts'

/**
 * Jobs can be `paused`, which the check of the first table did not know: it is made anew. `log` holds the last lines of a job's log as JSON
 * ([{at, text, warning}]), `lines` how many there were.
 */
const tables = `
CREATE TABLE jobs_of_now (
  job INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  request TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'done', 'failed', 'cancelled')),
  progress TEXT,
  failure TEXT,
  result TEXT,
  created_at TEXT NOT NULL,
  started_at TEXT,
  finished_at TEXT,
  log TEXT NOT NULL DEFAULT '[]',
  lines INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO jobs_of_now (job, kind, title, request, state, progress, failure, result, created_at, started_at, finished_at)
  SELECT job, kind, title, request, state, progress, failure, result, created_at, started_at, finished_at FROM jobs;
DROP TABLE jobs;
ALTER TABLE jobs_of_now RENAME TO jobs;
`

export const pausedJobs: Migration = { name: '0008-paused-jobs', sql: tables }
