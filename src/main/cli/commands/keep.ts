import { resolve } from 'node:path'
import { type Command, corporaFrom, readingFrom, readingOptions, textOption, UsageError, wholeNumber } from '../command.ts'
import { counted, inertLine } from '../text-table.ts'

export const keepCommand: Command = {
  name: 'keep',
  usage: '<project> latent N | document CORPUS ID',
  summary: 'a finding, with --note TEXT',
  options: { ...readingOptions, corpus: { type: 'string', multiple: true }, note: { type: 'string' }, latent: { type: 'string' } },
  takes: [3, 4],
  async run({ positionals, values, engine }) {
    const [, kind, subject = '', id] = positionals
    const kept = { ...readingFrom(values), note: textOption(values, 'note') ?? '' }
    const finding = await keepOne()
    return { json: { finding }, text: `Kept as finding ${finding.id}: ${inertLine(finding.title)}` }

    function keepOne() {
      const { keep } = engine.operations.findings
      if (kind === 'latent' && id === undefined) {
        return keep({ kind, latent: wholeNumber(subject, 'N', { min: 0, max: 10_000_000 }), ...corporaFrom(values), ...kept })
      }
      if (kind === 'document' && id !== undefined) {
        const latent = textOption(values, 'latent')
        const shown = latent === undefined ? {} : { latent: wholeNumber(latent, '--latent', { min: 0, max: 10_000_000 }) }
        return keep({ kind, corpus: subject, id, ...shown, ...kept })
      }
      throw new UsageError('keep takes: latent N, or document CORPUS ID.')
    }
  },
}

export const reportCommand: Command = {
  name: 'report',
  usage: '<project>',
  summary: 'findings, and every label a person wrote here, as Markdown; --out FILE',
  options: { out: { type: 'string' } },
  takes: [1, 1],
  async run({ values, engine }) {
    const out = textOption(values, 'out')
    const report = await engine.operations.findings.report(out === undefined ? {} : { out: resolve(out) })
    const text =
      report.out === null
        ? report.markdown.trimEnd()
        : `${counted(report.findings, 'finding')} and ${counted(report.labels, 'label')} written to ${report.out}`
    return { json: report, text }
  },
}
