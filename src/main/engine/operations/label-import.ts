import { basename } from 'node:path'
import type { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import type {
  compareLabelsInput,
  ConflictChoice,
  importLabelsInput,
  ImportedLabels,
  LabelComparison,
  LabelFileConflict,
  LabelFileSummary,
} from '../../../contract/label-files.ts'
import type { LabelEntry, ReadLabels } from '../labels/formats/label-entry.ts'
import { readLabels } from '../labels/formats/read-labels.ts'
import { type LabelTarget, refuseOtherSae } from '../labels/formats/refuse-other-sae.ts'
import { compareLabels, type LabelConflict, type LabelMerge, labelsToWrite } from '../labels/merge-labels.ts'
import type { Connection } from '../store/connection.ts'
import { addLabels } from '../store/label-changes.ts'
import { type LabelRecord, labelRecords } from '../store/label-records.ts'
import { standingLabels } from '../store/labels.ts'
import { labelTarget } from './label-target.ts'
import { person } from './person.ts'
import type { ProjectReading } from './project-reading.ts'
import type { ProjectWriting } from './project-writing.ts'
import { lensNamed } from './subjects.ts'

const mostProblems = 100
const mostConflicts = 1000

/** What an import of a file would do, with the conflicts. Nothing is written, and labels of another SAE are told, not refused. */
export async function compareWithFile(
  project: ProjectReading,
  { lens, file }: z.output<typeof compareLabelsInput>,
): Promise<LabelComparison> {
  const of = lensNamed(project, lens)
  const target = await labelTarget(project, of)
  const found = await readLabels(file, target)
  const otherSae = whyOtherSae(basename(file), found, target)
  const merge = withoutRepetition(project.db, of.lens, compareLabels(standingLabels(project.db, of.lens), found.labels))
  const person = merge.conflicts.filter(({ against }) => against === 'person').length
  return {
    ...summaryOf(found, merge),
    otherSae,
    conflicts: {
      person,
      machine: merge.conflicts.length - person,
      first: merge.conflicts.slice(0, mostConflicts).map(shownConflict),
    },
  }
}

/**
 * Labels from a file or folder, as `each` and `conflicts` choose where others stand; a file imported again changes nothing.
 *
 * The file is read in pieces; what it holds is compared with what stands then, and written in one transaction. Throws Failure 'conflict'
 * where it says that it is of another SAE, unless `anyway`; what `readLabels` throws.
 */
export async function importLabels(
  project: ProjectWriting,
  { lens, file, conflicts: all, each, keepPersons, anyway }: z.output<typeof importLabelsInput>,
): Promise<ImportedLabels> {
  const of = lensNamed(project, lens)
  const target = await labelTarget(project, of)
  const found = await readLabels(file, target)
  const name = basename(file)
  if (!anyway) refuseOtherSae(name, found.about, target)

  const choices = new Map(each.map(({ latent, choice }) => [latent, choice]))
  const choiceFor = ({ latent }: LabelConflict) => choices.get(latent) ?? all
  const merge = withoutRepetition(project.db, of.lens, compareLabels(standingLabels(project.db, of.lens), found.labels))
  if (merge.conflicts.some((conflict) => choiceFor(conflict) === 'both'))
    for (const latent of inHistory(project.db, of.lens, merge.conflicts, choiceFor)) choices.set(latent, 'keep')
  const written = addLabels(
    project.db,
    labelsToWrite(merge, { all, each: choices, file: name, person: person(), keepPersons }).map(
      ({ scoreMethod, examples, ...label }) => ({ ...label, lens: of.lens, source: { scoreMethod, examples } }),
    ),
  )
  if (written > 0) project.changed('labels')
  const chosen = { take: 0, both: 0, keep: 0 }
  for (const conflict of merge.conflicts) chosen[choiceFor(conflict)]++
  return { ...summaryOf(found, merge), written, conflicts: { taken: chosen.take, both: chosen.both, kept: chosen.keep } }
}

function whyOtherSae(name: string, { about }: ReadLabels, target: LabelTarget): string | null {
  try {
    refuseOtherSae(name, about, target)
    return null
  } catch (error) {
    if (error instanceof Failure) return error.message
    throw error
  }
}

/** Leaves out scores that an import brought before: where a person's label says the same, they do not become the standing label's. */
function withoutRepetition(db: Connection, lens: number, merge: LabelMerge): LabelMerge {
  if (merge.scored.length === 0) return merge
  const known = versionsOf(db, lens, merge.scored)
  const scored = merge.scored.filter((entry) => !known.get(entry.latent)!.some((version) => isSame(version, entry)))
  return { ...merge, scored, equal: merge.equal + merge.scored.length - scored.length }
}

/** Latents whose history holds the file's label already, of those where both were chosen. */
function inHistory(
  db: Connection,
  lens: number,
  conflicts: readonly LabelConflict[],
  choiceFor: (conflict: LabelConflict) => ConflictChoice,
): readonly number[] {
  const incoming = conflicts.filter((conflict) => choiceFor(conflict) === 'both').map((conflict) => conflict.incoming)
  const known = versionsOf(db, lens, incoming)
  return incoming.filter((entry) => known.get(entry.latent)!.some((version) => isSame(version, entry))).map(({ latent }) => latent)
}

/** The versions that there are of some latents. */
function versionsOf(db: Connection, lens: number, of: readonly LabelEntry[]): ReadonlyMap<number, readonly LabelRecord[]> {
  const versions = new Map(of.map(({ latent }) => [latent, [] as LabelRecord[]]))
  for (const record of labelRecords(db, lens)) versions.get(record.latent)?.push(record)
  return versions
}

function isSame(version: LabelRecord, { text, notes, scores: [score] }: LabelEntry): boolean {
  const isScored = score === undefined || version.scores.some(({ value }) => value === score.value)
  return version.text === text && version.notes === notes && isScored
}

function summaryOf({ format, about, skipped, problems, changed, notices }: ReadLabels, merge: LabelMerge): LabelFileSummary {
  return {
    format,
    about,
    added: merge.added.length,
    scored: merge.scored.length,
    equal: merge.equal,
    skipped: { count: skipped, first: problems.slice(0, mostProblems) },
    notices: { count: changed, first: notices.slice(0, mostProblems) },
  }
}

function shownConflict({ latent, against, standing, incoming }: LabelConflict): LabelFileConflict {
  return {
    latent,
    against,
    standing: {
      text: standing.text,
      notes: standing.notes,
      origin: standing.origin,
      author: standing.author,
      score: standing.score,
    },
    incoming: {
      text: incoming.text,
      notes: incoming.notes,
      origin: incoming.origin,
      author: incoming.author,
      score: incoming.scores[0]?.value ?? null,
    },
  }
}
