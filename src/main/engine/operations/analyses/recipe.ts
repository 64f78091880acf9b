import type { AnalysisInput, AnalysisKind, AnalysisSummary, ComparedBy, Recipe } from '../../../../contract/analyses.ts'
import { countLabelVersions } from '../../store/labels.ts'
import { encodingByIdentity } from '../../store/encodings.ts'
import type { StoredAnalysis } from '../../store/analyses.ts'
import { lensByHash, type StoredLens } from '../../store/lenses.ts'
import { chosenEmbedder } from '../embedder-choice.ts'
import type { ProjectReading } from '../project-reading.ts'
import type { ReadSubject } from '../subjects.ts'

/** How a result was made. @param byLabels what compared words with labels, or whether labels took part in choosing: then a new one may change it */
export function recipeOf(
  project: ProjectReading,
  kind: AnalysisKind,
  request: unknown,
  lens: StoredLens,
  subjects: readonly ReadSubject[],
  byLabels: ComparedBy | boolean,
): Recipe {
  return {
    kind,
    request,
    etalon: project.place.version,
    lens: lens.name,
    lensHash: lens.hash,
    inputs: subjects.map(({ corpus, channel, encoding }) => ({
      corpus: corpus.name,
      channel: channel.name,
      encoding: encoding.identity,
      documents: encoding.documents,
    })),
    labelVersions: byLabels === false ? null : countLabelVersions(project.db, lens.lens),
    ...(typeof byLabels === 'boolean' ? {} : { embedder: { endpoint: byLabels.endpoint, model: byLabels.model } }),
  }
}

/** With the reason why it would come out otherwise today, if there is one. */
export function withStaleness(project: ProjectReading, analysis: StoredAnalysis): AnalysisSummary {
  return { ...analysis, stale: staleReason(project, analysis.recipe) }
}

/** Why what a recipe made would come out otherwise today, in a sentence; null while its inputs are as they were. */
export function staleReason(project: ProjectReading, recipe: Recipe): string | null {
  const changed = changedInput(project, recipe.inputs)
  if (changed !== null) return changed
  const lens = lensByHash(project.db, recipe.lensHash)
  if (recipe.labelVersions !== null && lens !== null && countLabelVersions(project.db, lens.lens) !== recipe.labelVersions)
    return 'Labels have changed since.'
  const { embedder } = recipe
  if (embedder !== undefined) {
    const chosen = chosenEmbedder(project)
    const isSame = embedder.endpoint === (chosen?.endpoint ?? null) && (chosen === null || embedder.model === chosen.model)
    if (!isSame) return `Labels would now be compared by ${chosen?.endpoint ?? 'the bundled embedder'}.`
  }
  return recipe.etalon === project.place.version ? null : `It was made with Etalon ${recipe.etalon}.`
}

/** The first of what was read that is no longer there as it was, in a sentence. */
export function changedInput(project: ProjectReading, inputs: readonly AnalysisInput[]): string | null {
  const gone = inputs.find((input) => encodingByIdentity(project.db, input.encoding)?.state !== 'ready')
  return gone === undefined ? null : `${gone.corpus} (${gone.channel}) has changed or was removed since.`
}
