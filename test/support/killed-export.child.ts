// Exports the project of the first argument into the folder of the second, and kills itself at the report of progress that the third counts.
import type { JobControl } from '../../src/main/engine/jobs/job-queue.ts'
import { runExport } from '../../src/main/engine/operations/export-job.ts'
import { ProjectReading } from '../../src/main/engine/operations/project-reading.ts'

const [folder = '', out = '', moments = '0'] = process.argv.slice(2)
let left = Number(moments)
const control: JobControl = {
  signal: new AbortController().signal,
  note: () => undefined,
  progress: () => {
    left -= 1
    if (left === 0) process.kill(process.pid, 'SIGKILL')
  },
}
await runExport(
  new ProjectReading({ folder, store: null, resources: '', home: '', version: '0', host: 'test' }),
  { out, format: 'parquet' },
  control,
)
