import { Failure } from '../../../contract/failure.ts'
import { findingFigure, moveFinding, removeFinding, restoreFinding, updateFinding } from '../store/findings.ts'
import { housekeepingStep } from '../store/housekeeping.ts'
import { importProblems } from '../store/import-problems.ts'
import { listLabelImports } from '../store/label-imports.ts'
import { listLatentFilters, removeLatentFilter, saveLatentFilter } from '../store/latent-filters.ts'
import { ledgerRows } from '../store/ledger.ts'
import { removeCorpus, removeEncoding } from '../store/removal.ts'
import { listEncodings } from '../store/encodings.ts'
import { listSavedSearches, removeSavedSearch, saveSearch } from '../store/saved-searches.ts'
import { removeAnalysis } from '../store/analyses.ts'
import { clusterOperation } from './analyses/cluster.ts'
import { clusterNamesOf, setClusterNames } from './analyses/cluster-names.ts'
import { correlateDocuments } from './analyses/correlate.ts'
import { diffDocuments } from './analyses/diff.ts'
import { pairedDocuments } from './analyses/paired-documents.ts'
import { countRule } from './analyses/rule-source.ts'
import { searchDocuments } from './analyses/search.ts'
import { resemblingDocuments } from './analyses/resembling.ts'
import { similarLatents } from './analyses/similar.ts'
import { trendOverGroups } from './analyses/trend.ts'
import { analysisList, recordedAnalysis, recordWorked } from './analyses/recorded.ts'
import { corpusList, corpusPreview, projectSummary } from './corpus-list.ts'
import { documentMarks, documentPage, tokenLatents } from './document-page.ts'
import { documentOrder } from './document-order.ts'
import { documentRows } from './document-rows.ts'
import { surveySource } from './survey-source.ts'
import { textDifference } from './text-difference.ts'
import { findAnything } from './find.ts'
import { exportTables } from './findings/export-tables.ts'
import { keepFinding } from './findings/keep-finding.ts'
import { listedFindings } from './findings/listed-findings.ts'
import { makeReport } from './findings/make-report.ts'
import { storedJobs } from './interrupted-job.ts'
import { exportLabels } from './label-export.ts'
import { compareWithFile, importLabels, undoImport } from './label-import.ts'
import { labelEvidence, labelHistory, revertLabel, setLabel, starLatent } from './label-operations.ts'
import { exportLatents } from './export-latents.ts'
import { latentExamples } from './latent-examples.ts'
import { latentGroups } from './latent-groups.ts'
import { latentColumns, listLatents } from './latent-list.ts'
import { latentLogits } from './latent-logits.ts'
import { latentMap } from './latent-map.ts'
import { markLatents } from './latent-marks.ts'
import { latentPage } from './latent-page.ts'
import { lensSummaries } from './lens-files.ts'
import { startCounting } from './models/counted-labels.ts'
import { embeddedSoFar, embedWords } from './models/embed-words.ts'
import { planWork } from './models/plan-work.ts'
import { listPrompts, resetPrompt, setPrompt } from './models/prompts-of.ts'
import {
  candidates,
  decideOn,
  decisionsOf,
  evidenceOfCandidate,
  labelScores,
  redoLast,
  redoRun,
  reviewQueue,
  undoLast,
  undoRun,
} from './models/review.ts'
import { resumeRun, startRun } from './models/run-work.ts'
import { abandonRun, modelRun, modelRuns } from './models/runs.ts'
import {
  allNotes,
  changeLatentList,
  listOfLatents,
  listsOfLatents,
  noteOfDocument,
  noteOfLatent,
  noteOnDocument,
  noteOnLatent,
} from './note-operations.ts'
import { resumeJob, startJob, storedLog } from './project-jobs.ts'
import type { ProjectReading } from './project-reading.ts'
import type { ProjectWriting } from './project-writing.ts'
import { readText } from './read-text.ts'
import { timeLens } from './reading-speed.ts'
import { corpusNamed, lensNamed } from './subjects.ts'

/** By path of the contract; inputs were parsed when they arrived. */
// eslint-disable-next-line typescript/no-explicit-any -- each handler takes the input of its own path
export type Handlers = Readonly<Record<string, (input: any) => unknown>>

/** What the reading workers answer. */
export function readingHandlers(project: ProjectReading): Handlers {
  return {
    'project.summary': () => projectSummary(project),
    'project.lenses': () => lensSummaries(project),
    'corpora.list': () => corpusList(project),
    'corpora.preview': (input) => corpusPreview(project, input),
    'corpora.survey': (input) => surveySource(project, input),
    'corpora.problems': ({ corpus, offset, limit }) =>
      importProblems(project.db, corpusNamed(project, corpus).corpus, { offset, limit }),
    'documents.order': (input) => documentOrder(project, input),
    'documents.rows': (input) => documentRows(project, input),
    'documents.get': (input) => documentPage(project, input),
    'documents.marks': (input) => documentMarks(project, input),
    'documents.token': (input) => tokenLatents(project, input),
    'documents.difference': (input) => textDifference(project, input),
    'latents.list': (input) => listLatents(project, input),
    'latents.get': (input) => latentPage(project, input),
    'latents.examples': (input) => latentExamples(project, input),
    'latents.groups': (input) => latentGroups(project, input),
    'latents.logits': (input) => latentLogits(project, input),
    'latents.columns': (input) => latentColumns(project, input),
    'latents.export': (input) => exportLatents(project, input),
    'latents.map': (input) => latentMap(project, input),
    'latents.filters': () => (project.dbIfAny === null ? [] : listLatentFilters(project.db)),
    'labels.history': (input) => labelHistory(project, input),
    'labels.evidence': (input) => labelEvidence(project, input),
    'labels.compare': (input) => compareWithFile(project, input),
    'labels.imports': ({ lens }) => listLabelImports(project.db, lensNamed(project, lens).lens),
    'labels.export': (input) => exportLabels(project, input),
    'models.plan': (input) => planWork(project, input),
    'models.runs': () => modelRuns(project),
    'models.runById': ({ run }) => modelRun(project, run),
    'models.ledger': ({ run }) => (project.dbIfAny === null ? [] : ledgerRows(project.db, run)),
    'models.embeddedSoFar': (input) => embeddedSoFar(project, input),
    'models.prompts': () => listPrompts(project),
    'review.candidates': (input) => candidates(project, input),
    'review.scores': (input) => labelScores(project, input),
    'review.evidence': ({ candidate }) => evidenceOfCandidate(project, candidate),
    'review.queue': (input) => reviewQueue(project, input),
    'review.decisions': (input) => decisionsOf(project, input),
    'notes.all': (input) => allNotes(project, input),
    'notes.latent': (input) => noteOfLatent(project, input),
    'notes.document': (input) => noteOfDocument(project, input),
    'notes.lists': (input) => listsOfLatents(project, input),
    'notes.list': (input) => listOfLatents(project, input),
    'analyses.diff': (input) => diffDocuments(project, input),
    'analyses.trend': (input) => trendOverGroups(project, input),
    'analyses.correlate': (input) => correlateDocuments(project, input),
    'analyses.cluster': ({ request, unsent }) => clusterOperation(project, request, unsent),
    'analyses.pairedDocuments': (input) => pairedDocuments(project, input),
    'analyses.search': ({ request, unsent }) => searchDocuments(project, request, unsent),
    'analyses.count': (input) => countRule(project, input),
    'analyses.similar': (input) => similarLatents(project, input),
    'analyses.list': (input) => analysisList(project, input),
    'analyses.get': ({ id }) => recordedAnalysis(project, id),
    'analyses.clusterNames': ({ id }) => (project.dbIfAny === null ? [] : clusterNamesOf(project.db, id)),
    'analyses.resembling': (input) => resemblingDocuments(project, input),
    'analyses.searches': () => (project.dbIfAny === null ? [] : listSavedSearches(project.db)),
    'findings.list': () => listedFindings(project),
    'findings.figure': ({ id }) => findingFigure(project.db, id),
    'findings.exportTables': (input) => exportTables(project, input),
    'findings.report': (input) => makeReport(project, input),
    'project.find': (input) => findAnything(project, input),
    'jobs.list': () => storedJobs(project),
    'jobs.log': ({ id }) => storedLog(project, id),
  }
}

/** What the writing worker answers: all that changes the store, jobs, and reading of texts. */
export function writingHandlers(project: ProjectWriting): Handlers {
  const { jobs, beside } = project
  const findingsChanged = <Result>(result: Result): Result => {
    project.changed('findings')
    return result
  }
  const filtersChanged = <Result>(result: Result): Result => {
    project.changed('notes')
    return result
  }
  const analysesChanged = <Result>(result: Result): Result => {
    project.changed('analyses')
    return result
  }
  return {
    'project.bringUpToDate': () => project.bringUpToDate(),
    'corpora.import': (input) => startJob(project, 'import', input),
    'corpora.encode': (input) => startJob(project, 'encode', input),
    'corpora.remove': (input) => remove(project, input),
    'corpora.timeLens': (input) => timeLens(project, input),
    'documents.read': ({ wish, ...input }) => {
      beside.refresh()
      return readText(beside, input, (lens) => project.reading(lens, wish))
    },
    'latents.mark': (input) => markLatents(project, input),
    'latents.saveFilter': ({ name, rule }) => filtersChanged(saveLatentFilter(project.db, name, rule)),
    'latents.removeFilter': ({ name }) => filtersChanged(removeLatentFilter(project.db, name)),
    'labels.set': (input) => setLabel(project, input),
    'labels.revert': (input) => revertLabel(project, input),
    'labels.star': (input) => starLatent(project, input),
    'labels.import': (input) => importLabels(project, input),
    'labels.undoImport': (input) => undoImport(project, input),
    'models.run': (input) => startRun(project, input),
    'models.resume': (input) => resumeRun(project, input),
    'models.abandon': ({ run }) => abandonRun(project, run),
    'models.embedWords': (input) => embedWords(project, input),
    'models.setPrompt': (input) => setPrompt(project, input),
    'models.resetPrompt': (input) => resetPrompt(project, input),
    'review.count': (input) => startCounting(project, input),
    'review.decide': (input) => decideOn(project, input),
    'review.undo': (input) => undoLast(project, input),
    'review.redo': (input) => redoLast(project, input),
    'review.redoRun': ({ run }) => redoRun(project, run),
    'review.undoRun': ({ run }) => undoRun(project, run),
    'notes.setLatent': (input) => noteOnLatent(project, input),
    'notes.setDocument': (input) => noteOnDocument(project, input),
    'notes.changeList': (input) => changeLatentList(project, input),
    'analyses.record': (input) => recordWorked(project, input),
    'analyses.remove': ({ id }) => analysesChanged(removeAnalysis(project.db, id)),
    'analyses.setClusterNames': (input) => setClusterNames(project, input),
    'analyses.saveSearch': ({ name, search }) => analysesChanged(saveSearch(project.db, name, search)),
    'analyses.removeSearch': ({ id }) => analysesChanged(removeSavedSearch(project.db, id)),
    'findings.keep': (input) => keepFinding(project, input),
    'findings.update': ({ id, ...changes }) => findingsChanged(updateFinding(project.db, id, changes)),
    'findings.remove': ({ id }) => findingsChanged(removeFinding(project.db, id)),
    'findings.restore': ({ id }) => findingsChanged(restoreFinding(project.db, id)),
    'findings.move': ({ id, before }) => findingsChanged(moveFinding(project.db, id, before)),
    'findings.export': (input) => startJob(project, 'export', input),
    'jobs.cancel': ({ id }) => jobs.cancel(id),
    'jobs.pause': ({ id }) => jobs.pause(id),
    'jobs.resume': ({ id }) => resumeJob(project, id),
    'jobs.log': ({ id }) => jobs.lines(id) ?? storedLog(beside, id),
  }
}

/** A corpus, or what one lens read of it; gone at once for everybody, its disk given back in steps. */
async function remove(
  project: ProjectWriting,
  { corpus: name, lens }: { readonly corpus: string; readonly lens?: string },
): Promise<{ documents: number; encodings: number }> {
  const corpus = corpusNamed(project, name)
  const read = listEncodings(project.db, corpus.corpus)
  const of = lens === undefined ? null : lensNamed(project, lens)
  const encodings = of === null ? read : read.filter((each) => each.lens === of.lens)
  if (project.jobs.jobs.some((job) => job.state === 'running' || job.state === 'queued')) {
    throw new Failure(
      'conflict',
      `${name} cannot be removed while something is being imported or read.`,
      'Wait for the job, or cancel it.',
    )
  }
  if (of === null) removeCorpus(project.db, corpus.corpus)
  else for (const each of encodings) removeEncoding(project.db, each.encoding)
  project.changed('corpora', 'encodings')
  while (housekeepingStep(project.db)) await new Promise((resolve) => setImmediate(resolve))
  return { documents: of === null ? corpus.documents : 0, encodings: encodings.length }
}
