import { initTRPC } from '@trpc/server'
import * as analyses from './analyses.ts'
import * as clusters from './clusters.ts'
import * as corpora from './corpora.ts'
import * as correlations from './correlations.ts'
import * as differences from './differences.ts'
import * as documents from './documents.ts'
import { failureIn } from './failure.ts'
import * as findings from './findings.ts'
import * as jobs from './jobs.ts'
import * as latents from './latents.ts'
import type { Operations } from './operations.ts'
import * as project from './project.ts'
import * as search from './search.ts'
import * as trends from './trends.ts'

export type RouterContext = { readonly operations: Operations }

/** Every transport carries typed arrays as they are. Without a transformer tRPC would type replies as what JSON makes of them. */
const transformer = { serialize: (value: unknown) => value, deserialize: (value: unknown) => value }

/** Failures travel as values in `data.failure`; of a bug only a fixed sentence leaves the engine. */
const t = initTRPC.context<RouterContext>().create({
  transformer,
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    message:
      failureIn(error.cause)?.message ?? (error.code === 'BAD_REQUEST' ? error.message : 'Something went wrong inside Etalon.'),
    data: { code: error.code, failure: failureIn(error.cause) },
  }),
})
const ask = t.procedure

export const router = t.router({
  project: t.router({
    about: ask.query(({ ctx }) => ctx.operations.project.about()),
    current: ask.query(({ ctx }) => ctx.operations.project.current()),
    open: ask.input(project.openInput).mutation(({ ctx, input }) => ctx.operations.project.open(input)),
    openDemo: ask.mutation(({ ctx }) => ctx.operations.project.openDemo()),
    recent: ask.query(({ ctx }) => ctx.operations.project.recent()),
    folders: ask.input(project.foldersInput).query(({ ctx, input }) => ctx.operations.project.folders(input)),
    lenses: ask.query(({ ctx }) => ctx.operations.project.lenses()),
  }),
  corpora: t.router({
    list: ask.query(({ ctx }) => ctx.operations.corpora.list()),
    preview: ask.input(corpora.previewInput).query(({ ctx, input }) => ctx.operations.corpora.preview(input)),
    problems: ask.input(corpora.problemsInput).query(({ ctx, input }) => ctx.operations.corpora.problems(input)),
    import: ask.input(corpora.importInput).mutation(({ ctx, input }) => ctx.operations.corpora.import(input)),
    encode: ask.input(corpora.encodeInput).mutation(({ ctx, input }) => ctx.operations.corpora.encode(input)),
    remove: ask.input(corpora.removeInput).mutation(({ ctx, input }) => ctx.operations.corpora.remove(input)),
  }),
  documents: t.router({
    order: ask.input(documents.orderInput).query(({ ctx, input }) => ctx.operations.documents.order(input)),
    rows: ask.input(documents.rowsInput).query(({ ctx, input }) => ctx.operations.documents.rows(input)),
    get: ask.input(documents.documentInput).query(({ ctx, input }) => ctx.operations.documents.get(input)),
    marks: ask.input(documents.documentMarksInput).query(({ ctx, input }) => ctx.operations.documents.marks(input)),
    token: ask.input(documents.tokenInput).query(({ ctx, input }) => ctx.operations.documents.token(input)),
    read: ask.input(documents.readInput).query(({ ctx, input }) => ctx.operations.documents.read(input)),
  }),
  latents: t.router({
    list: ask.input(latents.latentsInput).query(({ ctx, input }) => ctx.operations.latents.list(input)),
    get: ask.input(latents.latentInput).query(({ ctx, input }) => ctx.operations.latents.get(input)),
    examples: ask.input(latents.examplesInput).query(({ ctx, input }) => ctx.operations.latents.examples(input)),
  }),
  labels: t.router({
    history: ask.input(latents.labelHistoryInput).query(({ ctx, input }) => ctx.operations.labels.history(input)),
    evidence: ask.input(latents.labelHistoryInput).query(({ ctx, input }) => ctx.operations.labels.evidence(input)),
    set: ask.input(latents.setLabelInput).mutation(({ ctx, input }) => ctx.operations.labels.set(input)),
    revert: ask.input(latents.revertLabelInput).mutation(({ ctx, input }) => ctx.operations.labels.revert(input)),
    star: ask.input(latents.starInput).mutation(({ ctx, input }) => ctx.operations.labels.star(input)),
    import: ask.input(latents.importLabelsInput).mutation(({ ctx, input }) => ctx.operations.labels.import(input)),
    export: ask.input(latents.exportLabelsInput).query(({ ctx, input }) => ctx.operations.labels.export(input)),
  }),
  analyses: t.router({
    diff: ask.input(differences.diffInput).query(({ ctx, input }) => ctx.operations.analyses.diff(input)),
    trend: ask.input(trends.trendInput).query(({ ctx, input }) => ctx.operations.analyses.trend(input)),
    correlate: ask.input(correlations.correlateInput).query(({ ctx, input }) => ctx.operations.analyses.correlate(input)),
    cluster: ask.input(clusters.clusterInput).query(({ ctx, input }) => ctx.operations.analyses.cluster(input)),
    search: ask.input(search.searchInput).query(({ ctx, input }) => ctx.operations.analyses.search(input)),
    count: ask.input(search.countInput).query(({ ctx, input }) => ctx.operations.analyses.count(input)),
    similar: ask.input(search.similarLatentsInput).query(({ ctx, input }) => ctx.operations.analyses.similar(input)),
    list: ask.input(analyses.analysesInput).query(({ ctx, input }) => ctx.operations.analyses.list(input)),
    get: ask.input(analyses.analysisInput).query(({ ctx, input }) => ctx.operations.analyses.get(input)),
    remove: ask.input(analyses.analysisInput).mutation(({ ctx, input }) => ctx.operations.analyses.remove(input)),
    cancel: ask.mutation(({ ctx }) => ctx.operations.analyses.cancel()),
    searches: ask.query(({ ctx }) => ctx.operations.analyses.searches()),
    saveSearch: ask.input(search.saveSearchInput).mutation(({ ctx, input }) => ctx.operations.analyses.saveSearch(input)),
    removeSearch: ask.input(search.savedSearchInput).mutation(({ ctx, input }) => ctx.operations.analyses.removeSearch(input)),
  }),
  findings: t.router({
    list: ask.query(({ ctx }) => ctx.operations.findings.list()),
    keep: ask.input(findings.keepInput).mutation(({ ctx, input }) => ctx.operations.findings.keep(input)),
    update: ask.input(findings.updateFindingInput).mutation(({ ctx, input }) => ctx.operations.findings.update(input)),
    remove: ask.input(findings.findingInput).mutation(({ ctx, input }) => ctx.operations.findings.remove(input)),
    restore: ask.input(findings.findingInput).mutation(({ ctx, input }) => ctx.operations.findings.restore(input)),
    move: ask.input(findings.moveFindingInput).mutation(({ ctx, input }) => ctx.operations.findings.move(input)),
    report: ask.input(findings.reportInput).mutation(({ ctx, input }) => ctx.operations.findings.report(input)),
    export: ask.input(findings.exportInput).mutation(({ ctx, input }) => ctx.operations.findings.export(input)),
  }),
  jobs: t.router({
    list: ask.query(({ ctx }) => ctx.operations.jobs.list()),
    cancel: ask.input(jobs.jobInput).mutation(({ ctx, input }) => ctx.operations.jobs.cancel(input)),
    changes: ask.subscription(({ ctx, signal }) => ctx.operations.jobs.changes(signal ?? neverAborted)),
  }),
})

export type Router = typeof router

const neverAborted = { aborted: false, addEventListener: () => {}, removeEventListener: () => {} }
