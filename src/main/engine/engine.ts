import { basename, join, resolve } from 'node:path'
import { type Made, wordsCompared } from '../../contract/analyses.ts'
import type { ReadText } from '../../contract/documents.ts'
import { Failure } from '../../contract/failure.ts'
import type { ExportedFiles } from '../../contract/findings.ts'
import type { Job, JobLine } from '../../contract/jobs.ts'
import type { LatentMap } from '../../contract/latent-table.ts'
import type { Operations } from '../../contract/operations.ts'
import type { Project } from '../../contract/project.ts'
import type { PairedDocuments } from '../../contract/paired-documents.ts'
import type { RuleCount, SimilarLatents } from '../../contract/search.ts'
import { ChangeFeed } from './change-feed.ts'
import { corpusOperations } from './corpus-operations.ts'
import type { Host } from './host.ts'
import { labelEmbedder } from './label-embedder.ts'
import type { KeyPlaces } from './language-model/key-of.ts'
import { languageModelOperations } from './language-models.ts'
import { checkedFolder, demoFolder, listFolders } from './project-folder.ts'
import { ProjectWorker } from './project-worker.ts'
import { forgetProject, recentProjects, rememberProject } from './recent-projects.ts'
import { readSettings, settingsChanger } from './settings-file.ts'
import { keepLayout, readLayout } from './window-layouts.ts'
import { packageVersion, runtimeVersions } from './versions.ts'
import type { FromWorker, WorkerRole } from './worker-messages.ts'

export type { Host } from './host.ts'
export { homeFolder, writeHomeFile } from './home-folder.ts'
export { forkProcess } from './inference/fork-process.ts'
export type { StartProcess } from './inference/process-port.ts'

export type Engine = { readonly operations: Operations; close(): Promise<void> }

/** What is open: a project with its workers, each started when first needed. */
type Opened = {
  readonly project: Project | null
  readonly folder: string | null
  readonly store: string | null
  writer: ProjectWorker | null
  readonly readers: ProjectWorker[]
  /** Works out one analysis at a time, so that the readers stay free for quick questions. */
  analyst: ProjectWorker | null
}

const mostReaders = 2
const nothingOpen = (): Opened => ({ project: null, folder: null, store: null, writer: null, readers: [], analyst: null })
/** What belongs to no project. */
const apart = nothingOpen()

createEngine.version = packageVersion()

/**
 * The product without a window: one engine, one open project at a time.
 *
 * This thread only passes on: queries go to reading workers with connections of their own, everything that changes the store, runs
 * jobs or needs inference goes to the one writing worker.
 */
export function createEngine(host: Host): Engine {
  const feed = new ChangeFeed()
  let opened = nothingOpen()
  /** Adds and checks lenses, whatever project is open. */
  let lensWorker: ProjectWorker | null = null
  const jobs: { ofProject: readonly Job[]; ofLenses: readonly Job[] } = { ofProject: [], ofLenses: [] }
  function tellJobs(changed: Partial<typeof jobs>): void {
    Object.assign(jobs, changed)
    feed.tellJobs([...jobs.ofProject, ...jobs.ofLenses])
  }

  function startWorker(role: WorkerRole, of: Opened): ProjectWorker {
    const { folder, store } = of
    const data = { role, folder, store, resources: host.resources, home: host.home, version: createEngine.version, host: host.kind }
    return new ProjectWorker(data, host.startProcess, (message) => hear(message, of))
  }

  function hear(message: FromWorker, from: Opened): void {
    if (message.kind === 'bug') host.logBug(Object.assign(new Error(message.message), { stack: message.stack }))
    if (from !== opened && from !== apart) return
    if (message.kind === 'jobs') tellJobs(from === apart ? { ofLenses: message.jobs } : { ofProject: message.jobs })
    if (message.kind === 'changed') feed.tellChanged(message.topics)
  }

  const toLenses =
    <Output>(path: string) =>
    (input?: unknown) =>
      (lensWorker ??= startWorker('lenses', apart)).ask(path, input) as Promise<Output>

  const toWriter =
    <Output>(path: string) =>
    (input?: unknown) =>
      (opened.writer ??= startWorker('writer', opened)).ask(path, input) as Promise<Output>

  const toReader =
    <Output>(path: string) =>
    (input?: unknown) => {
      const { readers } = opened
      const idle = readers.find((each) => each.load === 0)
      const reader =
        idle ??
        (readers.length < mostReaders ? newReader() : readers.reduce((least, each) => (each.load < least.load ? each : least)))
      return reader.ask(path, input) as Promise<Output>
    }

  function newReader(): ProjectWorker {
    const reader = startWorker('reader', opened)
    opened.readers.push(reader)
    return reader
  }

  async function open(given: string, demo: boolean): Promise<Project> {
    const folder = await checkedFolder(given)
    const store = host.store === undefined ? join(folder, '.etalon') : resolve(host.store)
    await closeOpened()
    const probe: Opened = { ...nothingOpen(), folder, store }
    opened = probe
    const { documents } = await summaryOfNewest()
    const project: Project = { folder, store, demo, name: demo ? 'Etalon demo' : basename(folder), documents }
    opened = Object.assign(probe, { project })
    tellJobs({ ofProject: await toReader<readonly Job[]>('jobs.list')() })
    await rememberProject(host.home, folder)
    feed.tellChanged(['project', 'corpora', 'encodings', 'labels', 'findings', 'lenses', 'models'])
    return project
  }

  /** Of a store of an earlier version, or one whose making was interrupted, the writer brings it up to date first. */
  async function summaryOfNewest(): Promise<{ documents: number }> {
    const summary = toReader<{ documents: number }>('project.summary')
    try {
      return await summary()
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'stale') throw error
      await toWriter('project.bringUpToDate')()
      return summary()
    }
  }

  async function closeOpened(): Promise<void> {
    const closing = opened
    opened = nothingOpen()
    tellJobs({ ofProject: [] })
    await Promise.all([closing.writer, closing.analyst, ...closing.readers].map(async (worker) => worker?.close()))
  }

  /** Operations on a project refuse in one sentence while none is open. */
  function ofProject<Ask extends (input?: unknown) => Promise<unknown>>(ask: Ask): Ask {
    return ((input?: unknown) => {
      if (opened.folder === null)
        return Promise.reject(new Failure('not-found', 'No project is open.', 'Open a folder that holds your corpora.'))
      return ask(input)
    }) as Ask
  }
  const toAnalyst =
    <Output>(path: string) =>
    (input?: unknown) =>
      (opened.analyst ??= startWorker('reader', opened)).ask(path, input) as Promise<Output>

  /** How often analyses were ended: one that was still being prepared does not begin. */
  let ended = 0

  /** Works it out beside the readers and records it; where another program writes to the project it is only answered. */
  function analysis<Result extends Made, Input = unknown>(
    path: string,
    prepared: (input: Input) => unknown = (input) => input,
  ): (input: Input) => Promise<Result> {
    return ofProject(async (input?: unknown) => {
      const begun = ended
      const preparing = prepared(input as Input)
      const given = preparing instanceof Promise ? await preparing : preparing
      if (begun !== ended) throw new Failure('cancelled', 'It was stopped before it was done.', 'Ask again.')
      const worked = await toAnalyst<{ readonly title: string; readonly result: Result }>(path)(given)
      const number = await toWriter<number>('analyses.record')(worked).catch((error: unknown) => {
        if (error instanceof Failure) return null
        throw error
      })
      return { ...worked.result, analysis: number }
    })
  }

  /** With the words that are compared with labels embedded, where an endpoint was chosen for that. */
  const inWords = (request: Parameters<typeof wordsCompared>[0]) => {
    const preparing = embedder.prepare(wordsCompared(request))
    return preparing === null ? { request, unsent: null } : preparing.then((unsent) => ({ request, unsent }))
  }

  async function cancelAnalyses(): Promise<void> {
    ended += 1
    const ending = opened.analyst
    opened.analyst = null
    await ending?.end()
  }

  const query = <Output>(path: string) => ofProject(toReader<Output>(path)) as (input?: unknown) => Promise<Output>
  const act = <Output>(path: string) => ofProject(toWriter<Output>(path)) as (input?: unknown) => Promise<Output>

  const places: KeyPlaces = { secret: (name) => host.secrets?.get(name) ?? Promise.resolve(null), environment: process.env }
  const embedder = labelEmbedder(host, {
    places,
    store: () => opened.store,
    soFar: query('models.embeddedSoFar'),
    embedWords: act('models.embedWords'),
    changed: () => feed.tellChanged(['models', 'analyses']),
  })

  const changeSettings = settingsChanger(host.home)
  const operations: Operations = {
    project: {
      about: () =>
        Promise.resolve({
          version: createEngine.version,
          host: host.kind,
          platform: `${process.platform} ${process.arch}`,
          versions: runtimeVersions(),
        }),
      current: () => Promise.resolve(opened.project),
      open: ({ folder }) => open(folder, false),
      openDemo: async () => open(await demoFolder(host.resources, host.home), true),
      recent: () => recentProjects(host.home),
      forgetRecent: async ({ folder }) => {
        await forgetProject(host.home, folder)
        feed.tellChanged(['project'])
      },
      layout: ({ folder }) => readLayout(host.home, folder),
      keepLayout: (kept) => keepLayout(host.home, kept),
      folders: ({ path, files }) => listFolders(path, files),
      lenses: toReader('project.lenses'),
      find: query('project.find'),
    },
    settings: {
      get: () => readSettings(host.home),
      change: async (change) => {
        const changed = await changeSettings(change)
        feed.tellChanged(['settings'])
        return changed
      },
    },
    corpora: corpusOperations(host.home, { query, act, folder: () => opened.folder }),
    documents: {
      order: query('documents.order'),
      rows: query('documents.rows'),
      get: query('documents.get'),
      marks: query('documents.marks'),
      token: query('documents.token'),
      difference: query('documents.difference'),
      read: async (input) => {
        const { device, threads } = await readSettings(host.home)
        return toWriter<ReadText>('documents.read')({ ...input, wish: { device, threads } })
      },
    },
    latents: {
      list: query('latents.list'),
      get: query('latents.get'),
      examples: query('latents.examples'),
      groups: query('latents.groups'),
      logits: query('latents.logits'),
      columns: query('latents.columns'),
      export: query('latents.export'),
      mark: act('latents.mark'),
      map: ofProject(toAnalyst<LatentMap>('latents.map')),
      filters: query('latents.filters'),
      saveFilter: act('latents.saveFilter'),
      removeFilter: act('latents.removeFilter'),
    },
    labels: {
      history: query('labels.history'),
      evidence: query('labels.evidence'),
      set: act('labels.set'),
      revert: act('labels.revert'),
      star: act('labels.star'),
      compare: query('labels.compare'),
      import: act('labels.import'),
      imports: query('labels.imports'),
      undoImport: act('labels.undoImport'),
      export: query('labels.export'),
    },
    languageModels: languageModelOperations(host, {
      query,
      act,
      work: (path) => ofProject(toAnalyst(path)),
      changed: () => feed.tellChanged(['models']),
      places,
      embedder,
    }),
    review: {
      count: act('review.count'),
      candidates: query('review.candidates'),
      scores: query('review.scores'),
      queue: query('review.queue'),
      decide: act('review.decide'),
      undo: act('review.undo'),
      redo: act('review.redo'),
      decisions: query('review.decisions'),
      undoRun: act('review.undoRun'),
      redoRun: act('review.redoRun'),
      evidence: query('review.evidence'),
    },
    notes: {
      all: query('notes.all'),
      latent: query('notes.latent'),
      setLatent: act('notes.setLatent'),
      document: query('notes.document'),
      setDocument: act('notes.setDocument'),
      lists: query('notes.lists'),
      list: query('notes.list'),
      changeList: act('notes.changeList'),
    },
    analyses: {
      diff: analysis('analyses.diff'),
      trend: analysis('analyses.trend'),
      correlate: analysis('analyses.correlate'),
      cluster: analysis('analyses.cluster', inWords),
      search: analysis('analyses.search', inWords),
      pairedDocuments: ofProject(toAnalyst<PairedDocuments>('analyses.pairedDocuments')),
      count: ofProject(toAnalyst<RuleCount>('analyses.count')),
      similar: ofProject(toAnalyst<SimilarLatents>('analyses.similar')),
      list: query('analyses.list'),
      get: query('analyses.get'),
      remove: act('analyses.remove'),
      clusterNames: query('analyses.clusterNames'),
      setClusterNames: act('analyses.setClusterNames'),
      cancel: cancelAnalyses,
      resembling: query('analyses.resembling'),
      searches: query('analyses.searches'),
      saveSearch: act('analyses.saveSearch'),
      removeSearch: act('analyses.removeSearch'),
    },
    findings: {
      list: query('findings.list'),
      figure: query('findings.figure'),
      keep: act('findings.keep'),
      update: act('findings.update'),
      remove: act('findings.remove'),
      restore: act('findings.restore'),
      move: act('findings.move'),
      report: query('findings.report'),
      export: act('findings.export'),
      exportTables: ofProject(toAnalyst<ExportedFiles>('findings.exportTables')),
    },
    lenses: {
      catalogue: toLenses('lenses.catalogue'),
      list: toLenses('lenses.list'),
      hub: toLenses('lenses.hub'),
      label: toLenses('lenses.label'),
      inspect: toLenses('lenses.inspect'),
      plan: toLenses('lenses.plan'),
      add: toLenses('lenses.add'),
      check: toLenses('lenses.check'),
      remove: toLenses('lenses.remove'),
    },
    devices: {
      list: toLenses('devices.list'),
      test: toLenses('devices.test'),
      measure: toLenses('devices.measure'),
      planProvider: toLenses('devices.planProvider'),
      installProvider: toLenses('devices.installProvider'),
      removeProvider: toLenses('devices.removeProvider'),
    },
    jobs: {
      list: async () => {
        if (jobs.ofProject.length > 0 || opened.folder === null) return feed.jobs
        return [...(await query<typeof feed.jobs>('jobs.list')()), ...jobs.ofLenses]
      },
      cancel: ({ id }) => (id < 0 ? toLenses<void>('jobs.cancel') : act<void>('jobs.cancel'))({ id }),
      pause: act('jobs.pause'),
      resume: ({ id }) => (id < 0 ? toLenses<void>('jobs.resume') : act<void>('jobs.resume'))({ id }),
      // A writer that is not there yet is not started to read: what was written down is all that there is.
      log: ({ id }) => {
        if (id < 0) return toLenses<readonly JobLine[]>('jobs.log')({ id })
        return opened.writer === null ? query<readonly JobLine[]>('jobs.log')({ id }) : act<readonly JobLine[]>('jobs.log')({ id })
      },
      changes: (signal) => feed.subscribe(signal),
    },
  }
  return {
    operations,
    close: async () => {
      await Promise.all([closeOpened(), lensWorker?.close()])
    },
  }
}
