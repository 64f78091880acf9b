import { createHash } from 'node:crypto'
import { Failure } from '../../../contract/failure.ts'
import type { AnalysisKind, AnalysisSummary, Recipe } from '../../../contract/analyses.ts'
import { prepare, type Connection } from './connection.ts'
import { packResult, unpackResult } from './result-blob.ts'
import { write } from './write.ts'

/** An analysis as it ran; whether it still holds is for those to say who know what is there now. */
export type StoredAnalysis = Omit<AnalysisSummary, 'stale'>

type AnalysisRow = {
  readonly analysis: number
  readonly kind: AnalysisKind
  readonly title: string
  readonly recipe: string
  readonly ran_at: string
}

const searchesKept = 100
const analysisColumns = 'analysis, kind, title, recipe, ran_at'

/** Keeps a result, or replaces that of the same recipe; its number. */
export function recordAnalysis(db: Connection, title: string, recipe: Recipe, result: unknown): number {
  return write(db, () => {
    const { written, hash } = hashed(recipe)
    const number = prepare<number>(
      db,
      `INSERT INTO analyses (kind, title, recipe, recipe_hash, result, ran_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (recipe_hash) DO UPDATE SET title = excluded.title, result = excluded.result
       RETURNING analysis`,
      'first-column',
    ).get(recipe.kind, title, written, hash, packResult(result), new Date().toISOString())
    if (number === undefined) throw new Error('the analysis was not recorded')
    if (recipe.kind === 'search') forgetOldSearches(db)
    return number
  })
}

/** The number of the analysis that was made so; null where it is recorded no more. */
export function analysisByRecipe(db: Connection, recipe: Recipe): number | null {
  const query = prepare<number>(db, 'SELECT analysis FROM analyses WHERE recipe_hash = ?', 'first-column')
  return query.get(hashed(recipe).hash) ?? null
}

function hashed(recipe: Recipe): { readonly written: string; readonly hash: string } {
  const written = JSON.stringify(recipe)
  return { written, hash: createHash('sha256').update(written).digest('hex') }
}

/** Searches come with every change of their words; those worth keeping are saved or kept as findings. */
function forgetOldSearches(db: Connection): void {
  prepare(
    db,
    `DELETE FROM analyses WHERE kind = 'search' AND analysis NOT IN
     (SELECT analysis FROM analyses WHERE kind = 'search' ORDER BY analysis DESC LIMIT ${searchesKept})`,
  ).run()
}

/** Those of a kind (absent: of all), the last first. */
export function listAnalyses(
  db: Connection,
  { kind, offset, limit }: { readonly kind?: AnalysisKind | undefined; readonly offset: number; readonly limit: number },
): readonly StoredAnalysis[] {
  return prepare<AnalysisRow>(
    db,
    `SELECT ${analysisColumns} FROM analyses WHERE kind = coalesce(?, kind) ORDER BY analysis DESC LIMIT ? OFFSET ?`,
  )
    .all(kind ?? null, limit, offset)
    .map(toAnalysis)
}

/** Throws a Failure 'not-found' when there is none of this number. */
export function analysisById(db: Connection, id: number): { readonly about: StoredAnalysis; readonly result: unknown } {
  const row = prepare<AnalysisRow & { readonly result: Buffer }>(
    db,
    `SELECT ${analysisColumns}, result FROM analyses WHERE analysis = ?`,
  ).get(id)
  if (row === undefined)
    throw new Failure('not-found', `There is no analysis ${id}.`, 'List those that ran: etalon analyses list <project>.')
  return { about: toAnalysis(row), result: unpackResult(row.result) }
}

export function removeAnalysis(db: Connection, id: number): void {
  write(db, () => prepare(db, 'DELETE FROM analyses WHERE analysis = ?').run(id))
}

function toAnalysis(row: AnalysisRow): StoredAnalysis {
  return { id: row.analysis, kind: row.kind, title: row.title, recipe: JSON.parse(row.recipe) as Recipe, ranAt: row.ran_at }
}
