import { type DiffRequest, diffInput } from '../../../../contract/differences.ts'
import { Failure } from '../../../../contract/failure.ts'
import type { HypothesesRequest, HypothesesRun, RouteCost } from '../../../../contract/hypotheses.ts'
import type { LabelVersion } from '../../../../contract/latents.ts'
import { chooseLatents } from '../../hypotheses/choose-latents.ts'
import { discovery, holdOut, judging } from '../../hypotheses/hold-out.ts'
import { drawJudging, hypothesise, type HypothesiseInput } from '../../hypotheses/hypothesise.ts'
import { type EvidenceLabelling, labelByEvidence, type ScoreAnswer } from '../../hypotheses/label-by-evidence.ts'
import { noSet } from '../../labels/evidence/split-documents.ts'
import { inputRatio } from '../../language-model/count-tokens.ts'
import { countLabelEvidence } from '../../store/label-scores.ts'
import { countLabelVersions } from '../../store/labels.ts'
import { ledgerRows, usageHistory } from '../../store/ledger.ts'
import { reserveDocuments } from '../../store/reserved-documents.ts'
import { type GatheredComparison, gatherComparison } from '../analyses/comparison.ts'
import { labelsOf } from '../labels-of.ts'
import type { ProjectReading } from '../project-reading.ts'
import { analysisAgain, refuseReadAnew } from './analysis-again.ts'
import { discoveredLatents } from './hypotheses-discovery.ts'
import { type ComparisonEvidence, comparisonEvidence } from './hypotheses-evidence.ts'
import { corporaOf, textsOfSample } from './judged-documents.ts'
import { keepProposals } from './hypotheses-proposals.ts'
import { type ModelWork, partOf, type Recording } from './model-work.ts'
import { promptHash, promptOf } from './prompts-of.ts'

const prompts = ['label', 'relabel', 'detect', 'summarise', 'verify'] as const

const whyNot = 'hypotheses are judged on documents of a target and of what it is compared with, held back from the comparison'

/**
 * Hypotheses from a recorded diff. Its documents are parted into halves that are the same however often it is asked; the diff runs over again
 * on the one, and labels are made and scored from it alone. The other judges. While the run lasts the documents drawn for that are reserved.
 *
 * A label that was ever made from documents that judge has met them: it is neither shown nor scored, and the latent labelled anew. Labels made
 * here stay as the run's proposals.
 *
 * Throws Failures: 'not-found'; 'stale'; 'bad-input' where the analysis is no diff, or a half is too small to tell anything.
 */
export async function hypothesesWork(
  project: ProjectReading,
  request: HypothesesRequest,
  recording: Recording | null,
): Promise<ModelWork> {
  const { recipe, lens } = analysisAgain(project, request.analysis, 'diff', whyNot)
  const diff = { ...diffInput.parse(recipe.request), lens: recipe.lensHash }
  const gathered = await gatherComparison(project, diff, [diff.target, ...diff.against])
  const { sample } = gathered
  refuseReadAnew(recipe, sample)
  const { input, labelling, labels, evidence, judges } = await prepared(project, request, diff, gathered)
  if (recording !== null) reserveDocuments(recording.project.db, recording.run, 'judging', Array.from(judges, evidence.hashOf))
  let result: Omit<HypothesesRun, 'spent'> | null = null
  const shown = Uint8Array.from(evidence.source.sets, (set) => +(set !== noSet))
  for (const place of judges) shown[place] = 1
  return {
    title: `Hypotheses on ${sample.names[0]!} against ${sample.names.slice(1).join(', ')}`,
    corpora: corporaOf(sample, shown),
    fingerprint: [
      recipe.inputs.map(({ encoding }) => encoding),
      evidence.reserved,
      countLabelVersions(project.db, sample.stored.lens),
      countLabelEvidence(project.db, sample.stored.lens),
      prompts.map((name) => promptHash(project, name)),
    ],
    parts: [
      partOf(
        `Hypotheses from ${input.latents.length} latents`,
        () => hypothesise(input),
        async ({ made, ...found }) => {
          if (recording === null) return
          const proposed = await keepProposals(recording, { lens: sample.stored, labels, labelling, evidence }, made)
          const languageModelRoute = asReported(found.languageModelRoute, recording)
          result = { ...found, languageModelRoute, proposed, analysis: request.analysis, lens, groups: sample.names }
        },
      ),
    ],
    result: () =>
      result === null || recording === null ? null : { ...result, spent: ledgerRows(recording.project.db, recording.run) },
  }
}

/** With input tokens as the endpoint reports them: those were counted by characters. */
function asReported(route: HypothesesRun['languageModelRoute'], { project, endpoint, model }: Recording) {
  const { reportedTokens, countedTokens } = usageHistory(project.db, endpoint, model)
  const reported = (cost: RouteCost) => {
    return { ...cost, inputTokens: Math.round(cost.inputTokens * inputRatio(reportedTokens, countedTokens)) }
  }
  return { ...route, propose: reported(route.propose), summarise: reported(route.summarise) }
}

type Prepared = {
  readonly input: HypothesiseInput<ScoreAnswer>
  readonly labelling: EvidenceLabelling
  /** What counted when the work began. */
  readonly labels: ReadonlyMap<number, LabelVersion>
  readonly evidence: ComparisonEvidence
  readonly judges: Uint32Array
}

async function prepared(
  project: ProjectReading,
  request: HypothesesRequest,
  diff: DiffRequest,
  gathered: GatheredComparison,
): Promise<Prepared> {
  const { sample, compared } = gathered
  const { seed } = request
  const texts = textsOfSample(project, sample, gathered.asked)
  const { unit, pair, documents } = compared
  const heldOut = holdOut({ documents, unit, pair, duplicates: texts.near, keyOf: texts.keyOf, seed })
  for (const half of [discovery, judging])
    for (let group = 0; group < compared.groups; group++)
      if (!heldOut.half.some((each, at) => each === half && compared.group[at] === group)) throw tooFew(sample.names[group]!)
  const union = diff.mode === 'union' && compared.groups > 2
  const { textOf, keyOf } = texts
  const parted = { compared, heldOut, union, textOf, keyOf, settings: request }
  const { places: judges } = drawJudging(parted)
  const tokenizer = await project.tokenizer(sample.lens)
  const evidence = comparisonEvidence(project, tokenizer, { sample, asked: gathered.asked, texts, heldOut, judges, seed })
  const labels = labelsOf(project, sample.stored)
  const label = (latent: number) => (evidence.metJudging(latent) ? null : (labels.get(latent)?.text ?? null))
  const rows = await discoveredLatents(project, diff, gathered, heldOut, label)
  const latents = chooseLatents(rows, { most: request.latents, rate: diff.rate })
  if (latents.length === 0)
    throw new Failure(
      'bad-input',
      'In the half of the documents that hypotheses are made from, no latent differs.',
      'Compare larger groups, or accept more false discoveries (--fdr).',
    )
  await evidence.prepare(latents.map(({ latent }) => latent))
  const templates = {
    label: promptOf(project, 'label'),
    relabel: promptOf(project, 'relabel'),
    detect: promptOf(project, 'detect'),
    summarise: promptOf(project, 'summarise'),
    verify: promptOf(project, 'verify'),
  }
  const { source, avoid } = evidence
  const labelling = labelByEvidence({ source, heldOut, templates, seed, avoid })
  return {
    labelling,
    labels,
    evidence,
    judges,
    input: {
      ...parted,
      latents,
      labelling,
      templates,
      sides: [sample.names[0]!, othersNamed(sample.names.slice(1), union)],
    },
  }
}

function othersNamed(names: readonly string[], union: boolean): string {
  return names.length === 1 ? names[0]! : `${union ? 'any' : 'each'} of: ${names.join('; ')}`
}

function tooFew(group: string): Failure {
  return new Failure(
    'bad-input',
    `The documents of ${group} hang together so closely that they cannot be parted into halves, one to find hypotheses and one to judge them.`,
    'Compare larger groups, or run the diff with a finer unit (--unit).',
  )
}
