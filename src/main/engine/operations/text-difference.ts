import type { z } from 'zod'
import type { DifferingLatent, TextDifference, textDifferenceInput } from '../../../contract/documents.ts'
import { Failure } from '../../../contract/failure.ts'
import { wordDifference } from '../analysis/compare/text-difference.ts'
import { readDocumentPooled } from '../store/activations/read-document.ts'
import { textOf } from '../store/documents.ts'
import { documentNamed } from './document-page.ts'
import { labelsOf } from './labels-of.ts'
import { totalsOf } from './latent-totals.ts'
import type { ProjectReading } from './project-reading.ts'
import { comparableSubjects, type ReadSubject, subjectOf } from './subjects.ts'

/** What two documents have in common word by word, and the latents that differ most between them. */
export function textDifference(project: ProjectReading, request: z.output<typeof textDifferenceInput>): TextDifference {
  const asked = [request.first, request.second] as const
  const [first, second] = asked.map((each) => {
    const subject = subjectOf(project, each)
    const { ordinal } = documentNamed(project, subject, each)
    return { ordinal, text: textOf(project.db, subject.channel.channel, ordinal) ?? '' }
  }) as [{ ordinal: number; text: string }, { ordinal: number; text: string }]
  const words = wordDifference(first.text, second.text)
  try {
    const subjects = comparableSubjects(project, asked)
    return { ...words, latents: differing(project, subjects, [first.ordinal, second.ordinal], request.limit), unread: null }
  } catch (error) {
    if (error instanceof Failure && (error.code === 'not-read' || error.code === 'not-found'))
      return { ...words, latents: [], unread: error.message }
    throw error
  }
}

/** By the difference of pooled activations as a share of the latent's largest, as sizes of two latents cannot be compared. */
function differing(
  project: ProjectReading,
  subjects: readonly ReadSubject[],
  ordinals: readonly [number, number],
  limit: number,
): readonly DifferingLatent[] {
  const [first, second] = subjects
  if (first === undefined || second === undefined) return []
  const { maxima } = totalsOf(project, first.encoding === second.encoding ? [first] : [first, second], first.lens.dSae)
  const labels = labelsOf(project, first.lens)
  const found = new Map<number, { activations: [number, number]; tokens: [number, number] }>()
  subjects.forEach(({ encoding }, side) => {
    const pooled = readDocumentPooled(project.db, encoding.encoding, ordinals[side]!)
    pooled.latents.forEach((latent, at) => {
      const entry = found.get(latent) ?? { activations: [0, 0], tokens: [0, 0] }
      entry.activations[side] = pooled.maxima[at] ?? 0
      entry.tokens[side] = pooled.tokensActive[at] ?? 0
      found.set(latent, entry)
    })
  })
  return [...found]
    .map(([latent, { activations, tokens }]) => {
      const maximum = Math.max(maxima[latent] ?? 0, ...activations)
      const share = maximum > 0 ? (activations[1] - activations[0]) / maximum : 0
      return { latent, label: labels.get(latent)?.text ?? null, activations, tokens, maximum, share }
    })
    .sort((a, b) => Math.abs(b.share) - Math.abs(a.share) || a.latent - b.latent)
    .slice(0, limit)
}
