import type { LabelOrigin } from '../../../contract/latents.ts'
import { prepare, type Connection } from './connection.ts'
import { labelSources } from './label-sources.ts'
import { counts, currentLabels, lastLatent } from './labels.ts'

/** A version of a latent's label with all that is known of it. */
export type LabelRecord = {
  readonly latent: number
  /** '' where a person withdrew the label */
  readonly text: string
  readonly notes: string
  readonly origin: LabelOrigin
  readonly author: string
  readonly change: string | null
  /** The one that is shown first: of the newest detection test here, else what was written with the version; no method twice. */
  readonly scores: readonly TestScore[]
  readonly examples: readonly string[]
  /** ISO 8601 */
  readonly at: string
  readonly current: boolean
}

type TestScore = { readonly method: string; readonly value: number }
type VersionRow = Omit<LabelRecord, 'scores' | 'examples' | 'current'> & { readonly id: number; readonly score: number | null }

/** Every version of a lens's labels that counts (`counts`), by latent, the oldest first; of the latents from one to another, both inclusive. */
export function labelRecords(db: Connection, lens: number, from = 0, to = lastLatent): readonly LabelRecord[] {
  const current = currentLabels(db, lens, from, to)
  const sources = labelSources(db, lens, from, to)
  const tests = testsOf(db, lens, from, to)
  return prepare<VersionRow>(
    db,
    `SELECT label_id AS id, latent, text, notes, origin, author, note_of_change AS change, score, created_at AS at
     FROM labels
     WHERE lens = ? AND latent BETWEEN ? AND ? AND ${counts}
     ORDER BY latent, label_id`,
  )
    .all(lens, from, to)
    .map(({ id, score, ...version }): LabelRecord => {
      const source = sources.get(id)
      const written = score === null ? null : { method: source?.scoreMethod ?? '', value: score }
      return {
        ...version,
        scores: scoresOf(tests.get(id) ?? [], written),
        examples: source?.examples ?? [],
        current: current.get(version.latent)?.id === id,
      }
    })
}

/** The newest result of each method by version, detection before fuzzing. */
function testsOf(db: Connection, lens: number, from: number, to: number): ReadonlyMap<number, readonly TestScore[]> {
  // With a single max() SQLite takes the other columns from the row that has it (https://sqlite.org/lang_select.html#bareagg).
  const rows = prepare<TestScore & { readonly id: number }>(
    db,
    `SELECT label_id AS id, method, balanced_accuracy AS value, max(label_score)
     FROM label_scores
     WHERE lens = ? AND latent BETWEEN ? AND ? AND label_id IS NOT NULL AND balanced_accuracy IS NOT NULL
     GROUP BY label_id, method
     ORDER BY label_id, method`,
  ).all(lens, from, to)
  const tests = new Map<number, TestScore[]>()
  for (const { id, method, value } of rows) {
    const found = tests.get(id)
    if (found === undefined) tests.set(id, [{ method, value }])
    else found.push({ method, value })
  }
  return tests
}

/** What was written with a version stands behind its detection test, or is left out where that says the same. */
function scoresOf(tests: readonly TestScore[], written: TestScore | null): readonly TestScore[] {
  if (written === null || tests.some(({ method, value }) => method === written.method || value === written.value)) return tests
  const detection = tests.filter(({ method }) => method === 'detection')
  return [...detection, written, ...tests.filter(({ method }) => method !== 'detection')]
}
