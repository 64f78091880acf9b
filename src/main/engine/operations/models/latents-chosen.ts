import { Failure } from '../../../../contract/failure.ts'
import type { LabelVersion } from '../../../../contract/latents.ts'
import type { ModelRequest } from '../../../../contract/model-requests.ts'
import { shownScore } from '../../store/label-scores.ts'
import type { StoredLens } from '../../store/lenses.ts'
import { starredLatents } from '../../store/stars.ts'
import { labelsOf } from '../labels-of.ts'
import { totalsOf } from '../latent-totals.ts'
import { refuseOutside } from '../latent-page.ts'
import type { ProjectReading } from '../project-reading.ts'
import { readSubjects } from '../subjects.ts'

type Choosing = Omit<Extract<ModelRequest, { kind: 'score' }>, 'kind' | 'endpoint' | 'methods' | 'documents'>

/** The latents a request is about, the most frequent first where they are chosen by a condition. Throws Failure 'bad-input' where there is none. */
export function latentsChosen(
  project: ProjectReading,
  request: Choosing,
): { readonly lens: StoredLens; readonly latents: readonly number[] } {
  const { lens, subjects } = readSubjects(project, request)
  const { of } = request
  if ('latents' in of) {
    for (const latent of of.latents) refuseOutside(latent, lens)
    return { lens, latents: [...new Set(of.latents)] }
  }
  const labels = labelsOf(project, lens)
  const starred = starredLatents(project.db, lens.lens)
  const totals = totalsOf(project, subjects, lens.dSae)
  const answers: Record<typeof of.choose, (latent: number, label: LabelVersion | undefined) => boolean> = {
    unlabelled: (_, label) => label === undefined || label.origin === 'statistics',
    unscored: (_, label) => label !== undefined && label.origin !== 'statistics' && scoreOf(project, label) === null,
    below: (_, label) => label !== undefined && (scoreOf(project, label) ?? 1) < request.gate,
    starred: (latent) => starred.has(latent),
  }
  const found = Array.from({ length: lens.dSae }, (_, latent) => latent)
    .filter((latent) => totals.present[latent]! > 0 && answers[of.choose](latent, labels.get(latent)))
    .sort((a, b) => totals.present[b]! - totals.present[a]! || a - b)
    .slice(0, of.limit)
  if (found.length === 0)
    throw new Failure(
      'bad-input',
      `No latent of ${lens.name} that is present in these documents is ${of.choose}.`,
      'Choose others, or name latents by number.',
    )
  return { lens, latents: found }
}

/** The score a version is shown with: measured here, else the one it came with; null without either. */
export function scoreOf(project: ProjectReading, label: LabelVersion): number | null {
  return shownScore(project.db, { label: label.id })?.balancedAccuracy ?? label.score
}
