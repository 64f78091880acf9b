import type { z } from 'zod'
import type { analysesInput, AnalysisSummary, Made } from '../../../../contract/analyses.ts'
import type { ClusterResult } from '../../../../contract/clusters.ts'
import type { NamedClustersRun } from '../../../../contract/hypotheses.ts'
import type { AnalysisResult, RecordedAnalysis } from '../../../../contract/recorded-analyses.ts'
import { analysisById, listAnalyses, recordAnalysis } from '../../store/analyses.ts'
import { lastClusterNames } from '../../store/cluster-names.ts'
import type { ProjectReading } from '../project-reading.ts'
import type { ProjectWriting } from '../project-writing.ts'
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

/** With the names that a language model gave last. They are kept with the run that gave them, and outlive a clustering that runs again. */
function withNames(project: ProjectReading, id: number, result: ClusterResult): ClusterResult {
  const last = lastClusterNames(project.db, id)
  if (last === null) return result
  const named = new Map((last.result as NamedClustersRun).clusters.map((each) => [each.cluster, each]))
  return {
    ...result,
    clusters: result.clusters.map((cluster) => {
      const its = named.get(cluster.id)
      if (its === undefined || its.name === null) return cluster
      return { ...cluster, name: its.name, named: { run: last.run, description: its.description, accuracy: its.accuracy } }
    }),
  }
}
