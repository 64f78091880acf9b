import { resolve } from 'node:path'
import type { ExportedFiles } from '../../../contract/findings.ts'
import { awaitJob } from '../await-job.ts'
import { type Command, corporaFrom, readingFrom, readingOptions, textOption, UsageError } from '../command.ts'
import { count, textTable } from '../text-table.ts'

const formats = ['parquet', 'csv', 'jsonl', 'npz'] as const

export const exportCommand: Command = {
  name: 'export',
  usage: '<project> --out FOLDER',
  summary: 'the pooled matrix and the tables, as Parquet, npz, CSV or JSONL (--format)',
  options: { ...readingOptions, corpus: { type: 'string', multiple: true }, out: { type: 'string' }, format: { type: 'string' } },
  takes: [1, 1],
  async run({ values, engine, progress }) {
    const out = textOption(values, 'out')
    if (out === undefined) throw new UsageError('export takes a folder to write to: --out FOLDER')
    const asked = textOption(values, 'format') ?? 'parquet'
    const format = formats.find((each) => each === asked)
    if (format === undefined) throw new UsageError(`--format takes one of ${formats.join(', ')}, not "${asked}".`)
    const job = await engine.operations.findings.export({
      out: resolve(out),
      format,
      ...readingFrom(values),
      ...corporaFrom(values),
    })
    const { files } = (await awaitJob(engine, job, progress)) as ExportedFiles
    const table = textTable(
      [
        { title: 'file', width: 100 },
        { title: 'rows', align: 'right' },
        { title: 'bytes', align: 'right' },
      ],
      files.map((file) => [file.path, count(file.rows), count(file.bytes)]),
    )
    return { json: { files }, text: table }
  },
}
