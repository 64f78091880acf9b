import type { z } from 'zod'
import type * as analyses from './analyses.ts'
import type * as clusters from './clusters.ts'
import type * as corpora from './corpora.ts'
import type * as correlations from './correlations.ts'
import type * as devices from './devices.ts'
import type * as differences from './differences.ts'
import type * as documents from './documents.ts'
import type * as find from './find.ts'
import type * as findings from './findings.ts'
import type * as importing from './importing.ts'
import type * as jobs from './jobs.ts'
import type * as labelFiles from './label-files.ts'
import type * as models from './language-models.ts'
import type * as latentPage from './latent-page.ts'
import type * as latentTable from './latent-table.ts'
import type * as latents from './latents.ts'
import type * as lenses from './lenses.ts'
import type * as requests from './model-requests.ts'
import type * as notes from './notes.ts'
import type * as paired from './paired-documents.ts'
import type * as project from './project.ts'
import type * as recorded from './recorded-analyses.ts'
import type * as search from './search.ts'
import type * as settings from './settings.ts'
import type * as settingsInput from './settings-input.ts'
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
    /** Takes a project off the list of recent ones; the folder is not touched. */
    forgetRecent(input: In<typeof project.openInput>): Answer<void>
    /** How its window was left; null where that is not known. */
    layout(input: In<typeof project.openInput>): Answer<string | null>
    keepLayout(input: In<typeof project.keepLayoutInput>): Answer<void>
    folders(input: In<typeof project.foldersInput>): Answer<project.FolderListing>
    lenses(): Answer<readonly project.LensSummary[]>
    /** Latents, documents and all else that a person may want to go to, by a few letters. */
    find(input: In<typeof find.findInput>): Answer<readonly find.Found[]>
  }
  readonly settings: {
    get(): Answer<settings.Settings>
    /** The settings then. */
    change(input: In<typeof settingsInput.changeSettingsInput>): Answer<settings.Settings>
  }
  readonly corpora: {
    list(): Answer<readonly corpora.CorpusSummary[]>
    /** Columns and first rows; of a corpus that was imported, with the columns chosen then. */
    preview(input: In<typeof importing.previewInput>): Answer<corpora.CorpusPreview>
    /** Reads through it, or through the first 64 MiB or seconds of it, to say what importing and reading come to. */
    survey(input: In<typeof importing.surveyInput>): Answer<importing.Survey>
    /** Reads a few texts to learn how fast a lens is here; refuses while a job runs. */
    timeLens(input: In<typeof importing.timeLensInput>): Answer<importing.ReadingSpeed>
    /** Takes in a part of a file, beside the project's own until it is imported. */
    upload(input: In<typeof importing.uploadInput>): Answer<importing.Uploaded>
    discardUpload(input: In<typeof importing.discardUploadInput>): Answer<void>
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
    difference(input: In<typeof documents.textDifferenceInput>): Answer<documents.TextDifference>
    read(input: In<typeof documents.readInput>): Answer<documents.ReadText>
  }
  readonly latents: {
    list(input: In<typeof latents.latentsInput>): Answer<latents.LatentList>
    get(input: In<typeof latents.latentInput>): Answer<latents.LatentPage>
    examples(input: In<typeof latents.examplesInput>): Answer<latents.ExampleList>
    groups(input: In<typeof latentPage.latentGroupsInput>): Answer<latentPage.LatentGroups>
    logits(input: In<typeof latentPage.logitsInput>): Answer<latentPage.LatentLogits>
    /** The whole table as columns, for plots and selections. */
    columns(input: In<typeof latentTable.wholeTableInput>): Answer<latentTable.LatentColumns>
    export(input: In<typeof latentTable.exportTableInput>): Answer<latentTable.ExportedTable>
    /** Stars and flags of many at once; what they were before, which given back undoes it. */
    mark(input: In<typeof latentTable.markInput>): Answer<latentTable.MarkedBefore>
    /** Worked out when first asked for, which takes from seconds to minutes by the size of the SAE; ended by `analyses.cancel`. */
    map(input: In<typeof latentTable.latentMapInput>): Answer<latentTable.LatentMap>
    filters(): Answer<readonly latentTable.SavedFilter[]>
    saveFilter(input: In<typeof latentTable.saveFilterInput>): Answer<latentTable.SavedFilter>
    removeFilter(input: In<typeof latentTable.filterInput>): Answer<void>
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
    /** Pairs of a recorded comparison of pairs, by which of their documents have a latent. */
    pairedDocuments(input: In<typeof paired.pairedDocumentsInput>): Answer<paired.PairedDocuments>
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
    /** Documents like a text that is none of them. Not recorded. */
    resembling(input: In<typeof search.resemblingInput>): Answer<search.Resembling>
    searches(): Answer<readonly search.SavedSearch[]>
    saveSearch(input: In<typeof search.saveSearchInput>): Answer<search.SavedSearch>
    removeSearch(input: In<typeof search.savedSearchInput>): Answer<void>
  }
  readonly findings: {
    list(): Answer<readonly findings.ListedFinding[]>
    /** The plot kept with a finding, as SVG that only draws. */
    figure(input: In<typeof findings.findingInput>): Answer<string>
    keep(input: In<typeof findings.keepInput>): Answer<findings.ListedFinding>
    update(input: In<typeof findings.updateFindingInput>): Answer<findings.Finding>
    remove(input: In<typeof findings.findingInput>): Answer<void>
    restore(input: In<typeof findings.findingInput>): Answer<findings.Finding>
    move(input: In<typeof findings.moveFindingInput>): Answer<void>
    report(input: In<typeof findings.reportInput>): Answer<findings.Report>
    export(input: In<typeof findings.exportInput>): Answer<jobs.Job>
    /** Every row of recorded analyses, worked out again where only the first were recorded; ended by `analyses.cancel`. */
    exportTables(input: In<typeof findings.exportTablesInput>): Answer<findings.ExportedFiles>
  }
  readonly lenses: {
    /** Readers and SAEs that are known to belong together. The hub is not asked. */
    catalogue(): Answer<readonly lenses.CatalogueEntry[]>
    inspect(input: In<typeof lenses.inspectLensInput>): Answer<lenses.LensInspection>
    list(): Answer<readonly lenses.LensDetails[]>
    hub(): Answer<lenses.HubAccess>
    /** Gives a lens of the user's own the labels of a file. Projects take them up when they are next read, where they have none. */
    label(input: In<typeof lenses.labelLensInput>): Answer<lenses.LabelledLens>
    /** What adding a lens would do: of repositories only lists, settings and headers are asked for. */
    plan(input: In<typeof lenses.planLensInput>): Answer<lenses.LensPlan>
    /** Downloads what was planned and confirmed, tries the lens, and keeps it; its result is `AddedLens`. */
    add(input: In<typeof lenses.addLensInput>): Answer<jobs.Job>
    /** Its result is `LensCheck`. */
    check(input: In<typeof lenses.checkLensInput>): Answer<jobs.Job>
    remove(input: In<typeof lenses.removeLensInput>): Answer<lenses.RemovedLens>
  }
  readonly devices: {
    /** What this machine offers to compute on, and what came of trying it. Nothing is tried. */
    list(input: In<typeof devices.devicesInput>): Answer<devices.Devices>
    /** Tries devices anew, whatever is remembered of them; its result is `DeviceTest[]`. */
    test(input: In<typeof devices.testDevicesInput>): Answer<jobs.Job>
    /** Reads sample text in a precision and in float32; its result is `MeasuredPrecision`. */
    measure(input: In<typeof devices.measurePrecisionInput>): Answer<jobs.Job>
    /** What installing the CUDA provider would fetch: only the description of the package is asked for. */
    planProvider(input: In<typeof devices.planProviderInput>): Answer<devices.ProviderPlan>
    /** Installs what was planned and confirmed, and tries the device; its result is `InstalledProvider`. */
    installProvider(input: In<typeof devices.installProviderInput>): Answer<jobs.Job>
    removeProvider(): Answer<devices.ProviderState>
  }
  readonly jobs: {
    list(): Answer<readonly jobs.Job[]>
    cancel(input: In<typeof jobs.jobInput>): Answer<void>
    /** Stops it so that it can go on where it was; the next in the queue begins. */
    pause(input: In<typeof jobs.jobInput>): Answer<void>
    /** Puts a job that was paused, failed or was stopped into the queue again. */
    resume(input: In<typeof jobs.jobInput>): Answer<void>
    /** The last lines of its log, the oldest first. */
    log(input: In<typeof jobs.jobInput>): Answer<readonly jobs.JobLine[]>
    changes(signal: AbortSignalLike): AsyncIterable<jobs.ChangeEvent>
  }
}

/** What the contract needs of an AbortSignal, without naming a host's own. */
export type AbortSignalLike = {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}
