import { initTRPC } from '@trpc/server'
import * as analyses from './analyses.ts'
import * as clusters from './clusters.ts'
import * as corpora from './corpora.ts'
import * as correlations from './correlations.ts'
import * as devices from './devices.ts'
import * as differences from './differences.ts'
import * as documents from './documents.ts'
import { failureIn } from './failure.ts'
import * as find from './find.ts'
import * as findings from './findings.ts'
import * as importing from './importing.ts'
import * as jobs from './jobs.ts'
import * as labelFiles from './label-files.ts'
import * as models from './language-models.ts'
import * as latentPage from './latent-page.ts'
import * as latentTable from './latent-table.ts'
import * as latents from './latents.ts'
import * as lenses from './lenses.ts'
import * as requests from './model-requests.ts'
import * as paired from './paired-documents.ts'
import * as notes from './notes.ts'
import type { Operations } from './operations.ts'
import * as project from './project.ts'
import * as search from './search.ts'
import * as settings from './settings-input.ts'
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
    forgetRecent: ask.input(project.openInput).mutation(({ ctx, input }) => ctx.operations.project.forgetRecent(input)),
    layout: ask.input(project.openInput).query(({ ctx, input }) => ctx.operations.project.layout(input)),
    keepLayout: ask.input(project.keepLayoutInput).mutation(({ ctx, input }) => ctx.operations.project.keepLayout(input)),
    folders: ask.input(project.foldersInput).query(({ ctx, input }) => ctx.operations.project.folders(input)),
    lenses: ask.query(({ ctx }) => ctx.operations.project.lenses()),
    find: ask.input(find.findInput).query(({ ctx, input }) => ctx.operations.project.find(input)),
  }),
  settings: t.router({
    get: ask.query(({ ctx }) => ctx.operations.settings.get()),
    change: ask.input(settings.changeSettingsInput).mutation(({ ctx, input }) => ctx.operations.settings.change(input)),
  }),
  corpora: t.router({
    list: ask.query(({ ctx }) => ctx.operations.corpora.list()),
    preview: ask.input(importing.previewInput).query(({ ctx, input }) => ctx.operations.corpora.preview(input)),
    survey: ask.input(importing.surveyInput).query(({ ctx, input }) => ctx.operations.corpora.survey(input)),
    timeLens: ask.input(importing.timeLensInput).mutation(({ ctx, input }) => ctx.operations.corpora.timeLens(input)),
    upload: ask.input(importing.uploadInput).mutation(({ ctx, input }) => ctx.operations.corpora.upload(input)),
    discardUpload: ask
      .input(importing.discardUploadInput)
      .mutation(({ ctx, input }) => ctx.operations.corpora.discardUpload(input)),
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
    difference: ask.input(documents.textDifferenceInput).query(({ ctx, input }) => ctx.operations.documents.difference(input)),
    read: ask.input(documents.readInput).query(({ ctx, input }) => ctx.operations.documents.read(input)),
  }),
  latents: t.router({
    list: ask.input(latents.latentsInput).query(({ ctx, input }) => ctx.operations.latents.list(input)),
    get: ask.input(latents.latentInput).query(({ ctx, input }) => ctx.operations.latents.get(input)),
    examples: ask.input(latents.examplesInput).query(({ ctx, input }) => ctx.operations.latents.examples(input)),
    groups: ask.input(latentPage.latentGroupsInput).query(({ ctx, input }) => ctx.operations.latents.groups(input)),
    logits: ask.input(latentPage.logitsInput).query(({ ctx, input }) => ctx.operations.latents.logits(input)),
    columns: ask.input(latentTable.wholeTableInput).query(({ ctx, input }) => ctx.operations.latents.columns(input)),
    export: ask.input(latentTable.exportTableInput).query(({ ctx, input }) => ctx.operations.latents.export(input)),
    mark: ask.input(latentTable.markInput).mutation(({ ctx, input }) => ctx.operations.latents.mark(input)),
    map: ask.input(latentTable.latentMapInput).query(({ ctx, input }) => ctx.operations.latents.map(input)),
    filters: ask.query(({ ctx }) => ctx.operations.latents.filters()),
    saveFilter: ask.input(latentTable.saveFilterInput).mutation(({ ctx, input }) => ctx.operations.latents.saveFilter(input)),
    removeFilter: ask.input(latentTable.filterInput).mutation(({ ctx, input }) => ctx.operations.latents.removeFilter(input)),
  }),
  labels: t.router({
    history: ask.input(latents.labelHistoryInput).query(({ ctx, input }) => ctx.operations.labels.history(input)),
    evidence: ask.input(latents.labelHistoryInput).query(({ ctx, input }) => ctx.operations.labels.evidence(input)),
    set: ask.input(latents.setLabelInput).mutation(({ ctx, input }) => ctx.operations.labels.set(input)),
    revert: ask.input(latents.revertLabelInput).mutation(({ ctx, input }) => ctx.operations.labels.revert(input)),
    star: ask.input(latents.starInput).mutation(({ ctx, input }) => ctx.operations.labels.star(input)),
    compare: ask.input(labelFiles.compareLabelsInput).query(({ ctx, input }) => ctx.operations.labels.compare(input)),
    import: ask.input(labelFiles.importLabelsInput).mutation(({ ctx, input }) => ctx.operations.labels.import(input)),
    imports: ask.input(labelFiles.labelImportsInput).query(({ ctx, input }) => ctx.operations.labels.imports(input)),
    undoImport: ask.input(labelFiles.undoLabelImportInput).mutation(({ ctx, input }) => ctx.operations.labels.undoImport(input)),
    export: ask.input(labelFiles.exportLabelsInput).mutation(({ ctx, input }) => ctx.operations.labels.export(input)),
  }),
  languageModels: t.router({
    endpoints: ask.query(({ ctx }) => ctx.operations.languageModels.endpoints()),
    saveEndpoint: ask.input(models.endpointSchema).mutation(({ ctx, input }) => ctx.operations.languageModels.saveEndpoint(input)),
    removeEndpoint: ask
      .input(models.endpointInput)
      .mutation(({ ctx, input }) => ctx.operations.languageModels.removeEndpoint(input)),
    setKey: ask.input(models.keyInput).mutation(({ ctx, input }) => ctx.operations.languageModels.setKey(input)),
    plan: ask.input(requests.planInput).query(({ ctx, input }) => ctx.operations.languageModels.plan(input)),
    run: ask.input(requests.confirmedInput).mutation(({ ctx, input }) => ctx.operations.languageModels.run(input)),
    resume: ask.input(requests.resumeInput).mutation(({ ctx, input }) => ctx.operations.languageModels.resume(input)),
    abandon: ask.input(requests.modelRunInput).mutation(({ ctx, input }) => ctx.operations.languageModels.abandon(input)),
    runs: ask.query(({ ctx }) => ctx.operations.languageModels.runs()),
    ledger: ask.input(models.ledgerInput).query(({ ctx, input }) => ctx.operations.languageModels.ledger(input)),
    embedder: ask.query(({ ctx }) => ctx.operations.languageModels.embedder()),
    embedderTerms: ask.input(models.endpointInput).query(({ ctx, input }) => ctx.operations.languageModels.embedderTerms(input)),
    setEmbedder: ask.input(models.setEmbedderInput).mutation(({ ctx, input }) => ctx.operations.languageModels.setEmbedder(input)),
    prompts: ask.query(({ ctx }) => ctx.operations.languageModels.prompts()),
    setPrompt: ask.input(models.setPromptInput).mutation(({ ctx, input }) => ctx.operations.languageModels.setPrompt(input)),
    resetPrompt: ask.input(models.promptInput).mutation(({ ctx, input }) => ctx.operations.languageModels.resetPrompt(input)),
  }),
  review: t.router({
    count: ask.input(requests.countLabelsInput).mutation(({ ctx, input }) => ctx.operations.review.count(input)),
    candidates: ask.input(requests.candidatesInput).query(({ ctx, input }) => ctx.operations.review.candidates(input)),
    scores: ask.input(requests.candidatesInput).query(({ ctx, input }) => ctx.operations.review.scores(input)),
    queue: ask.input(requests.queueInput).query(({ ctx, input }) => ctx.operations.review.queue(input)),
    decide: ask.input(requests.decisionInput).mutation(({ ctx, input }) => ctx.operations.review.decide(input)),
    undo: ask.input(requests.undoInput).mutation(({ ctx, input }) => ctx.operations.review.undo(input)),
    redo: ask.input(requests.redoInput).mutation(({ ctx, input }) => ctx.operations.review.redo(input)),
    decisions: ask.input(requests.ofLensInput).query(({ ctx, input }) => ctx.operations.review.decisions(input)),
    undoRun: ask.input(requests.modelRunInput).mutation(({ ctx, input }) => ctx.operations.review.undoRun(input)),
    redoRun: ask.input(requests.modelRunInput).mutation(({ ctx, input }) => ctx.operations.review.redoRun(input)),
    evidence: ask.input(requests.candidateInput).query(({ ctx, input }) => ctx.operations.review.evidence(input)),
  }),
  notes: t.router({
    all: ask.input(notes.notesInput).query(({ ctx, input }) => ctx.operations.notes.all(input)),
    latent: ask.input(notes.latentNoteInput).query(({ ctx, input }) => ctx.operations.notes.latent(input)),
    setLatent: ask.input(notes.setLatentNoteInput).mutation(({ ctx, input }) => ctx.operations.notes.setLatent(input)),
    document: ask.input(notes.documentNoteInput).query(({ ctx, input }) => ctx.operations.notes.document(input)),
    setDocument: ask.input(notes.setDocumentNoteInput).mutation(({ ctx, input }) => ctx.operations.notes.setDocument(input)),
    lists: ask.input(notes.latentListsInput).query(({ ctx, input }) => ctx.operations.notes.lists(input)),
    list: ask.input(notes.latentListInput).query(({ ctx, input }) => ctx.operations.notes.list(input)),
    changeList: ask.input(notes.changeLatentListInput).mutation(({ ctx, input }) => ctx.operations.notes.changeList(input)),
  }),
  analyses: t.router({
    diff: ask.input(differences.diffInput).query(({ ctx, input }) => ctx.operations.analyses.diff(input)),
    trend: ask.input(trends.trendInput).query(({ ctx, input }) => ctx.operations.analyses.trend(input)),
    correlate: ask.input(correlations.correlateInput).query(({ ctx, input }) => ctx.operations.analyses.correlate(input)),
    cluster: ask.input(clusters.clusterInput).query(({ ctx, input }) => ctx.operations.analyses.cluster(input)),
    pairedDocuments: ask
      .input(paired.pairedDocumentsInput)
      .query(({ ctx, input }) => ctx.operations.analyses.pairedDocuments(input)),
    search: ask.input(search.searchInput).query(({ ctx, input }) => ctx.operations.analyses.search(input)),
    count: ask.input(search.countInput).query(({ ctx, input }) => ctx.operations.analyses.count(input)),
    similar: ask.input(search.similarLatentsInput).query(({ ctx, input }) => ctx.operations.analyses.similar(input)),
    list: ask.input(analyses.analysesInput).query(({ ctx, input }) => ctx.operations.analyses.list(input)),
    get: ask.input(analyses.analysisInput).query(({ ctx, input }) => ctx.operations.analyses.get(input)),
    remove: ask.input(analyses.analysisInput).mutation(({ ctx, input }) => ctx.operations.analyses.remove(input)),
    clusterNames: ask.input(analyses.analysisInput).query(({ ctx, input }) => ctx.operations.analyses.clusterNames(input)),
    setClusterNames: ask
      .input(clusters.setClusterNamesInput)
      .mutation(({ ctx, input }) => ctx.operations.analyses.setClusterNames(input)),
    cancel: ask.mutation(({ ctx }) => ctx.operations.analyses.cancel()),
    resembling: ask.input(search.resemblingInput).query(({ ctx, input }) => ctx.operations.analyses.resembling(input)),
    searches: ask.query(({ ctx }) => ctx.operations.analyses.searches()),
    saveSearch: ask.input(search.saveSearchInput).mutation(({ ctx, input }) => ctx.operations.analyses.saveSearch(input)),
    removeSearch: ask.input(search.savedSearchInput).mutation(({ ctx, input }) => ctx.operations.analyses.removeSearch(input)),
  }),
  findings: t.router({
    list: ask.query(({ ctx }) => ctx.operations.findings.list()),
    figure: ask.input(findings.findingInput).query(({ ctx, input }) => ctx.operations.findings.figure(input)),
    keep: ask.input(findings.keepInput).mutation(({ ctx, input }) => ctx.operations.findings.keep(input)),
    update: ask.input(findings.updateFindingInput).mutation(({ ctx, input }) => ctx.operations.findings.update(input)),
    remove: ask.input(findings.findingInput).mutation(({ ctx, input }) => ctx.operations.findings.remove(input)),
    restore: ask.input(findings.findingInput).mutation(({ ctx, input }) => ctx.operations.findings.restore(input)),
    move: ask.input(findings.moveFindingInput).mutation(({ ctx, input }) => ctx.operations.findings.move(input)),
    report: ask.input(findings.reportInput).mutation(({ ctx, input }) => ctx.operations.findings.report(input)),
    export: ask.input(findings.exportInput).mutation(({ ctx, input }) => ctx.operations.findings.export(input)),
    exportTables: ask.input(findings.exportTablesInput).mutation(({ ctx, input }) => ctx.operations.findings.exportTables(input)),
  }),
  lenses: t.router({
    catalogue: ask.query(({ ctx }) => ctx.operations.lenses.catalogue()),
    list: ask.query(({ ctx }) => ctx.operations.lenses.list()),
    hub: ask.query(({ ctx }) => ctx.operations.lenses.hub()),
    label: ask.input(lenses.labelLensInput).mutation(({ ctx, input }) => ctx.operations.lenses.label(input)),
    inspect: ask.input(lenses.inspectLensInput).query(({ ctx, input }) => ctx.operations.lenses.inspect(input)),
    plan: ask.input(lenses.planLensInput).query(({ ctx, input }) => ctx.operations.lenses.plan(input)),
    add: ask.input(lenses.addLensInput).mutation(({ ctx, input }) => ctx.operations.lenses.add(input)),
    check: ask.input(lenses.checkLensInput).mutation(({ ctx, input }) => ctx.operations.lenses.check(input)),
    remove: ask.input(lenses.removeLensInput).mutation(({ ctx, input }) => ctx.operations.lenses.remove(input)),
  }),
  devices: t.router({
    list: ask.input(devices.devicesInput).query(({ ctx, input }) => ctx.operations.devices.list(input)),
    test: ask.input(devices.testDevicesInput).mutation(({ ctx, input }) => ctx.operations.devices.test(input)),
    measure: ask.input(devices.measurePrecisionInput).mutation(({ ctx, input }) => ctx.operations.devices.measure(input)),
    planProvider: ask.input(devices.planProviderInput).query(({ ctx, input }) => ctx.operations.devices.planProvider(input)),
    installProvider: ask
      .input(devices.installProviderInput)
      .mutation(({ ctx, input }) => ctx.operations.devices.installProvider(input)),
    removeProvider: ask.mutation(({ ctx }) => ctx.operations.devices.removeProvider()),
  }),
  jobs: t.router({
    list: ask.query(({ ctx }) => ctx.operations.jobs.list()),
    cancel: ask.input(jobs.jobInput).mutation(({ ctx, input }) => ctx.operations.jobs.cancel(input)),
    pause: ask.input(jobs.jobInput).mutation(({ ctx, input }) => ctx.operations.jobs.pause(input)),
    resume: ask.input(jobs.jobInput).mutation(({ ctx, input }) => ctx.operations.jobs.resume(input)),
    log: ask.input(jobs.jobInput).query(({ ctx, input }) => ctx.operations.jobs.log(input)),
    changes: ask.subscription(({ ctx, signal }) => ctx.operations.jobs.changes(signal ?? neverAborted)),
  }),
})

export type Router = typeof router

const neverAborted = { aborted: false, addEventListener: () => {}, removeEventListener: () => {} }
