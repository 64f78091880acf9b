import type { Recipe } from '../../../../contract/analyses.ts'
import { Failure, failureIn } from '../../../../contract/failure.ts'
import type { FindingEvidence } from '../../../../contract/findings.ts'
import {
  comparedName,
  type HypothesesRun,
  type JudgedHypothesis,
  type JudgedShare,
  type Verdict,
  verdictOf,
} from '../../../../contract/hypotheses.ts'
import { analysisById } from '../../store/analyses.ts'
import { lensByHash, type StoredLens } from '../../store/lenses.ts'
import { percent, points, small } from '../analyses/evidence-words.ts'
import type { ProjectReading } from '../project-reading.ts'
import { modelRun } from './runs.ts'

type Kept = {
  readonly title: string
  readonly evidence: FindingEvidence
  /** null where the difference it set out from was removed since. */
  readonly lens: StoredLens | null
  readonly recipe?: Recipe
  readonly asked: { readonly model: string; readonly request: unknown }
}

/** A hypothesis with its figures, the latents it rests on, and how it was made. Throws Failures: 'not-found', 'bad-input'. */
export function keptHypothesis(
  project: ProjectReading,
  { run: number, hypothesis: place }: { readonly run: number; readonly hypothesis: number },
): Kept {
  const { request, state, result, model } = modelRun(project, number)
  if (request?.kind !== 'hypotheses' || state !== 'done')
    throw new Failure('bad-input', `Run ${number} has brought no hypotheses.`, 'Name a run that did: etalon models runs <project>.')
  const found = result as HypothesesRun
  const hypothesis = found.hypotheses[place]
  if (hypothesis === undefined)
    throw new Failure(
      'not-found',
      `Run ${number} has no hypothesis ${place + 1}.`,
      `Look at it: etalon models show <project> ${number}.`,
    )
  const recipe = recipeOf(project, request.analysis)
  return {
    ...hypothesisEvidence(found, hypothesis, model),
    lens: recipe === null ? null : lensByHash(project.db, recipe.lensHash),
    ...(recipe === null ? {} : { recipe }),
    asked: { model, request },
  }
}

function recipeOf(project: ProjectReading, analysis: number): Recipe | null {
  try {
    return analysisById(project.db, analysis).about.recipe
  } catch (error) {
    if (failureIn(error)?.code === 'not-found') return null
    throw error
  }
}

const verdictWords: Readonly<Record<Verdict, string>> = {
  verified: 'Verified: more than 1 point in the claimed direction, with an interval that leaves out 0.',
  little: 'Not verified: by no more than 1 point in the claimed direction.',
  opposite: 'Not verified: it is the other way round.',
  uncertain: 'Not verified: it could be chance.',
  unjudged: 'Not judged: no answer came for one of the sides.',
}

/** What a judge found of a hypothesis, in sentences, and the latents it cites in a table. */
export function hypothesisEvidence(
  run: Omit<HypothesesRun, 'spent' | 'proposed'>,
  hypothesis: JudgedHypothesis,
  judge: string,
): Pick<Kept, 'title' | 'evidence'> {
  const { text, direction, target, others, comparedWith, difference, interval, bounds, pAdjusted, latents } = hypothesis
  const [first = ''] = run.groups
  const second = comparedName(run, hypothesis)
  const other = others[comparedWith]!
  const verdict = verdictOf(hypothesis)
  const missing = others.reduce((sum, each) => sum + each.missing, target.missing)
  const cited = latents.flatMap((latent) => run.kept.filter((each) => each.latent === latent))
  return {
    title: `${text}: ${verdict === 'unjudged' ? 'not judged' : points(difference)} in ${first} against ${second}`,
    evidence: {
      latent: null,
      label: null,
      labelOrigin: null,
      topTokens: [],
      frequencies: [],
      quotations: [],
      statements: [
        `Claimed: ${direction === 'up' ? 'more' : 'less'} often in ${first} than in ${second}.`,
        ...(verdict === 'unjudged'
          ? []
          : [
              `It holds in ${judged(target)} of ${first} and ${judged(other)} of ${second}: a difference of ${points(difference)} (95 % interval ${points(interval[0])} to ${points(interval[1])}), p ${small(pAdjusted)} adjusted for ${counted(run.hypotheses.length, 'hypothesis', 'hypotheses')}.`,
            ]),
        verdictWords[verdict],
        `Judged by ${judge} on ${counted(run.documents, 'document')} that were held back from finding it.`,
      ],
      warnings: [
        ...(missing === 0
          ? []
          : [
              `${counted(missing, 'judgement')} without an answer: with them the difference could be ${points(Math.min(...bounds))} to ${points(Math.max(...bounds))}.`,
            ]),
        ...(run.cut === 0 ? [] : [`${counted(run.cut, 'document')} judged by the beginning only.`]),
      ],
      table: {
        columns: ['latent', 'label', 'target', 'other', 'label’s score'],
        rows: cited.map(({ latent, label, shares, score }) => [
          String(latent),
          label,
          percent(shares[0]),
          percent(shares[1]),
          score.toFixed(2),
        ]),
      },
    },
  }
}

const judged = ({ share, holds, judged: of }: JudgedShare) => `${percent(share ?? 0)} (${holds} of ${of})`
const counted = (count: number, noun: string, several = `${noun}s`) => `${count} ${count === 1 ? noun : several}`
