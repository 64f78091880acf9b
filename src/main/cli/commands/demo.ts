import { join } from 'node:path'
import type { EncodingSummary, ImportedCorpus } from '../../../contract/corpora.ts'
import { awaitJob } from '../await-job.ts'
import type { Command } from '../command.ts'
import { count, percent, signedPercent, textTable } from '../text-table.ts'
import { encodingTable } from './encode.ts'
import { exampleLine } from './latent.ts'

const shownLatents = 8

/** The main job without a window, on the demo project: import, read, look, keep, report. */
export const demoCommand: Command = {
  name: 'demo',
  usage: '',
  summary: 'the main job on the bundled demo project, without a window',
  takes: [0, 0],
  async run({ engine, progress }) {
    const { operations } = engine
    const project = await operations.project.openDemo()
    const imported = (await awaitJob(engine, await operations.corpora.import({}), progress)) as readonly ImportedCorpus[]
    const encodings = (await awaitJob(engine, await operations.corpora.encode({}), progress)) as readonly EncodingSummary[]
    const corpora = (await operations.corpora.list()).filter((corpus) => corpus.state === 'ready')
    const panes = corpora.slice(0, 2).map((corpus) => corpus.name)
    const { rows } = await operations.latents.list({
      panes,
      channel: 'text',
      sort: 'differenceSize',
      descending: true,
      alive: true,
      offset: 0,
      limit: shownLatents,
    })
    const top = rows[0]
    const examples =
      top === undefined
        ? []
        : (await operations.latents.examples({ latent: top.latent, channel: 'text', kind: 'top', limit: 3 })).examples
    const note = `Found by \`etalon demo\`: the latent whose document frequency differs most between ${panes.join(' and ')}.`
    const kept = await operations.findings.list()
    if (top !== undefined && !kept.some((finding) => finding.note === note))
      await operations.findings.keep({ kind: 'latent', latent: top.latent, channel: 'text', note })
    const report = await operations.findings.report({ format: 'md', out: join(project.folder, 'report.md') })
    const differences = textTable(
      [
        { title: 'latent', align: 'right' },
        ...panes.map((pane) => ({ title: pane, align: 'right' as const })),
        { title: 'difference', align: 'right' },
        { title: 'label' },
      ],
      rows.map((row) => [
        String(row.latent),
        ...row.panes.map((share) => (share === null ? '' : percent(share))),
        signedPercent(row.difference ?? 0),
        row.label ?? '(no label)',
      ]),
    )
    return {
      json: { project, imported, encodings, differences: rows, report },
      text: [
        `The demo project, copied to ${project.folder}`,
        imported.length === 0
          ? 'Imported before; nothing changed.'
          : `Imported ${count(imported.reduce((sum, each) => sum + each.documents, 0))} documents.`,
        '',
        encodingTable(encodings),
        '',
        `Latents whose share of documents differs most, ${panes.join(' minus ')}:`,
        differences,
        ...(top === undefined ? [] : ['', `Where latent ${top.latent} is strongest:`, ...examples.map(exampleLine)]),
        '',
        `Report: ${report.out}`,
      ].join('\n'),
    }
  },
}
