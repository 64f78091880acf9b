import { Failure } from '../../../contract/failure.ts'
import type { Connection } from './connection.ts'
import { first } from './migrations/0001-first.ts'
import { analyses } from './migrations/0002-analyses.ts'
import { languageModels } from './migrations/0003-language-models.ts'
import { clusterNames } from './migrations/0004-cluster-names.ts'
import { textVectors } from './migrations/0005-text-vectors.ts'
import { labelImports } from './migrations/0006-label-imports.ts'
import { latentFilters } from './migrations/0007-latent-filters.ts'
import { pausedJobs } from './migrations/0008-paused-jobs.ts'
import type { Migration } from './migrations/migration.ts'
import { write } from './write.ts'

export type MigrationReport = {
  /** Versions before and after; 0 is an empty file. */
  readonly from: number
  readonly to: number
  readonly applied: readonly string[]
}

/** In order: the store's version is the number of those it has been through. */
const migrations: readonly Migration[] = [
  first,
  analyses,
  languageModels,
  clusterNames,
  textVectors,
  labelImports,
  latentFilters,
  pausedJobs,
]

/** 'Etln': marks the file as a store of Etalon's. */
const applicationId = 0x45746c6e

/** Brings a store to the version this program knows, each step in a transaction of its own. */
export function migrate(db: Connection, steps: readonly Migration[] = migrations): MigrationReport {
  const from = versionOf(db)
  refuseForeign(db, from)
  refuseNewer(db, from, steps.length)
  const pending = steps.slice(from)
  pending.forEach((step, offset) => {
    write(db, () => {
      db.exec(step.sql)
      db.pragma(`application_id = ${applicationId}`)
      db.pragma(`user_version = ${from + offset + 1}`)
    })
  })
  return { from, to: versionOf(db), applied: pending.map((step) => step.name) }
}

/** Refuses, for one who only reads, a store that is empty, foreign, older or newer than this program. */
export function refuseOtherVersion(db: Connection): void {
  const version = versionOf(db)
  refuseForeign(db, version)
  refuseNewer(db, version, migrations.length)
  if (version === 0) throw new Failure('not-found', `${db.name} holds nothing yet.`, 'Run etalon import on the project first.')
  if (version < migrations.length)
    throw new Failure(
      'stale',
      `${db.name} was made by an earlier version of Etalon and has to be brought up to date first.`,
      'Open the project in the app, or run etalon import on it, once; nothing is lost by it.',
    )
}

function versionOf(db: Connection): number {
  return db.pragma('user_version', { simple: true }) as number
}

function refuseForeign(db: Connection, version: number): void {
  const id = db.pragma('application_id', { simple: true })
  if (id === applicationId) return
  const isEmpty = version === 0 && id === 0 && db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0
  if (!isEmpty)
    throw new Failure(
      'store-damaged',
      `${db.name} is an SQLite file, but no store of Etalon's.`,
      'Move it away, or keep the store elsewhere with --store DIR.',
    )
}

function refuseNewer(db: Connection, version: number, known: number): void {
  if (version > known)
    throw new Failure(
      'unsupported',
      `${db.name} was written by a newer version of Etalon (store version ${version}; this one knows ${known}).`,
      'Update Etalon, or keep a store of its own for this version with --store DIR.',
    )
}
