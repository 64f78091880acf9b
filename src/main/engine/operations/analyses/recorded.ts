import type { z } from 'zod'
import type { analysesInput, AnalysisSummary, Made } from '../../../../contract/analyses.ts'
import type { ClusterResult } from '../../../../contract/clusters.ts'
import type { AnalysisResult, RecordedAnalysis } from '../../../../contract/recorded-analyses.ts'
import { analysisById, listAnalyses, recordAnalysis } from '../../store/analyses.ts'
import type { ProjectReading } from '../project-reading.ts'
import type { ProjectWriting } from '../project-writing.ts'
import { clusterNamesOf } from './cluster-names.ts'
import { withStaleness } from './recipe.ts'

/** What a reading worker worked out, with the words a list shows it by. */
export type Worked<Result extends Made = Made> = { readonly title: string; readonly result: Result }

/** Keeps what was worked out; its number. */
export function recordWorked(project: ProjectWriting, { title, result }: Worked): number {
  const number = recordAnalysis(project.db, title, result.recipe, result)
  project.changed('analyses')
  return number
}

export function analysisList(project: ProjectReading, request: z.output<typeof analysesInput>): readonly AnalysisSummary[] {
  return project.dbIfAny === null ? [] : listAnalyses(project.db, request).map((each) => withStaleness(project, each))
}

export function recordedAnalysis(project: ProjectReading, id: number): RecordedAnalysis {
  const { about, result } = analysisById(project.db, id)
  const recorded = { kind: about.kind, result: { ...(result as Made), analysis: id } } as AnalysisResult
  const named = recorded.kind === 'cluster' ? { ...recorded, result: withNames(project, id, recorded.result) } : recorded
  return { ...withStaleness(project, about), ...named }
}

/** With what people call its clusters. Names belong to the analysis, and outlive its result when it runs again. */
function withNames(project: ProjectReading, id: number, result: ClusterResult): ClusterResult {
  const names = new Map(clusterNamesOf(project.db, id).map((named) => [named.cluster, named]))
  if (names.size === 0) return result
  return {
    ...result,
    clusters: result.clusters.map((cluster) => {
      const named = names.get(cluster.id)
      return named === undefined ? cluster : { ...cluster, named }
    }),
  }
}
