import { Failure } from '../../src/contract/failure.ts'
import type { z } from 'zod'
import type { Finding, keepInput } from '../../src/contract/findings.ts'
import type { Operations } from '../../src/contract/operations.ts'
import type { Project } from '../../src/contract/project.ts'
import { fakeAnalysisOperations } from './fake-analysis-operations.ts'
import { fakeDocumentOperations } from './fake-document-operations.ts'
import { FakeJobs } from './fake-jobs.ts'
import { fakeLatentOperations } from './fake-latent-operations.ts'
import { fakeModelOperations } from './fake-model-operations.ts'
import { fakeNoteOperations } from './fake-note-operations.ts'
import { type FakeProject, fieldText, summaryOf } from './fake-project.ts'
import { fakeReviewOperations } from './fake-review-operations.ts'

/** The whole contract over made-up results, for looking at the window and testing it without an engine. `opened` false begins without a project. */
export function fakeOperations(project: FakeProject, opened = true): Operations {
  const jobs = new FakeJobs()
  const latents = fakeLatentOperations(project, jobs)
  const findings: Finding[] = []
  const removed: Finding[] = []
  const described: Project = {
    folder: '/home/ada/research/model-answers',
    name: 'model-answers',
    store: '/home/ada/research/model-answers/.etalon/project.sqlite',
    demo: false,
    documents: project.corpora.reduce((sum, corpus) => sum + corpus.documents, 0),
  }
  let current = opened ? described : null
  const open = async () => {
    current = described
    jobs.changed('project')
    return described
  }
  const named = (names: readonly string[] | undefined) => project.corpora.filter(({ name }) => names?.includes(name) ?? true)

  return {
    project: {
      about: async () => ({
        version: '0.1.0',
        host: project.keys === null ? 'browser' : 'desktop',
        platform: 'linux-x64',
        versions: { node: '24.21.0' },
      }),
      current: async () => current,
      open: async ({ folder }) => {
        if (folder.includes('locked'))
          throw new Failure(
            'no-permission',
            `The folder ${folder} may not be read.`,
            'Ask its owner for rights, or choose another folder.',
          )
        return open()
      },
      openDemo: open,
      recent: async () => [
        { folder: described.folder, name: described.name, openedAt: '2026-11-20T16:40:00Z', exists: true },
        { folder: '/home/ada/research/speeches', name: 'speeches', openedAt: '2026-11-12T08:05:00Z', exists: true },
        { folder: '/media/usb/old', name: 'old', openedAt: '2026-09-01T11:00:00Z', exists: false },
      ],
      folders: async ({ path = '/home/ada' }) => ({
        path,
        parent: path === '/' ? null : path.replace(/\/[^/]+$/, '') || '/',
        folders: ['Documents', 'locked', 'notes', 'research', 'speeches'].map((name, index) => ({
          name,
          path: `${path === '/' ? '' : path}/${name}`,
          project: index === 4,
          corpora: [0, 0, 2, 5, 3][index] ?? 0,
        })),
      }),
      lenses: async () => [
        {
          name: 'small-english',
          hash: '5f1c2a',
          title: 'Small English',
          description: 'A small reader of English with 2,048 latents.',
          folder: 'resources/lenses/small-english',
          hook: 'blocks.2.hook_resid_post',
          dSae: project.latents.length,
          contextSize: 256,
          documents: { as: 'raw', outer: 'bos' },
          license: 'Apache-2.0',
          labels: 700,
          bundled: true,
          problem: null,
        },
      ],
    },
    corpora: {
      list: async () => project.corpora.map((corpus) => summaryOf(project, corpus)),
      preview: async ({ name, mapping }) => {
        const corpus = project.corpus(name)
        const columns = ['id', 'text', ...Object.keys(corpus.metadata(0))]
        const fieldsOf = (row: number) => ({ id: corpus.id(row), text: corpus.text(row), ...corpus.metadata(row) })
        return {
          name,
          kind: 'jsonl.gz',
          columns: columns.map((column) => ({
            name: column,
            kind: column === 'year' ? 'number' : 'text',
            filled: 1,
            distinct: column === 'text' ? 0.99 : 0.4,
            medianLength: column === 'text' ? 640 : 14,
            examples: [0, 1, 2].map((row) => fieldText((fieldsOf(row) as Record<string, unknown>)[column])),
          })),
          id: mapping?.id ?? 'id',
          channels: [{ name: 'text', field: mapping?.text ?? 'text', role: null }],
          rows: Array.from({ length: Math.min(20, corpus.documents) }, (_, row) => ({ row: row + 1, fields: fieldsOf(row) })),
          problems: [],
        }
      },
      problems: async () => ({
        total: 3,
        problems: [17, 230, 231].map((row) => ({ row, file: 'wikipedia_movies.jsonl.gz', reason: 'The text is empty.' })),
      }),
      import: async ({ names }) => {
        const chosen = named(names)
        return jobs.start(
          'import',
          chosen.length === 1 ? `Import ${chosen[0]?.name}` : `Import ${chosen.length} corpora`,
          chosen.map(({ name, documents }) => ({ doing: name, total: documents, unit: 'rows', seconds: 1.5 })),
          () => {
            for (const { name } of chosen) project.states.set(name, 'ready')
            jobs.changed('corpora')
          },
        )
      },
      encode: async ({ corpora }) => {
        const chosen = named(corpora).filter(({ name }) => project.states.get(name) !== 'new')
        return jobs.start(
          'encode',
          chosen.length === 1 ? `Read ${chosen[0]?.name}` : `Read ${chosen.length} corpora`,
          chosen.map(({ name, tokens }) => ({ doing: name, total: tokens, unit: 'tokens', seconds: 20 })),
          () => {
            for (const { name } of chosen) project.read.add(name)
            jobs.changed('encodings')
          },
        )
      },
      remove: async ({ corpus }) => {
        project.states.set(corpus, 'new')
        project.read.delete(corpus)
        jobs.changed('corpora')
        return { documents: project.corpus(corpus).documents, encodings: 1 }
      },
    },
    documents: fakeDocumentOperations(project),
    ...fakeNoteOperations(project, jobs, latents),
    ...fakeModelOperations(project, jobs),
    ...latents,
    ...fakeReviewOperations(project, jobs, latents),
    ...fakeAnalysisOperations(project, jobs),
    findings: {
      list: async () => findings,
      keep: async (kept) => {
        const finding: Finding = {
          id: findings.length + removed.length + 1,
          kind: kept.kind,
          title: titleOf(kept),
          note: kept.note,
          evidence: {
            latent: 'latent' in kept ? (kept.latent ?? null) : null,
            label: null,
            labelOrigin: null,
            topTokens: [],
            frequencies: [],
            quotations: [],
          },
          settings: {
            etalon: '0.1.0',
            lens: 'small-english',
            lensHash: '5f1c2a',
            hook: null,
            presence: 'above the lens’ threshold',
          },
          createdAt: new Date().toISOString(),
          updatedAt: new Date().toISOString(),
        }
        findings.push(finding)
        jobs.changed('findings')
        return finding
      },
      update: async ({ id, note, title }) => {
        const index = findings.findIndex((each) => each.id === id)
        const before = findings[index]
        if (before === undefined) throw new Failure('not-found', `There is no finding ${id}.`, 'Reload the findings.')
        const after = { ...before, note: note ?? before.note, title: title ?? before.title, updatedAt: new Date().toISOString() }
        findings[index] = after
        jobs.changed('findings')
        return after
      },
      remove: async ({ id }) => {
        removed.push(
          ...findings.splice(
            findings.findIndex((each) => each.id === id),
            1,
          ),
        )
        jobs.changed('findings')
      },
      restore: async ({ id }) => {
        const [finding] = removed.splice(
          removed.findIndex((each) => each.id === id),
          1,
        )
        if (finding === undefined) throw new Failure('not-found', `There is no finding ${id}.`, 'Reload the findings.')
        findings.push(finding)
        jobs.changed('findings')
        return finding
      },
      move: async ({ id, before }) => {
        const [finding] = findings.splice(
          findings.findIndex((each) => each.id === id),
          1,
        )
        if (finding !== undefined)
          findings.splice(before === null ? findings.length : findings.findIndex((each) => each.id === before), 0, finding)
        jobs.changed('findings')
      },
      report: async () => ({
        markdown: `# Findings\n\n${findings.map(({ title, note }) => `## ${title}\n\n${note}`).join('\n\n')}\n`,
        findings: findings.length,
        labels: project.labels.size,
        out: null,
      }),
      export: async () =>
        jobs.start('export', 'Export', [{ doing: 'pooled.parquet', total: 100, unit: 'blocks', seconds: 3 }], () => {}),
    },
    jobs: {
      list: async () => jobs.list(),
      cancel: async ({ id }) => jobs.cancel(id),
      changes: (signal) => jobs.changes(signal),
    },
  }
}

function titleOf(kept: z.output<typeof keepInput>): string {
  switch (kept.kind) {
    case 'latent':
      return `Latent ${kept.latent}`
    case 'example':
    case 'document':
      return `A ${kept.kind} of ${kept.corpus}`
    case 'difference':
      return `A difference: latent ${kept.latent}`
    case 'pair':
    case 'cluster':
    case 'search':
      return `A ${kept.kind} of analysis ${kept.analysis}`
    case 'hypothesis':
      return `Hypothesis ${kept.hypothesis + 1} of run ${kept.run}`
  }
}
