import { resolve } from 'node:path'
import { reportFormats } from '../../../contract/findings.ts'
import { type Command, textOption, UsageError } from '../command.ts'
import { counted } from '../text-table.ts'

export const reportCommand: Command = {
  name: 'report',
  usage: '<project>',
  summary: 'findings, and every label a person wrote here, as Markdown or one HTML page (--format); --out FILE',
  options: { out: { type: 'string' }, format: { type: 'string' } },
  takes: [1, 1],
  async run({ values, engine }) {
    const out = textOption(values, 'out')
    const asked = textOption(values, 'format') ?? (out !== undefined && /\.html?$/i.test(out) ? 'html' : 'md')
    const format = reportFormats.find((each) => each === asked)
    if (format === undefined) throw new UsageError(`--format takes one of ${reportFormats.join(', ')}, not "${asked}".`)
    const report = await engine.operations.findings.report({ format, ...(out === undefined ? {} : { out: resolve(out) }) })
    const { text, findings, labels, figures } = report
    const written = `${counted(findings, 'finding')} and ${counted(labels, 'label')} written to ${report.out}`
    const plots = figures.length === 0 ? '' : `, ${counted(figures.length, 'plot')} beside it`
    const as = { md: 'markdown', html: 'html' } as const
    return {
      json: { findings, labels, out: report.out, format, figures, ...(text === null ? {} : { [as[format]]: text }) },
      text: text === null ? written + plots : text.trimEnd(),
    }
  },
}
