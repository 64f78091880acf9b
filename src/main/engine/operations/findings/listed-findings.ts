import type { Finding, ListedFinding } from '../../../../contract/findings.ts'
import { analysisByRecipe } from '../../store/analyses.ts'
import { listFindings } from '../../store/findings.ts'
import { lensByHash } from '../../store/lenses.ts'
import { changedInput, staleReason } from '../analyses/recipe.ts'
import { labelsOf } from '../labels-of.ts'
import type { ProjectReading } from '../project-reading.ts'

/** The notebook in its order, each with what changed since it was kept, and the earlier one about the same thing. */
export function listedFindings(project: ProjectReading): readonly ListedFinding[] {
  if (project.dbIfAny === null) return []
  const first = new Map<string, number>()
  const findings = listFindings(project.db)
  for (const { id, settings } of [...findings].sort((a, b) => a.id - b.id))
    if (settings.subject !== undefined && !first.has(settings.subject)) first.set(settings.subject, id)
  return findings.map((finding) => {
    const { subject } = finding.settings
    const earlier = subject === undefined ? undefined : first.get(subject)
    const { recipe } = finding.settings
    return {
      ...finding,
      stale: changed(project, finding),
      sameAs: earlier === undefined || earlier === finding.id ? null : earlier,
      analysis: recipe === undefined ? null : analysisByRecipe(project.db, recipe),
    }
  })
}

/** One sentence; null where nothing changed, or nothing is known of what it rests on. */
function changed(project: ProjectReading, { evidence, settings }: Finding): string | null {
  const { recipe, inputs, lensHash } = settings
  const reason = recipe === undefined ? changedInput(project, inputs ?? []) : staleReason(project, recipe)
  return reason ?? labelChanged(project, evidence, lensHash)
}

function labelChanged(
  project: ProjectReading,
  { latent, label }: Pick<Finding['evidence'], 'latent' | 'label'>,
  lensHash: string | null,
): string | null {
  const lens = latent === null || lensHash === null ? null : lensByHash(project.db, lensHash)
  if (latent === null || lens === null) return null
  const now = labelsOf(project, lens).get(latent)?.text || null
  if (now === (label || null)) return null
  return now === null ? `The label of latent ${latent} was taken back since.` : `Latent ${latent} is now labelled “${now}”.`
}
