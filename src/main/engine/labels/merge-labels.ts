import type { ConflictChoice } from '../../../contract/label-files.ts'
import type { LabelOrigin } from '../../../contract/latents.ts'
import type { LabelEntry } from './formats/label-entry.ts'

/** A latent's label as it stands; an empty text is one that a person withdrew. */
export type StandingLabel = {
  readonly text: string
  readonly notes: string
  readonly origin: LabelOrigin
  readonly author: string
  readonly score: number | null
}

/** A latent whose label stands otherwise than a file has it. */
export type LabelConflict = {
  readonly latent: number
  /** whose label stands: a person's, or a machine's or a file's */
  readonly against: 'person' | 'machine'
  readonly standing: StandingLabel
  readonly incoming: LabelEntry
}

/** What a file would do to the labels there are; each latent of the file is in one of the four. */
export type LabelMerge = {
  /** of latents without a label */
  readonly added: readonly LabelEntry[]
  /** the same text, with a score that the standing label lacks */
  readonly scored: readonly LabelEntry[]
  /** say what stands already */
  readonly equal: number
  readonly conflicts: readonly LabelConflict[]
  /** earlier versions in the file, by latent, oldest first */
  readonly earlier: ReadonlyMap<number, readonly LabelEntry[]>
}

/** A version to be appended, in order; nothing is overwritten. */
export type LabelToWrite = {
  readonly latent: number
  readonly text: string
  readonly notes: string
  readonly origin: LabelOrigin
  readonly author: string
  readonly change: string | null
  readonly score: number | null
  readonly scoreMethod: string | null
  readonly examples: readonly string[]
}

/** Compares a file's labels, as `readLabels` gives them, with those that stand, withdrawn ones included. */
export function compareLabels(standing: ReadonlyMap<number, StandingLabel>, labels: readonly LabelEntry[]): LabelMerge {
  const added: LabelEntry[] = []
  const scored: LabelEntry[] = []
  const conflicts: LabelConflict[] = []
  const earlier = new Map<number, LabelEntry[]>()
  let equal = 0
  for (const incoming of labels) {
    const { latent } = incoming
    if (!incoming.current) {
      const versions = earlier.get(latent)
      if (versions === undefined) earlier.set(latent, [incoming])
      else versions.push(incoming)
      continue
    }
    const now = standing.get(latent)
    if (now === undefined) added.push(incoming)
    else if (!saysTheSame(now, incoming))
      conflicts.push({ latent, against: now.origin === 'person' ? 'person' : 'machine', standing: now, incoming })
    else if (now.score === null && incoming.scores.length > 0) scored.push(incoming)
    else equal++
  }
  return { added, scored, equal, conflicts, earlier }
}

export type MergeChoices = {
  readonly all: ConflictChoice
  /** by latent, where it is not that of all */
  readonly each: ReadonlyMap<number, ConflictChoice>
  /** base name of the file, which is told in each version's change */
  readonly file: string
  /** who chooses: a label taken in place of a person's is written as theirs, as no machine's stands above a person's */
  readonly person: string
  /** whether labels that the file calls a person's are written as such (one's own project moved), rather than as imported */
  readonly keepPersons: boolean
}

/** The versions to append, in this order, so that the store's rule (a person's newest, else the newest) gives what was chosen. */
export function labelsToWrite(merge: LabelMerge, choices: MergeChoices): readonly LabelToWrite[] {
  const writes: LabelToWrite[] = []
  const append = (entry: LabelEntry, keepPersons: boolean) => {
    // an earlier version by a person would stand above a current one by a machine
    const before = { ...choices, keepPersons: keepPersons && entry.origin === 'person' }
    for (const version of merge.earlier.get(entry.latent) ?? []) writes.push(imported(version, before))
    writes.push(imported(entry, { ...choices, keepPersons }))
  }
  for (const entry of merge.added) append(entry, choices.keepPersons)
  // what stands says the same: the score alone is new
  for (const entry of merge.scored) writes.push(imported(entry, { ...choices, keepPersons: false }))
  for (const { latent, against, standing, incoming } of merge.conflicts) {
    const choice = choices.each.get(latent) ?? choices.all
    if (choice === 'keep') continue
    append(incoming, choices.keepPersons && choice === 'take')
    const written = writes.at(-1)!
    if (choice === 'take' && against === 'person' && written.origin !== 'person')
      writes.push({ ...written, origin: 'person', author: choices.person, change: `taken from ${choices.file}` })
    if (choice === 'both' && against === 'machine')
      writes.push({ ...again(latent, standing), change: `kept beside the label in ${choices.file}` })
  }
  return writes
}

function imported(entry: LabelEntry, { file, keepPersons }: MergeChoices): LabelToWrite {
  const { latent, text, notes, author, change, scores, examples } = entry
  const origin = entry.origin === null || (entry.origin === 'person' && !keepPersons) ? 'import' : entry.origin
  return {
    latent,
    text,
    notes,
    origin,
    author: author === '' ? file : author,
    change: change === null ? `from ${file}` : `${change}, from ${file}`,
    score: scores[0]?.value ?? null,
    scoreMethod: scores[0] === undefined || scores[0].method === '' ? null : scores[0].method,
    examples,
  }
}

function again(latent: number, { text, notes, origin, author, score }: StandingLabel): LabelToWrite {
  return { latent, text, notes, origin, author, score, scoreMethod: null, examples: [], change: null }
}

/** Compared as they look: composed (NFC). A file without notes or a score does not speak against those there are. */
function saysTheSame(standing: StandingLabel, incoming: LabelEntry): boolean {
  const alike = (a: string, b: string) => a === b || a.normalize('NFC') === b.normalize('NFC')
  const score = incoming.scores[0]?.value
  return (
    alike(standing.text, incoming.text) &&
    (incoming.notes === '' || alike(standing.notes, incoming.notes)) &&
    (score === undefined || standing.score === null || score === standing.score)
  )
}
