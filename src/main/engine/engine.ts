import { readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { type Made, wordsCompared } from '../../contract/analyses.ts'
import { Failure } from '../../contract/failure.ts'
import type { Operations } from '../../contract/operations.ts'
import type { Project } from '../../contract/project.ts'
import type { RuleCount, SimilarLatents } from '../../contract/search.ts'
import { ChangeFeed } from './change-feed.ts'
import type { Host } from './host.ts'
import { labelEmbedder } from './label-embedder.ts'
import type { KeyPlaces } from './language-model/key-of.ts'
import { languageModelOperations } from './language-models.ts'
import { checkedFolder, demoFolder, listFolders } from './project-folder.ts'
import { ProjectWorker } from './project-worker.ts'
import { recentProjects, rememberProject } from './recent-projects.ts'
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

/** Etalon's version, from package.json. */
createEngine.version = (
  JSON.parse(readFileSync(join(upToPackage(import.meta.dirname), 'package.json'), 'utf8')) as { version: string }
).version

/**
 * The product without a window: one engine, one open project at a time.
 *
 * This thread only passes on: queries go to reading workers with connections of their own, everything that changes the store, runs
 * jobs or needs inference goes to the one writing worker.
 */
export function createEngine(host: Host): Engine {
  const feed = new ChangeFeed()
  let opened = nothingOpen()

  function startWorker(role: WorkerRole, of: Opened): ProjectWorker {
    const { folder, store } = of
    const data = { role, folder, store, resources: host.resources, home: host.home, version: createEngine.version, host: host.kind }
    return new ProjectWorker(data, host.startProcess, (message) => hear(message, of))
  }

  function hear(message: FromWorker, from: Opened): void {
    if (message.kind === 'bug') host.logBug(Object.assign(new Error(message.message), { stack: message.stack }))
    if (from !== opened) return
    if (message.kind === 'jobs') feed.tellJobs(message.jobs)
    if (message.kind === 'changed') feed.tellChanged(message.topics)
  }

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
    feed.tellJobs([])
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

  const operations: Operations = {
    project: {
      about: () =>
        Promise.resolve({
          version: createEngine.version,
          host: host.kind,
          platform: `${process.platform} ${process.arch}`,
          versions: versions(),
        }),
      current: () => Promise.resolve(opened.project),
      open: ({ folder }) => open(folder, false),
      openDemo: async () => open(await demoFolder(host.resources, host.home), true),
      recent: () => recentProjects(host.home),
      folders: ({ path }) => listFolders(path),
      lenses: toReader('project.lenses'),
    },
    corpora: {
      list: query('corpora.list'),
      preview: query('corpora.preview'),
      problems: query('corpora.problems'),
      import: act('corpora.import'),
      encode: act('corpora.encode'),
      remove: act('corpora.remove'),
    },
    documents: {
      order: query('documents.order'),
      rows: query('documents.rows'),
      get: query('documents.get'),
      marks: query('documents.marks'),
      token: query('documents.token'),
      read: toWriter('documents.read'),
    },
    latents: { list: query('latents.list'), get: query('latents.get'), examples: query('latents.examples') },
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
      count: ofProject(toAnalyst<RuleCount>('analyses.count')),
      similar: ofProject(toAnalyst<SimilarLatents>('analyses.similar')),
      list: query('analyses.list'),
      get: query('analyses.get'),
      remove: act('analyses.remove'),
      clusterNames: query('analyses.clusterNames'),
      setClusterNames: act('analyses.setClusterNames'),
      cancel: cancelAnalyses,
      searches: query('analyses.searches'),
      saveSearch: act('analyses.saveSearch'),
      removeSearch: act('analyses.removeSearch'),
    },
    findings: {
      list: query('findings.list'),
      keep: act('findings.keep'),
      update: act('findings.update'),
      remove: act('findings.remove'),
      restore: act('findings.restore'),
      move: act('findings.move'),
      report: query('findings.report'),
      export: act('findings.export'),
    },
    jobs: {
      list: async () => (feed.jobs.length > 0 || opened.folder === null ? feed.jobs : query<typeof feed.jobs>('jobs.list')()),
      cancel: act('jobs.cancel'),
      changes: (signal) => feed.subscribe(signal),
    },
  }
  return { operations, close: closeOpened }
}

function versions(): Record<string, string> {
  const { node, electron, v8, chrome } = process.versions as Record<string, string | undefined>
  return Object.fromEntries(
    Object.entries({ node, electron, v8, chrome }).filter((each): each is [string, string] => each[1] !== undefined),
  )
}

/** The folder of package.json, from the source or from the bundle. */
function upToPackage(folder: string): string {
  try {
    readFileSync(join(folder, 'package.json'))
    return folder
  } catch {
    const parent = resolve(folder, '..')
    if (parent === folder) throw new Error('package.json is missing')
    return upToPackage(parent)
  }
}
