import type { EncodingSummary, ImportedCorpus } from '../../contract/corpora.ts'
import type { Job, JobState } from '../../contract/jobs.ts'
import { counted } from './model-words.ts'

export const stateWords: Readonly<Record<JobState, string>> = {
  queued: 'waits for its turn',
  running: 'running',
  paused: 'paused',
  done: 'done',
  failed: 'failed',
  cancelled: 'stopped',
}

/** How much of a job is done, 0..1; null where that is not known. */
export function shareOf({ progress }: Job): number | null {
  return progress === null || progress.total === null || progress.total === 0 ? null : progress.done / progress.total
}

/** What came of an import or a reading, in a sentence; empty of other jobs. */
export function jobOutcome({ kind, result }: Pick<Job, 'kind' | 'result'>): string {
  if (!Array.isArray(result)) return ''
  if (result.length === 0)
    return kind === 'import' ? 'Nothing was new or changed.' : kind === 'encode' ? 'Nothing was to be read.' : ''
  if (kind === 'import') return importedWords(result as readonly ImportedCorpus[])
  return kind === 'encode' ? readWords(result as readonly EncodingSummary[]) : ''
}

function importedWords(imported: readonly ImportedCorpus[]): string {
  const documents = imported.reduce((sum, each) => sum + each.documents, 0)
  const skipped = imported.reduce((sum, each) => sum + each.skippedCount, 0)
  const rows = skipped === 0 ? '' : ` ${counted(skipped, 'row')} skipped or mended.`
  return `${counted(documents, 'document')} of ${imported.length === 1 ? 'one corpus' : `${imported.length} corpora`}.${rows}`
}

function readWords(read: readonly EncodingSummary[]): string {
  const sum = (of: (each: EncodingSummary) => number) => read.reduce((total, each) => total + of(each), 0)
  const devices = [...new Set(read.map(({ device }) => device))].join(', ')
  return `${counted(
    sum((each) => each.documents),
    'document',
  )}, ${counted(
    sum((each) => each.tokens),
    'token',
  )}, on ${devices}.`
}

/** Seconds that a job took, or has taken since it last began; null where it has not begun. */
export function secondsOf({ startedAt, finishedAt }: Job, now: number): number | null {
  if (startedAt === null) return null
  return Math.max(0, ((finishedAt === null ? now : Date.parse(finishedAt)) - Date.parse(startedAt)) / 1000)
}

/** The newest first; what runs or waits before all others. */
export function inOrder(jobs: readonly Job[]): readonly Job[] {
  const open = ({ state }: Job) => (state === 'running' ? 2 : state === 'queued' || state === 'paused' ? 1 : 0)
  return jobs.toSorted((a, b) => open(b) - open(a) || (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0))
}
