import type { ComponentProps, ReactNode } from 'react'
import type { HypothesesRun } from '../../../contract/hypotheses.ts'
import { counted, formatMoney } from '../../client/model-words.ts'
import { Facts } from '../../widgets/facts.tsx'
import { formatCount, formatShare } from '../../widgets/format-numbers.ts'
import { hypothesesGuide } from './guide.ts'
import type { RouteFigures, Routes } from './hypothesis-words.ts'

type Props = {
  readonly result: HypothesesRun
  /** Judgements without an answer. */
  readonly missing: number
  readonly routes: Routes
}

/** What holds for all hypotheses of a run together. */
export function HypothesesFacts({ result, missing, routes }: Props): ReactNode {
  const { hypotheses, kept, dropped } = result
  return (
    <Facts
      label="The hypotheses"
      facts={[
        ...(hypotheses.length === 0 ? [] : judgedFacts(result, missing)),
        {
          name: 'Latents',
          value: `${formatCount(kept.length)} of ${formatCount(kept.length + dropped.length)}`,
          tip: 'Latents that got a label good enough to build on, of those that were tried',
        },
        {
          name: 'Cost to find',
          value: `${amount(routes.found, routes.currency)}; a model alone about ${amount(routes.alone, routes.currency)}`,
          tip: 'What labels, scores and the summary were charged, and what a language model reading the documents without latents is estimated to take. Judging comes on top, either way',
        },
      ]}
      guide={hypothesesGuide}
    />
  )
}

function judgedFacts(result: HypothesesRun, missing: number): ComponentProps<typeof Facts>['facts'] {
  const { hypotheses, halves, documents, cut, coverage, verifiedCoverage, paperVerificationRate } = result
  const [discovery, judging] = halves
  const ofAll = (count: number) => `${formatCount(count)} of ${formatCount(hypotheses.length)}`
  return [
    {
      name: 'Verified',
      value: ofAll(hypotheses.filter((each) => each.verified).length),
      tip: 'More than 1 point in the claimed direction, with a 95 % interval that leaves out 0',
    },
    {
      name: 'by the paper’s rule',
      value: ofAll(Math.round((paperVerificationRate ?? 0) * hypotheses.length)),
      tip: 'More than 1 point in the claimed direction, whatever the interval',
    },
    {
      name: 'Coverage',
      value: coverage === null ? 'not known' : formatShare(coverage),
      tip: 'Documents of the target that a hypothesis tells from their counterpart: it holds in the one and not in the other',
    },
    {
      name: 'of the verified',
      value: verifiedCoverage === null ? 'not known' : formatShare(verifiedCoverage),
      tip: 'The same by verified hypotheses alone',
    },
    {
      name: 'Judged on',
      value: counted(documents, 'document'),
      tip: [
        `Found on ${counted(discovery.documents, 'document')}, judged on ${formatCount(documents)} of the other ${formatCount(judging.documents)}.`,
        cut === 0 ? '' : `Of these, ${formatCount(cut)} by the beginning only.`,
      ]
        .filter(Boolean)
        .join(' '),
    },
    ...(missing === 0
      ? []
      : [
          {
            name: 'Missing',
            value: `${formatCount(missing)} of ${formatCount(hypotheses.length * documents)}`,
            tip: 'Judgements without an answer',
          },
        ]),
  ]
}

const amount = ({ cost, inputTokens, outputTokens }: RouteFigures, currency: string | null): string =>
  cost === null ? `${formatCount(inputTokens + outputTokens)} tokens` : formatMoney(cost, currency)
