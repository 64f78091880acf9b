import type { z } from 'zod'
import { encodeInput, type ImportedCorpus, importInput } from '../../../contract/corpora.ts'
import { Failure } from '../../../contract/failure.ts'
import { exportInput } from '../../../contract/findings.ts'
import type { Job, JobLine } from '../../../contract/jobs.ts'
import type { JobControl } from '../jobs/job-queue.ts'
import { jobRecord } from '../store/jobs.ts'
import { runEncode } from './encode-job.ts'
import { runExport } from './export-job.ts'
import { runImport } from './import-job.ts'
import type { ProjectReading } from './project-reading.ts'
import type { ProjectWriting } from './project-writing.ts'

/** The kinds of jobs whose request is all that is needed to do them again. */
const work = {
  import: { input: importInput, title: importTitle, run: importAndRead },
  encode: { input: encodeInput, title: encodeTitle, run: runEncode },
  export: { input: exportInput, title: () => 'Export tables', run: runExport },
} as const
type Kind = keyof typeof work

/** Puts a job into the queue. */
export function startJob<K extends Kind>(project: ProjectWriting, kind: K, request: z.output<(typeof work)[K]['input']>): Job {
  return project.jobs.enqueue(kind, work[kind].title(request as never), request, runOf(project, kind, request))
}

/** Puts a job that was paused, failed or was stopped into the queue again, one of an earlier time too. Throws Failure 'not-found'. */
export function resumeJob(project: ProjectWriting, id: number): void {
  const record = jobRecord(project.db, id)
  if (record === null) throw new Failure('not-found', `There is no job ${id}.`, 'Start anew what it was to do.')
  const kind = (Object.keys(work) as Kind[]).find((each) => each === record.job.kind)
  project.jobs.resume(id, kind === undefined ? undefined : runOf(project, kind, record.request))
}

/** The last lines of a job's log, as they were written down; none of a job that is not there. */
export function storedLog(project: ProjectReading, id: number): readonly JobLine[] {
  return project.dbIfAny === null ? [] : (jobRecord(project.db, id)?.log ?? [])
}

/** What was written down by an earlier version is checked as if it came from outside. */
function runOf(project: ProjectWriting, kind: Kind, request: unknown): (control: JobControl) => Promise<unknown> {
  const { input, run } = work[kind]
  return async (control) => run(project, input.parse(request) as never, control)
}

/** Reading is put into the queue once there is something to read. */
async function importAndRead(
  project: ProjectWriting,
  request: z.output<typeof importInput>,
  control: JobControl,
): Promise<readonly ImportedCorpus[]> {
  const imported = await runImport(project, request, control)
  const corpora = imported.length > 0 ? imported.map(({ name }) => name) : request.names
  if (request.read !== undefined && corpora !== undefined) startJob(project, 'encode', { ...request.read, corpora: [...corpora] })
  return imported
}

function importTitle({ names, files, as }: z.output<typeof importInput>): string {
  return `Import ${listed(as !== undefined ? [as] : (names ?? files?.map((file) => file.replace(/^.*[\\/]/, ''))), 'corpora')}`
}

function encodeTitle({ corpora }: z.output<typeof encodeInput>): string {
  return `Read ${listed(corpora, 'corpora')}`
}

const mostNamed = 3

function listed(names: readonly string[] | undefined, all: string): string {
  if (names === undefined || names.length === 0) return all
  const named = names.slice(0, mostNamed).join(', ')
  return names.length > mostNamed ? `${named} and ${names.length - mostNamed} more` : named
}
