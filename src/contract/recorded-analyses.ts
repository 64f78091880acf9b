import type { AnalysisSummary } from './analyses.ts'
import type { ClusterResult } from './clusters.ts'
import type { CorrelateResult } from './correlations.ts'
import type { DiffResult } from './differences.ts'
import type { SearchResult } from './search.ts'
import type { TrendResult } from './trends.ts'

export type AnalysisResult =
  | { readonly kind: 'diff'; readonly result: DiffResult }
  | { readonly kind: 'trend'; readonly result: TrendResult }
  | { readonly kind: 'correlate'; readonly result: CorrelateResult }
  | { readonly kind: 'cluster'; readonly result: ClusterResult }
  | { readonly kind: 'search'; readonly result: SearchResult }

export type RecordedAnalysis = AnalysisSummary & AnalysisResult
