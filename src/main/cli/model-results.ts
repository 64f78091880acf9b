import type {
  ConditionalShare,
  HypothesesRun,
  JudgedHypothesis,
  JudgedPairRun,
  JudgedShare,
  LabelAgainstLatent,
  MeasuredPair,
  NamedClustersRun,
  RerankRun,
  RouteCost,
} from '../../contract/hypotheses.ts'
import type { EndpointSummary } from '../../contract/language-models.ts'
import type { EmbeddedLabelsRun, ModelRequestKind } from '../../contract/model-requests.ts'
import { quoteLine, small } from './analysis-options.ts'
import { count, counted, inertLine, percent, signedPercent, textTable } from './text-table.ts'

/** What a person reads of a run's result; of kinds without a text of their own the result as it is. */
export function resultText(kind: ModelRequestKind, result: unknown, endpoints: readonly EndpointSummary[]): string {
  if (result === null || result === undefined) return ''
  switch (kind) {
    case 'hypotheses':
      return hypothesesText(result as HypothesesRun, endpoints)
    case 'judge-pair':
      return pairText(result as JudgedPairRun)
    case 'name-clusters':
      return clustersText(result as NamedClustersRun)
    case 'rerank':
      return rerankText(result as RerankRun)
    case 'embed-labels':
      return embeddedText(result as EmbeddedLabelsRun)
    default:
      return JSON.stringify(result, null, 2)
  }
}

function hypothesesText(run: HypothesesRun, endpoints: readonly EndpointSummary[]): string {
  const [target = '', ...others] = run.groups
  const [discovery, judging] = run.halves
  const dropped = run.dropped.length === 0 ? '' : `; ${run.dropped.length} without a label that tells when they are present`
  return [
    inertLine(`${target} against ${others.join(', ')} (analysis ${run.analysis}, lens ${run.lens})`),
    `Found on ${counted(discovery.documents, 'document')}, judged on ${count(run.documents)} of the other ${count(judging.documents)} (${run.design}).`,
    `${counted(run.kept.length, 'latent')} with a label that holds${dropped}.`,
    ...(run.proposed === 0 ? [] : [`${counted(run.proposed, 'label')} made on the way: decide on them with etalon labels queue.`]),
    ...(run.cut === 0 ? [] : [`${counted(run.cut, 'document')} judged by the beginning only.`]),
    ...(run.summariesMissing === 0 ? [] : [`${counted(run.summariesMissing, 'summary request')} brought no answer.`]),
    '',
    run.hypotheses.length === 0 ? 'No hypothesis came of it.' : hypothesesTable(run),
    ...aliases(run.hypotheses),
    ...run.refused.map(({ text, why }) => inertLine(`Not judged (${why}): ${text}`)),
    '',
    `Verified: ${share(run.verificationRate)} of the hypotheses, by the paper's rule (more than 1 %) ${share(run.paperVerificationRate)}.`,
    `Coverage: they tell ${share(run.coverage)} of the target's documents from others; the verified ones ${share(run.verifiedCoverage)}.`,
    '',
    routesTable(run, endpoints),
  ].join('\n')
}

function hypothesesTable({ hypotheses }: HypothesesRun): string {
  return textTable(
    [
      { title: '', align: 'right' },
      { title: 'verified' },
      { title: 'target', align: 'right' },
      { title: 'others', align: 'right' },
      { title: 'difference', align: 'right' },
      { title: '95 % interval', align: 'right' },
      { title: 'p adjusted', align: 'right' },
      { title: 'missing', align: 'right' },
      { title: 'latents', width: 30 },
      { title: 'statement', width: 120 },
    ],
    hypotheses.map((each, at) => {
      const other = each.others[each.comparedWith]!
      return [
        String(at + 1),
        each.verified ? 'yes' : 'no',
        judgedShare(each.target),
        judgedShare(other),
        `${signedPercent(each.difference)} ${each.direction}`,
        `${signedPercent(each.interval[0])} ${signedPercent(each.interval[1])}`,
        small(each.pAdjusted),
        numberUnlessNone(each.target.missing + other.missing),
        each.latents.join(' '),
        each.text,
      ]
    }),
  )
}

/** Hypotheses that say the same of nearly the same documents. */
function aliases(hypotheses: readonly JudgedHypothesis[]): readonly string[] {
  return hypotheses.flatMap(({ alike }, at) => {
    const later = alike.filter((other) => other > at)
    return later.length === 0
      ? []
      : [`${at + 1} holds in nearly the same documents as ${later.map((other) => other + 1).join(', ')}.`]
  })
}

/** Cost to the hypotheses, by latents as it was and by a language model alone as estimated; judging costs either way. */
function routesTable(
  { spent, languageModelRoute: { propose, summarise, rows } }: HypothesesRun,
  endpoints: readonly EndpointSummary[],
): string {
  const price = endpoints.find(({ name }) => name === spent[0]?.endpoint)?.price ?? null
  const sumOf = (
    some: readonly { readonly calls: number; readonly inputTokens: number; readonly outputTokens: number }[],
  ): RouteCost => ({
    calls: some.reduce((sum, each) => sum + each.calls, 0),
    inputTokens: some.reduce((sum, each) => sum + each.inputTokens, 0),
    outputTokens: some.reduce((sum, each) => sum + each.outputTokens, 0),
  })
  const line = (name: string, cost: RouteCost, paid: number | null, currency: string | null | undefined) => [
    name,
    count(cost.calls),
    count(cost.inputTokens),
    count(cost.outputTokens),
    paid === null ? '' : `${paid.toFixed(4)} ${currency ?? ''}`,
  ]
  const lineOf = (name: string, of: (stage: string) => boolean) => {
    const its = spent.filter(({ stage }) => of(stage)).map((row) => ({ ...row, calls: row.calls - row.reused }))
    const priced = its.some(({ cost }) => cost !== null)
    return line(name, sumOf(its), priced ? its.reduce((sum, { cost }) => sum + (cost ?? 0), 0) : null, its[0]?.currency)
  }
  const alone = sumOf([propose, summarise])
  const wouldCost = price === null ? null : (alone.inputTokens * price.input + alone.outputTokens * price.output) / 1e6
  const reused = spent.reduce((sum, each) => sum + each.reused, 0)
  const table = textTable(
    [
      { title: 'route' },
      { title: 'answers', align: 'right' },
      { title: 'tokens in', align: 'right' },
      { title: 'tokens out', align: 'right' },
      { title: 'cost', align: 'right' },
    ],
    [
      lineOf('latents: labels, scores and summary', (stage) => stage !== 'verify'),
      line(`a language model alone on ${counted(rows, 'row')} (estimated)`, alone, wouldCost, price?.currency),
      lineOf('judging, either way', (stage) => stage === 'verify'),
    ],
  )
  return reused === 0 ? table : `${table}\n${counted(reused, 'answer')} had been paid for before and cost nothing.`
}

function pairText(pair: JudgedPairRun): string {
  const line = (name: string, holds: number) => `${name}: holds in ${count(holds)} of ${counted(pair.units, 'unit')}`
  return [
    inertLine(line(`a, ${pair.a}`, pair.holdsA)),
    inertLine(line(`b, ${pair.b}`, pair.holdsB)),
    `Both: ${count(pair.both)}.${pair.missing === 0 ? '' : ` ${counted(pair.missing, 'unit')} without an answer.`}`,
    pair.npmi === null || pair.interval === null
      ? 'One of them never holds: nothing can be said of the two together.'
      : `NPMI ${pair.npmi.toFixed(2)} (95 % interval ${pair.interval[0].toFixed(2)} to ${pair.interval[1].toFixed(2)}), p ${small(pair.pValue)}.`,
    `a where b holds: ${conditional(pair.givenB)}; b where a holds: ${conditional(pair.givenA)}.`,
    ...latentsText(pair.measured),
    ...(pair.cut === 0 ? [] : [`${counted(pair.cut, 'document')} judged by the beginning only.`]),
  ].join('\n')
}

/** How the verdicts go with the latents themselves. */
function latentsText(measured: MeasuredPair | null): readonly string[] {
  if (measured === null) return []
  const { npmi, interval, labelA, labelB } = measured
  const of = ({ present, absent }: LabelAgainstLatent) =>
    `holds in ${present.holds} of ${present.units} with its latent, in ${absent.holds} of ${absent.units} without`
  return [
    npmi === null || interval === null
      ? 'One of the latents is nowhere present in these units.'
      : `The latents in the same units: NPMI ${npmi.toFixed(2)} (95 % interval ${interval[0].toFixed(2)} to ${interval[1].toFixed(2)}).`,
    `a ${of(labelA)}; b ${of(labelB)}.`,
  ]
}

function clustersText({ clusters, accuracy, chance, analysis }: NamedClustersRun): string {
  const table = textTable(
    [
      { title: '', align: 'right' },
      { title: 'name' },
      { title: 'come back', align: 'right' },
      { title: 'holds inside', align: 'right' },
      { title: 'outside', align: 'right' },
      { title: 'judged', align: 'right' },
      { title: 'missing', align: 'right' },
      { title: 'description', width: 100 },
    ],
    clusters.map((each) => [
      String(each.cluster),
      each.name === null ? '(no answer)' : `${each.name}${each.ambiguous ? ' (a name of another cluster too)' : ''}`,
      share(each.accuracy),
      share(each.ownShare),
      share(each.othersShare),
      String(each.judged),
      numberUnlessNone(each.missing),
      each.description ?? '',
    ]),
  )
  return [
    table,
    '',
    `By the descriptions alone ${share(accuracy)} of the documents come back to their cluster; at random ${percent(chance)} would.`,
    `Take the names over with: etalon analyses name <project> ${analysis} --proposed`,
  ].join('\n')
}

function rerankText({ hits, reranked, missing }: RerankRun): string {
  return [
    ...hits.map((hit, at) => {
      const why = hit.why.slice(0, 3).map(({ latent, label }) => `${latent} ${label ?? '(no label)'}`)
      const words = [...new Set(hit.words.map(({ word }) => `“${word}”`))]
      const reasons = [...words, ...why].join('; ')
      const moved = at >= reranked ? '' : hit.compared === 0 ? 'no answer' : `was ${hit.before}, ${hit.above}/${hit.compared}`
      return `${String(at + 1).padStart(3)}. ${moved.padEnd(14)} ${quoteLine(hit.quote)}${reasons === '' ? '' : `\n     ${inertLine(reasons)}`}`
    }),
    `The first ${reranked} were put in order${missing === 0 ? '' : `; ${counted(missing, 'request')} brought no order`}. Each tells where it was, and how many of those that it was compared with it was put before.`,
  ].join('\n')
}

function judgedShare({ share: of, holds, judged }: JudgedShare): string {
  return of === null ? '-' : `${percent(of)} (${holds} of ${judged})`
}

function conditional(of: ConditionalShare | null): string {
  return of === null ? 'unknown' : `${percent(of.share)} (${percent(of.interval[0])} to ${percent(of.interval[1])})`
}

function share(of: number | null): string {
  return of === null ? 'unknown' : percent(of)
}

/** Nothing is said of none. */
function numberUnlessNone(missing: number): string {
  return missing === 0 ? '' : String(missing)
}

function embeddedText({ lens, labels, embedded, missing, reasons }: EmbeddedLabelsRun): string {
  return [
    `${count(embedded)} of ${counted(labels, 'label')} of ${lens} are embedded.`,
    ...(missing === 0 ? [] : [`${counted(missing, 'vector')} ${missing === 1 ? 'is' : 'are'} missing:`]),
    ...Object.entries(reasons).map(([reason, detail]) => inertLine(`  ${reason}${detail === '' ? '' : `: ${detail}`}`)),
  ].join('\n')
}
