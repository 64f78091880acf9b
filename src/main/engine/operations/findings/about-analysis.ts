import type { z } from 'zod'
import { Failure } from '../../../../contract/failure.ts'
import type { ClusterResult } from '../../../../contract/clusters.ts'
import type { keepInput, Quotation } from '../../../../contract/findings.ts'
import type { RecordedAnalysis } from '../../../../contract/recorded-analyses.ts'
import { lensByHash } from '../../store/lenses.ts'
import { documentRows } from '../document-rows.ts'
import { recordedAnalysis } from '../analyses/recorded.ts'
import type { ProjectReading } from '../project-reading.ts'
import type { Gathered } from './gathered.ts'
import {
  type AnalysisEvidence,
  clusterEvidence,
  differenceEvidence,
  pairEvidence,
  searchEvidence,
  trendEvidence,
} from './row-evidence.ts'
import {
  selectionEvidence,
  wholeClustersEvidence,
  wholeDiffEvidence,
  wholePairsEvidence,
  wholeTrendEvidence,
} from './whole-evidence.ts'

type Request = Extract<z.output<typeof keepInput>, { readonly analysis: number }>

const quotedOfSelection = 10
const quotedCharacters = 240

/** Of a recorded analysis, as it was when it ran. */
export function aboutAnalysis(project: ProjectReading, request: Request): Gathered {
  const recorded = recordedAnalysis(project, request.analysis)
  const about = evidenceOf(project, request, recorded)
  if (about === null)
    throw new Failure(
      'bad-input',
      `Analysis ${request.analysis} is of another kind (${recorded.kind}).`,
      'Name one of the right kind.',
    )
  return { ...about, lens: lensByHash(project.db, recorded.recipe.lensHash), recipe: recorded.recipe }
}

/** Null where the analysis is of another kind. */
function evidenceOf(project: ProjectReading, request: Request, recorded: RecordedAnalysis): AnalysisEvidence | null {
  switch (request.kind) {
    case 'difference': {
      const { latent, latents } = request
      if (recorded.kind === 'diff')
        return latent === undefined ? wholeDiffEvidence(recorded.result, latents) : differenceEvidence(recorded.result, latent)
      if (recorded.kind !== 'trend') return null
      return latent === undefined ? wholeTrendEvidence(recorded.result, latents) : trendEvidence(recorded.result, latent)
    }
    case 'pair':
      if (recorded.kind !== 'correlate') return null
      return request.pair === undefined ? wholePairsEvidence(recorded.result) : pairEvidence(recorded.result, request.pair)
    case 'cluster': {
      const { cluster, points } = request
      if (recorded.kind !== 'cluster') return null
      if (points !== undefined) return selectionOf(project, recorded.result, points)
      return cluster === undefined ? wholeClustersEvidence(recorded.result) : clusterEvidence(recorded.result, cluster)
    }
    case 'search':
      return recorded.kind === 'search' ? searchEvidence(recorded.result) : null
  }
}

/** With the beginnings of its first documents, as far as they are still there. */
function selectionOf(project: ProjectReading, result: ClusterResult, points: readonly number[]): AnalysisEvidence {
  const { title, evidence } = selectionEvidence(result, points)
  const { map, recipe } = result
  const channel = recipe.inputs[0]?.channel ?? ''
  const quotations = points.slice(0, quotedOfSelection).flatMap((point): readonly Quotation[] => {
    const corpus = map.corpora[map.corpus[point] ?? 0] ?? ''
    return beginningOf(project, { corpus, channel }, map.ordinal[point] ?? 0)
  })
  return { title, evidence: { ...evidence, quotations } }
}

function beginningOf(
  project: ProjectReading,
  source: { readonly corpus: string; readonly channel: string },
  ordinal: number,
): readonly Quotation[] {
  try {
    return documentRows(project, { source, ordinals: [ordinal], characters: quotedCharacters }).map((row) => ({
      ...source,
      document: row.id,
      text: row.excerpt,
      from: row.from,
      marks: [],
      activation: null,
    }))
  } catch (error) {
    if (error instanceof Failure && error.code === 'not-found') return []
    throw error
  }
}
