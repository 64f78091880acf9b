import type { LabelVersion } from '../../../contract/latents.ts'
import type { Connection } from './connection.ts'
import { candidateById, labelOfCandidate, setCandidateState, type LabelCandidate } from './label-candidates.ts'
import { addLabel, type NewLabel } from './label-changes.ts'
import { shownScore } from './label-scores.ts'
import { currentLabel, labelById } from './labels.ts'
import { write } from './write.ts'

/** What a person made of a proposal. */
export type Wording = { readonly text: string; readonly notes: string }

/**
 * A proposal becomes a version of its latent's label without anybody having looked: as the machine's, so that a person's label stands.
 *
 * One that became a version before gives that version, withdrawn since or not; one that a person refused gives null. Throws a Failure
 * 'not-found' for a number that is no proposal's.
 */
export function acceptUnseen(db: Connection, candidate: number): LabelVersion | null {
  return write(db, () => {
    const proposed = candidateById(db, candidate)
    const became = labelOfCandidate(db, candidate)
    if (became !== null) return labelById(db, became)?.version ?? null
    if (proposed.state !== 'open') return null
    setCandidateState(db, candidate, 'accepted')
    return addLabel(db, asProposed(db, proposed))
  })
}

/**
 * A person takes a proposal over: word for word as the machine's own version, or as a person's where they changed a word, or where a
 * person's version counts now, which a machine's could not replace.
 *
 * Throws a Failure 'not-found' for a number that is no proposal's.
 */
export function acceptSeen(
  db: Connection,
  candidate: number,
  by: { readonly author: string; readonly wording?: Wording | undefined; readonly requestId?: string | undefined },
): LabelVersion {
  return write(db, () => {
    const proposed = candidateById(db, candidate)
    const { author, wording, requestId } = by
    const isEdited = wording !== undefined && (wording.text !== proposed.text || wording.notes !== proposed.notes)
    setCandidateState(db, candidate, isEdited ? 'edited' : 'accepted')
    const label = { ...asProposed(db, proposed), requestId }
    if (isEdited) {
      const score = wording.text === proposed.text ? label.score : null
      const change = `edited from what ${proposed.author} proposed`
      return addLabel(db, { ...label, ...wording, score, origin: 'person', author, change })
    }
    if (currentLabel(db, proposed.lens, proposed.latent)?.origin === 'person')
      return addLabel(db, { ...label, origin: 'person', author, change: `taken over from ${proposed.author}` })
    return addLabel(db, { ...label, change: `accepted by ${author}` })
  })
}

function asProposed(db: Connection, proposed: LabelCandidate): NewLabel & { readonly score: number | null } {
  const { candidate, lens, latent, text, notes, origin, author } = proposed
  return { lens, latent, text, notes, origin, author, candidate, score: shownScore(db, { candidate })?.balancedAccuracy ?? null }
}
