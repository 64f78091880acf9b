import type { z } from 'zod'
import type * as analyses from './analyses.ts'
import type * as clusters from './clusters.ts'
import type * as corpora from './corpora.ts'
import type * as correlations from './correlations.ts'
import type * as differences from './differences.ts'
import type * as documents from './documents.ts'
import type * as findings from './findings.ts'
import type * as jobs from './jobs.ts'
import type * as labelFiles from './label-files.ts'
import type * as models from './language-models.ts'
import type * as latents from './latents.ts'
import type * as requests from './model-requests.ts'
import type * as notes from './notes.ts'
import type * as project from './project.ts'
import type * as recorded from './recorded-analyses.ts'
import type * as search from './search.ts'
import type * as trends from './trends.ts'

type In<S extends z.ZodType> = z.output<S>
type Answer<T> = Promise<T>

/**
 * Everything the engine can be asked, as every host sees it.
 *
 * Each method takes its parsed input and may throw a `Failure`. Long work answers with a job at once.
 */
export type Operations = {
  readonly project: {
    about(): Answer<project.About>
    current(): Answer<project.Project | null>
    open(input: In<typeof project.openInput>): Answer<project.Project>
    openDemo(): Answer<project.Project>
    recent(): Answer<readonly project.RecentProject[]>
    folders(input: In<typeof project.foldersInput>): Answer<project.FolderListing>
    lenses(): Answer<readonly project.LensSummary[]>
  }
  readonly corpora: {
    list(): Answer<readonly corpora.CorpusSummary[]>
    preview(input: In<typeof corpora.previewInput>): Answer<corpora.CorpusPreview>
    problems(
      input: In<typeof corpora.problemsInput>,
    ): Answer<{ readonly total: number; readonly problems: readonly corpora.RowProblem[] }>
    import(input: In<typeof corpora.importInput>): Answer<jobs.Job>
    encode(input: In<typeof corpora.encodeInput>): Answer<jobs.Job>
    remove(input: In<typeof corpora.removeInput>): Answer<{ readonly documents: number; readonly encodings: number }>
  }
  readonly documents: {
    order(input: In<typeof documents.orderInput>): Answer<documents.DocumentOrder>
    rows(input: In<typeof documents.rowsInput>): Answer<readonly documents.DocumentRow[]>
    get(input: In<typeof documents.documentInput>): Answer<documents.DocumentPage>
    marks(input: In<typeof documents.documentMarksInput>): Answer<documents.DocumentMarks>
    token(input: In<typeof documents.tokenInput>): Answer<readonly documents.DocumentLatent[]>
    read(input: In<typeof documents.readInput>): Answer<documents.ReadText>
  }
  readonly latents: {
    list(input: In<typeof latents.latentsInput>): Answer<latents.LatentList>
    get(input: In<typeof latents.latentInput>): Answer<latents.LatentPage>
    examples(input: In<typeof latents.examplesInput>): Answer<latents.ExampleList>
  }
  readonly labels: {
    history(input: In<typeof latents.labelHistoryInput>): Answer<readonly latents.LabelVersion[]>
    /** null where the lens is not at hand, or brought no label for the latent. */
    evidence(input: In<typeof latents.labelHistoryInput>): Answer<latents.LabelEvidence | null>
    set(input: In<typeof latents.setLabelInput>): Answer<latents.LabelVersion>
    revert(input: In<typeof latents.revertLabelInput>): Answer<latents.LabelVersion>
    star(input: In<typeof latents.starInput>): Answer<void>
    /** What an import would do. Nothing is written. */
    compare(input: In<typeof labelFiles.compareLabelsInput>): Answer<labelFiles.LabelComparison>
    import(input: In<typeof labelFiles.importLabelsInput>): Answer<labelFiles.ImportedLabels>
    /** Imports that wrote something, the newest first. */
    imports(input: In<typeof labelFiles.labelImportsInput>): Answer<readonly labelFiles.LabelImport[]>
    /** Withdraws all that an import wrote; what a person wrote since stays. */
    undoImport(input: In<typeof labelFiles.undoLabelImportInput>): Answer<labelFiles.LabelImport>
    export(input: In<typeof labelFiles.exportLabelsInput>): Answer<labelFiles.ExportedLabels>
  }
  readonly languageModels: {
    endpoints(): Answer<readonly models.EndpointSummary[]>
    saveEndpoint(input: In<typeof models.endpointSchema>): Answer<models.EndpointSummary>
    removeEndpoint(input: In<typeof models.endpointInput>): Answer<void>
    /** An empty key takes it out of the keychain. */
    setKey(input: In<typeof models.keyInput>): Answer<models.EndpointSummary>
    /** What a request would send where, and what it would cost. Nothing is sent. */
    plan(input: In<typeof requests.planInput>): Answer<models.Plan>
    /** Sends what was planned and confirmed. */
    run(input: In<typeof requests.confirmedInput>): Answer<jobs.Job>
    resume(input: In<typeof requests.resumeInput>): Answer<jobs.Job>
    /** Ends a run that nobody will go on with. */
    abandon(input: In<typeof requests.modelRunInput>): Answer<void>
    runs(): Answer<readonly requests.ModelRunSummary[]>
    ledger(input: In<typeof models.ledgerInput>): Answer<readonly models.LedgerRow[]>
    embedder(): Answer<models.EmbedderChoice>
    /** What choosing an endpoint's embeddings would mean. Nothing is sent. */
    embedderTerms(input: In<typeof models.endpointInput>): Answer<models.EmbedderTerms>
    /** From then on the words of each search are sent to the endpoint chosen, unless they were embedded before. */
    setEmbedder(input: In<typeof models.setEmbedderInput>): Answer<models.EmbedderChoice>
    prompts(): Answer<readonly models.Prompt[]>
    setPrompt(input: In<typeof models.setPromptInput>): Answer<models.Prompt>
    resetPrompt(input: In<typeof models.promptInput>): Answer<models.Prompt>
  }
  readonly review: {
    /** Labels that list typical tokens, counted here; no language model is asked. */
    count(input: In<typeof requests.countLabelsInput>): Answer<jobs.Job>
    candidates(input: In<typeof requests.candidatesInput>): Answer<readonly requests.CandidateLabel[]>
    scores(input: In<typeof requests.candidatesInput>): Answer<readonly requests.LabelScore[]>
    queue(input: In<typeof requests.queueInput>): Answer<readonly requests.QueueRow[]>
    decide(input: In<typeof requests.decisionInput>): Answer<requests.Decision>
    /** Takes the last decisions back. */
    undo(input: In<typeof requests.undoInput>): Answer<readonly requests.Decision[]>
    /** Carries out again what was undone last; null when there is nothing. */
    redo(input: In<typeof requests.redoInput>): Answer<requests.Decision | null>
    /** The last ten. */
    decisions(input: In<typeof requests.ofLensInput>): Answer<readonly requests.Decision[]>
    /** Withdraws every label that a run wrote and no person changed since. */
    undoRun(input: In<typeof requests.modelRunInput>): Answer<{ readonly withdrawn: number; readonly kept: number }>
    /** Takes that back. */
    redoRun(input: In<typeof requests.modelRunInput>): Answer<{ readonly restored: number }>
    /** The passages that a proposal was made from; null where none were kept. */
    evidence(input: In<typeof requests.candidateInput>): Answer<requests.CandidateEvidence | null>
  }
  readonly notes: {
    all(input: In<typeof notes.notesInput>): Answer<notes.Notes>
    latent(input: In<typeof notes.latentNoteInput>): Answer<notes.Note>
    setLatent(input: In<typeof notes.setLatentNoteInput>): Answer<notes.Note>
    document(input: In<typeof notes.documentNoteInput>): Answer<notes.Note>
    setDocument(input: In<typeof notes.setDocumentNoteInput>): Answer<notes.Note>
    lists(input: In<typeof notes.latentListsInput>): Answer<readonly notes.LatentListSummary[]>
    list(input: In<typeof notes.latentListInput>): Answer<notes.LatentList>
    /** Makes the list where there is none. */
    changeList(input: In<typeof notes.changeLatentListInput>): Answer<notes.LatentList>
  }
  readonly analyses: {
    diff(input: In<typeof differences.diffInput>): Answer<differences.DiffResult>
    trend(input: In<typeof trends.trendInput>): Answer<trends.TrendResult>
    correlate(input: In<typeof correlations.correlateInput>): Answer<correlations.CorrelateResult>
    cluster(input: In<typeof clusters.clusterInput>): Answer<clusters.ClusterResult>
    search(input: In<typeof search.searchInput>): Answer<search.SearchResult>
    /** How many documents answer a rule. */
    count(input: In<typeof search.countInput>): Answer<search.RuleCount>
    similar(input: In<typeof search.similarLatentsInput>): Answer<search.SimilarLatents>
    /** Those that ran here, the last first. */
    list(input: In<typeof analyses.analysesInput>): Answer<readonly analyses.AnalysisSummary[]>
    get(input: In<typeof analyses.analysisInput>): Answer<recorded.RecordedAnalysis>
    remove(input: In<typeof analyses.analysisInput>): Answer<void>
    /** What the clusters of a recorded clustering are called; those without a name are left out. */
    clusterNames(input: In<typeof analyses.analysisInput>): Answer<readonly clusters.ClusterName[]>
    /** The names that there are then. */
    setClusterNames(input: In<typeof clusters.setClusterNamesInput>): Answer<readonly clusters.ClusterName[]>
    /** Ends those that are running; each answers with a failure 'cancelled'. */
    cancel(): Answer<void>
    searches(): Answer<readonly search.SavedSearch[]>
    saveSearch(input: In<typeof search.saveSearchInput>): Answer<search.SavedSearch>
    removeSearch(input: In<typeof search.savedSearchInput>): Answer<void>
  }
  readonly findings: {
    list(): Answer<readonly findings.Finding[]>
    keep(input: In<typeof findings.keepInput>): Answer<findings.Finding>
    update(input: In<typeof findings.updateFindingInput>): Answer<findings.Finding>
    remove(input: In<typeof findings.findingInput>): Answer<void>
    restore(input: In<typeof findings.findingInput>): Answer<findings.Finding>
    move(input: In<typeof findings.moveFindingInput>): Answer<void>
    report(input: In<typeof findings.reportInput>): Answer<findings.Report>
    export(input: In<typeof findings.exportInput>): Answer<jobs.Job>
  }
  readonly jobs: {
    list(): Answer<readonly jobs.Job[]>
    cancel(input: In<typeof jobs.jobInput>): Answer<void>
    changes(signal: AbortSignalLike): AsyncIterable<jobs.ChangeEvent>
  }
}

/** What the contract needs of an AbortSignal, without naming a host's own. */
export type AbortSignalLike = {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}
