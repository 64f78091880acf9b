import { Failure } from '../../src/contract/failure.ts'
import type { Operations } from '../../src/contract/operations.ts'
import type { LensSummary, Project, RecentProject } from '../../src/contract/project.ts'
import { startSettings } from '../../src/contract/settings.ts'
import { settingsIn } from '../../src/contract/settings-input.ts'
import { fakeAnalysisOperations } from './fake-analysis-operations.ts'
import { fakeDeviceOperations } from './fake-device-operations.ts'
import { fakeDocumentOperations } from './fake-document-operations.ts'
import { fakeFound } from './fake-found.ts'
import { fakeFindingOperations } from './fake-finding-operations.ts'
import { FakeJobs } from './fake-jobs.ts'
import { fakeImportOperations } from './fake-import-operations.ts'
import { fakeLatentOperations } from './fake-latent-operations.ts'
import { fakeLensOperations } from './fake-lens-operations.ts'
import { fakeModelOperations } from './fake-model-operations.ts'
import { fakeNoteOperations } from './fake-note-operations.ts'
import { type FakeProject, summaryOf } from './fake-project.ts'
import { fakeReviewOperations } from './fake-review-operations.ts'

/** The whole contract over made-up results, for looking at the window and testing it without an engine. `opened` false begins without a project. */
export function fakeOperations(project: FakeProject, opened = true): Operations {
  const jobs = new FakeJobs()
  const latents = fakeLatentOperations(project, jobs)
  const findings = fakeFindingOperations(project, jobs)
  const described: Project = {
    folder: '/home/ada/research/model-answers',
    name: 'model-answers',
    store: '/home/ada/research/model-answers/.etalon/project.sqlite',
    demo: false,
    documents: project.corpora.reduce((sum, corpus) => sum + corpus.documents, 0),
  }
  let current = opened ? described : null
  let settings = startSettings
  const open = async () => {
    current = described
    jobs.changed('project')
    return described
  }
  const layouts = new Map<string, string>()
  let recent: readonly RecentProject[] = [
    { folder: described.folder, name: described.name, openedAt: '2026-11-20T16:40:00Z', exists: true },
    { folder: '/home/ada/research/speeches', name: 'speeches', openedAt: '2026-11-12T08:05:00Z', exists: true },
    { folder: '/media/usb/old', name: 'old', openedAt: '2026-09-01T11:00:00Z', exists: false },
  ]
  const named = (names: readonly string[] | undefined) => project.corpora.filter(({ name }) => names?.includes(name) ?? true)

  const bundled = async (): Promise<readonly LensSummary[]> => [
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
      check: null,
    },
  ]

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
      recent: async () => recent,
      forgetRecent: async ({ folder }) => {
        recent = recent.filter((each) => each.folder !== folder)
        jobs.changed('project')
      },
      layout: async ({ folder }) => layouts.get(folder) ?? null,
      keepLayout: async ({ folder, layout }) => void layouts.set(folder, layout),
      folders: async ({ path = '/home/ada', files }) => ({
        files: files ? [{ name: 'labels.jsonl', path: `${path}/labels.jsonl`, bytes: 48_200 }] : [],
        path,
        parent: path === '/' ? null : path.replace(/\/[^/]+$/, '') || '/',
        folders: ['Documents', 'locked', 'notes', 'research', 'speeches'].map((name, index) => ({
          name,
          path: `${path === '/' ? '' : path}/${name}`,
          project: index === 4,
          corpora: [0, 0, 2, 5, 3][index] ?? 0,
        })),
      }),
      find: async ({ query, limit }) => fakeFound(project, await findings.list(), query, limit),
      lenses: bundled,
    },
    settings: {
      get: async () => settings,
      change: async (change) => {
        settings = settingsIn({ ...settings, ...change })
        jobs.changed('settings')
        return settings
      },
    },
    corpora: {
      list: async () => project.corpora.map((corpus) => summaryOf(project, corpus)),
      ...fakeImportOperations(project),
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
    findings,
    devices: fakeDeviceOperations(jobs),
    lenses: fakeLensOperations(jobs, bundled),
    jobs: {
      list: async () => jobs.list(),
      cancel: async ({ id }) => jobs.cancel(id),
      pause: async ({ id }) => jobs.pause(id),
      resume: async ({ id }) => jobs.resume(id),
      log: async ({ id }) => jobs.log(id),
      changes: (signal) => jobs.changes(signal),
    },
  }
}
