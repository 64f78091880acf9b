import type { Endpoint } from '../../../../contract/language-models.ts'
import type { ModelRequest } from '../../../../contract/model-requests.ts'
import { listModelRuns } from '../../store/model-runs.ts'
import type { ProjectReading } from '../project-reading.ts'
import { lensNamed } from '../subjects.ts'
import { checkWork } from './check-work.ts'
import { embedLabelsWork } from './embed-labels-work.ts'
import { hypothesesWork } from './hypotheses-work.ts'
import { corporaAsked, judgePairWork } from './judge-pair-work.ts'
import { labelWork } from './label-work.ts'
import { latentsChosen } from './latents-chosen.ts'
import type { ModelWork, Recording } from './model-work.ts'
import { nameClustersWork } from './name-clusters-work.ts'
import { rerankWork } from './rerank-work.ts'
import { scoreWork } from './score-work.ts'

/** A request whose choices are made: a run that goes on is about the same latents, whatever has changed since. */
export function settled(project: ProjectReading, request: ModelRequest): ModelRequest {
  switch (request.kind) {
    case 'label':
    case 'score': {
      const { lens, latents } = latentsChosen(project, request)
      return { ...request, lens: lens.hash, of: { latents: [...latents] } }
    }
    case 'judge-pair':
      return { ...request, lens: lensNamed(project, request.lens).hash, corpora: corporaAsked(project, request) }
    case 'embed-labels':
      return { ...request, lens: lensNamed(project, request.lens).hash }
    case 'rerank':
      return { ...request, search: { ...request.search, lens: lensNamed(project, request.search.lens).hash } }
    default:
      return request
  }
}

/** @param request from `settled` */
export function workOf(
  project: ProjectReading,
  request: ModelRequest,
  endpoint: Endpoint,
  recording: Recording | null,
): Promise<ModelWork> {
  switch (request.kind) {
    case 'check':
      return Promise.resolve(checkWork(recording?.run ?? nextRun(project)))
    case 'label':
      return labelWork(project, request, latentsChosen(project, request), recording)
    case 'score':
      return scoreWork(project, request, latentsChosen(project, request), recording)
    case 'hypotheses':
      return hypothesesWork(project, request, recording)
    case 'judge-pair':
      return judgePairWork(project, request)
    case 'name-clusters':
      return nameClustersWork(project, request)
    case 'rerank':
      return rerankWork(project, request)
    case 'embed-labels':
      return embedLabelsWork(project, request, endpoint, recording)
  }
}

/** The number of the run that would begin now: a check is asked anew in each. */
function nextRun({ dbIfAny: db }: ProjectReading): number {
  return 1 + (db === null ? 0 : (listModelRuns(db, 1)[0]?.run ?? 0))
}
