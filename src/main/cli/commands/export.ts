import { resolve } from 'node:path'
import { type ExportedFiles, tableFormats } from '../../../contract/findings.ts'
import { awaitJob } from '../await-job.ts'
import {
  type Command,
  corporaFrom,
  listOption,
  type Outcome,
  readingFrom,
  readingOptions,
  textOption,
  UsageError,
  wholeNumber,
} from '../command.ts'
import { count, textTable } from '../text-table.ts'

const formats = ['parquet', 'csv', 'jsonl', 'npz'] as const

export const exportCommand: Command = {
  name: 'export',
  usage: '<project> --out FOLDER',
  summary: 'the pooled matrix and the tables, or those behind findings (--findings), as Parquet, npz, CSV or JSONL (--format)',
  options: {
    ...readingOptions,
    corpus: { type: 'string', multiple: true },
    out: { type: 'string' },
    format: { type: 'string' },
    findings: { type: 'boolean' },
    analysis: { type: 'string', multiple: true },
  },
  takes: [1, 1],
  async run({ values, engine, progress }) {
    const out = textOption(values, 'out')
    if (out === undefined) throw new UsageError('export takes a folder to write to: --out FOLDER')
    const asked = textOption(values, 'format') ?? 'parquet'
    const format = formats.find((each) => each === asked)
    if (format === undefined) throw new UsageError(`--format takes one of ${formats.join(', ')}, not "${asked}".`)
    const analyses = (listOption(values, 'analysis') ?? []).map((each) =>
      wholeNumber(each, '--analysis', { min: 1, max: Number.MAX_SAFE_INTEGER }),
    )
    if (values['findings'] === true || analyses.length > 0) {
      const tables = tableFormats.find((each) => each === format)
      if (tables === undefined) throw new UsageError(`Tables of analyses come as ${tableFormats.join(', ')}, not as ${format}.`)
      const { exportTables } = engine.operations.findings
      return written(await exportTables({ out: resolve(out), format: tables, ...(analyses.length > 0 ? { analyses } : {}) }))
    }
    const job = await engine.operations.findings.export({
      out: resolve(out),
      format,
      ...readingFrom(values),
      ...corporaFrom(values),
    })
    return written((await awaitJob(engine, job, progress)) as ExportedFiles)
  },
}

function written({ files }: ExportedFiles): Outcome {
  const table = textTable(
    [
      { title: 'file', width: 100 },
      { title: 'rows', align: 'right' },
      { title: 'bytes', align: 'right' },
    ],
    files.map((file) => [file.path, count(file.rows), count(file.bytes)]),
  )
  return { json: { files }, text: table }
}
