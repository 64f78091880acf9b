import { basename } from 'node:path'
import type { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import type {
  compareLabelsInput,
  importLabelsInput,
  ImportedLabels,
  LabelComparison,
  LabelFileConflict,
  LabelFileSummary,
  LabelImport,
  undoLabelImportInput,
} from '../../../contract/label-files.ts'
import type { LabelEntry, ReadLabels } from '../labels/formats/label-entry.ts'
import { readLabels } from '../labels/formats/read-labels.ts'
import { type LabelTarget, refuseOtherSae } from '../labels/formats/refuse-other-sae.ts'
import { compareLabels, type LabelConflict, type LabelMerge, labelsToWrite } from '../labels/merge-labels.ts'
import type { Connection } from '../store/connection.ts'
import type { NewLabel } from '../store/label-changes.ts'
import { beginLabelImport, finishLabelImport, type OpenImport, setImportUndone, writeLabelImport } from '../store/label-imports.ts'
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
  const sums = { added: 0, scored: 0, equal: 0 }
  const conflicts = { person: 0, machine: 0, first: [] as LabelFileConflict[] }
  for await (const labels of stretches(found.labels)) {
    const { merge } = mergeOf(project.db, of.lens, labels)
    count(sums, merge)
    for (const conflict of merge.conflicts) {
      conflicts[conflict.against]++
      if (conflicts.first.length < mostConflicts) conflicts.first.push(shownConflict(conflict))
    }
  }
  return { ...summaryOf(found, sums), otherSae, conflicts }
}

/**
 * Labels from a file or folder, as `each` and `conflicts` choose where others stand; a file imported again changes nothing.
 *
 * The file is read in pieces; what it holds is compared with what stands, and written, some latents at a time, so that nobody waits for
 * long. It counts all at once at the end, or not at all. Throws Failure 'conflict' where it says that it is of another SAE, unless
 * `anyway`; what `readLabels` throws.
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
  const sums = { added: 0, scored: 0, equal: 0 }
  const chosen = { take: 0, both: 0, keep: 0 }
  const { db } = project
  let begun: OpenImport | null = null
  let written = 0
  for await (const labels of stretches(found.labels)) {
    const { merge, versions } = mergeOf(db, of.lens, labels)
    for (const conflict of merge.conflicts) {
      if (choiceFor(conflict) === 'both' && isKnown(versions(), conflict.incoming)) choices.set(conflict.latent, 'keep')
      chosen[choiceFor(conflict)]++
    }
    count(sums, merge)
    const writes = labelsToWrite(merge, { all, each: choices, file: name, person: person(), keepPersons }).map(
      ({ scoreMethod, examples, ...label }): NewLabel => ({ ...label, lens: of.lens, source: { scoreMethod, examples } }),
    )
    if (writes.length === 0) continue
    // Of a label come at most the version and a person's, or the standing one again.
    begun ??= beginLabelImport(db, { lens: of.lens, file: name, most: 2 * found.labels.length })
    writeLabelImport(db, begun, written, writes)
    written += writes.length
  }
  if (begun !== null) {
    finishLabelImport(db, begun, written)
    project.changed('labels')
  }
  return {
    ...summaryOf(found, sums),
    import: begun?.id ?? null,
    written,
    conflicts: { taken: chosen.take, both: chosen.both, kept: chosen.keep },
  }
}

/** Takes back what an import wrote, or lets it count again. Throws Failure 'not-found'. */
export function undoImport(project: ProjectWriting, { import: id, redo }: z.output<typeof undoLabelImportInput>): LabelImport {
  const found = setImportUndone(project.db, id, !redo)
  project.changed('labels')
  return found
}

/** Labels that are compared and written in one go, and latents among which they are: some tens of milliseconds. */
const mostTogether = 1024
const mostLatents = 4096

/** Labels that are sorted by latent in stretches, those of one latent together; others get their turn between. */
async function* stretches(labels: readonly LabelEntry[]): AsyncGenerator<readonly LabelEntry[]> {
  let from = 0
  while (from < labels.length) {
    const first = labels[from]!.latent
    let to = from
    while (to < labels.length && (to - from < mostTogether || labels[to]!.latent === labels[to - 1]!.latent)) {
      if (labels[to]!.latent - first >= mostLatents) break
      to++
    }
    yield labels.slice(from, to)
    from = to
    await new Promise((resolve) => setImmediate(resolve))
  }
}

type Versions = ReadonlyMap<number, readonly LabelRecord[]>

/**
 * What a stretch of a file's labels would do to those that stand; `versions`: all that there are of its latents, read when asked for. Left out are scores
 * that an import brought before: where a person's label says the same, they do not become the standing label's.
 */
function mergeOf(
  db: Connection,
  lens: number,
  labels: readonly LabelEntry[],
): { readonly merge: LabelMerge; versions(): Versions } {
  const [from, to] = [labels[0]!.latent, labels.at(-1)!.latent]
  let read: Versions | null = null
  const versions = () => (read ??= Map.groupBy(labelRecords(db, lens, from, to), ({ latent }) => latent))
  const merge = compareLabels(standingLabels(db, lens, from, to), labels)
  if (merge.scored.length === 0) return { merge, versions }
  const scored = merge.scored.filter((entry) => !isKnown(versions(), entry))
  return { merge: { ...merge, scored, equal: merge.equal + merge.scored.length - scored.length }, versions }
}

/** Whether the history of a file's label holds it already. */
function isKnown(versions: Versions, { latent, text, notes, scores: [score] }: LabelEntry): boolean {
  return (versions.get(latent) ?? []).some((version) => {
    const isScored = score === undefined || version.scores.some(({ value }) => value === score.value)
    return version.text === text && version.notes === notes && isScored
  })
}

function count(sums: { added: number; scored: number; equal: number }, { added, scored, equal }: LabelMerge): void {
  sums.added += added.length
  sums.scored += scored.length
  sums.equal += equal
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

function summaryOf(
  { format, about, skipped, problems, changed, notices }: ReadLabels,
  sums: Pick<LabelFileSummary, 'added' | 'scored' | 'equal'>,
): LabelFileSummary {
  return {
    format,
    about,
    ...sums,
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
