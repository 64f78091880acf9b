import { basename } from 'node:path'
import type { z } from 'zod'
import type { CorrelateRequest } from '../../../../contract/correlations.ts'
import type { DiffRequest } from '../../../../contract/differences.ts'
import { Failure } from '../../../../contract/failure.ts'
import type { ExportedFiles, exportTablesInput } from '../../../../contract/findings.ts'
import type { AnalysisResult, RecordedAnalysis } from '../../../../contract/recorded-analyses.ts'
import type { SearchRequest } from '../../../../contract/search.ts'
import type { TrendRequest } from '../../../../contract/trends.ts'
import { analysisByRecipe } from '../../store/analyses.ts'
import { listFindings } from '../../store/findings.ts'
import { correlateDocuments } from '../analyses/correlate.ts'
import { diffDocuments } from '../analyses/diff.ts'
import { recordedAnalysis } from '../analyses/recorded.ts'
import { searchDocuments } from '../analyses/search.ts'
import { trendOverGroups } from '../analyses/trend.ts'
import { ExportFolder } from '../export-folder.ts'
import type { ProjectReading } from '../project-reading.ts'
import { type ResultTable, resultTables } from './result-tables.ts'
import { tableWriter } from '../table-writer.ts'

type Request = z.output<typeof exportTablesInput>

/** Writes every row of recorded analyses into a folder, with how each was made; nothing where it fails. */
export async function exportTables(project: ProjectReading, { out, format, analyses }: Request): Promise<ExportedFiles> {
  const chosen = [...new Set(analyses ?? analysesBehindFindings(project))]
  if (chosen.length === 0)
    throw new Failure(
      'not-found',
      'No finding here rests on a recorded analysis.',
      'Keep a row of one first, or name an analysis: etalon analyses list <project>.',
    )
  const named: {
    readonly about: Readonly<Record<string, unknown>>
    readonly tables: readonly (readonly [string, ResultTable])[]
  }[] = []
  for (const id of chosen) {
    const recorded = recordedAnalysis(project, id)
    const { result, left } = await wholeResult(project, recorded)
    const tables = resultTables(result).map((table) => [`${recorded.kind}-${id}-${table.name}.${format}`, table] as const)
    const { title, recipe, ranAt, stale } = recorded
    named.push({
      about: { analysis: id, title, ranAt, stale, recipe, warnings: result.result.warnings, rowsLeftOut: left },
      tables,
    })
  }
  const names = named.flatMap(({ tables }) => tables.map(([name]) => name))
  const folder = await ExportFolder.open(project, out, names)
  try {
    const files: ExportedFiles['files'][number][] = []
    for (const [name, table] of named.flatMap(({ tables }) => tables)) {
      const draft = await folder.create(name)
      const writer = tableWriter(draft, table.columns, format, project)
      for (const piece of table.pieces()) await writer.write(piece)
      await writer.finish()
      files.push({ path: draft.path, rows: table.rows, bytes: draft.bytes })
    }
    await folder.publish({
      project: basename(project.folder),
      at: new Date().toISOString(),
      etalon: project.place.version,
      format,
      analyses: named.map(({ about, tables }) => ({ ...about, files: tables.map(([name]) => name) })),
      files: names,
    })
    return { files }
  } catch (error) {
    await folder.discard()
    throw error
  }
}

/** In the order of the notebook, those that are still recorded. */
function analysesBehindFindings(project: ProjectReading): readonly number[] {
  if (project.dbIfAny === null) return []
  return listFindings(project.db).flatMap(({ settings: { recipe } }) => {
    const id = recipe === undefined ? null : analysisByRecipe(project.db, recipe)
    return id === null ? [] : [id]
  })
}

/** With all its rows, worked out again where only the first were recorded and its inputs are as they were; else how many are left out. */
async function wholeResult(
  project: ProjectReading,
  recorded: RecordedAnalysis,
): Promise<{ readonly result: AnalysisResult; readonly left: number }> {
  const left = rowsLeft(recorded)
  if (left === 0 || recorded.stale !== null) return { result: recorded, left }
  const again = await workedOutAgain(project, recorded)
  const isSame = again !== null && JSON.stringify(again.result.recipe.embedder) === JSON.stringify(recorded.recipe.embedder)
  return isSame ? { result: again, left: rowsLeft(again) } : { result: recorded, left }
}

function rowsLeft(of: AnalysisResult): number {
  switch (of.kind) {
    case 'diff':
    case 'trend':
      return of.result.total - of.result.rows.length
    case 'correlate':
      return of.result.total - of.result.pairs.length
    case 'search':
      return of.result.total - of.result.hits.length
    case 'cluster':
      return of.result.clusters.reduce((sum, { size, documents }) => sum + size - documents.length, 0)
  }
}

/** Nothing is sent anywhere: words that an endpoint compared are found among the vectors kept here, or the recorded rows stand. */
async function workedOutAgain(project: ProjectReading, { kind, recipe, result }: RecordedAnalysis): Promise<AnalysisResult | null> {
  const whole = { ...(recipe.request as object), offset: 0, limit: 'total' in result ? result.total : 0, examples: 0 }
  switch (kind) {
    case 'diff':
      return { kind, result: (await diffDocuments(project, whole as unknown as DiffRequest)).result }
    case 'trend':
      return { kind, result: (await trendOverGroups(project, whole as unknown as TrendRequest)).result }
    case 'correlate':
      return { kind, result: (await correlateDocuments(project, whole as unknown as CorrelateRequest)).result }
    case 'search':
      return { kind, result: (await searchDocuments(project, whole as unknown as SearchRequest)).result }
    case 'cluster':
      return null
  }
}
