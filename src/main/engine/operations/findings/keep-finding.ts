import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { FindingSettings, keepInput, ListedFinding } from '../../../../contract/findings.ts'
import { plainDrawing } from '../../findings/drawing.ts'
import { addFinding, moveFinding } from '../../store/findings.ts'
import type { StoredLens } from '../../store/lenses.ts'
import { keptHypothesis } from '../models/hypothesis-finding.ts'
import type { ProjectWriting } from '../project-writing.ts'
import { aboutAnalysis } from './about-analysis.ts'
import { aboutDocument } from './about-document.ts'
import { aboutExample, aboutLatent } from './about-latent.ts'
import { aboutText } from './about-text.ts'
import { type Gathered, noEvidence } from './gathered.ts'
import { listedFindings } from './listed-findings.ts'

type Request = z.output<typeof keepInput>

const presence = 'present where the activation is above the lens’s threshold for the latent on at least one token'

/** Keeps a finding with the evidence as it is now, so that it outlives its corpus; or a section to put between findings. */
export async function keepFinding(project: ProjectWriting, request: Request): Promise<ListedFinding> {
  const { id } = request.kind === 'section' ? addSection(project, request) : await addGathered(project, request)
  project.changed('findings')
  const listed = listedFindings(project).find((each) => each.id === id)
  if (listed === undefined) throw new Error(`finding ${id} was kept and is not there`)
  return listed
}

function addSection(project: ProjectWriting, { title, note, before, requestId }: Extract<Request, { kind: 'section' }>) {
  const section = { kind: 'section', title, note, evidence: noEvidence, settings: settingsOf(project, null), requestId } as const
  const added = addFinding(project.db, section)
  if (before !== null) moveFinding(project.db, added.id, before)
  return added
}

async function addGathered(project: ProjectWriting, request: Exclude<Request, { kind: 'section' }>) {
  const figure = request.figure === undefined ? undefined : plainDrawing(request.figure)
  const { title, evidence, lens, ...origin } = await gathered(project, request)
  const { kind, note, requestId } = request
  const settings = { ...settingsOf(project, lens), ...origin, subject: subjectOf(request, { lens, ...origin }) }
  return addFinding(project.db, { kind, title, note, evidence, settings, figure, requestId })
}

async function gathered(project: ProjectWriting, request: Exclude<Request, { kind: 'section' }>): Promise<Gathered> {
  switch (request.kind) {
    case 'latent':
      return aboutLatent(project, request)
    case 'example':
      return aboutExample(project, request)
    case 'document':
      return aboutDocument(project, request)
    case 'text':
      return aboutText(project, request)
    case 'hypothesis':
      return keptHypothesis(project, request)
    default:
      return aboutAnalysis(project, request)
  }
}

/** What it is about and how it was made, in 16 hexadecimal digits: not its note, its plot, or the number an analysis happens to have. */
function subjectOf(
  request: Exclude<Request, { kind: 'section' }>,
  { lens, recipe, inputs, asked }: Pick<Gathered, 'lens' | 'recipe' | 'inputs' | 'asked'>,
): string {
  const { note: _note, figure: _figure, requestId: _requestId, ...about } = request
  const made = [lens?.hash ?? null, recipe ?? null, inputs ?? null, asked ?? null]
  const named = Object.entries({ ...about, lens: undefined, analysis: undefined }).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([named, made]))
    .digest('hex')
    .slice(0, 16)
}

function settingsOf(project: ProjectWriting, lens: StoredLens | null): FindingSettings {
  return {
    etalon: project.place.version,
    lens: lens?.name ?? null,
    lensHash: lens?.hash ?? null,
    hook: lens?.hook ?? null,
    presence,
  }
}
