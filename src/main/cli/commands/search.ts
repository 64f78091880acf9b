import { type SearchHit, type SearchResult, searchModes } from '../../../contract/search.ts'
import { comparedText, decimalOption, groupFrom, quoteLine, scopeFrom, scopeOptions } from '../analysis-options.ts'
import { type Command, latentsOption, numberOption, textOption, UsageError, type Values } from '../command.ts'
import { modelOptions, plannedOrRun } from '../confirm-plan.ts'
import { resultText } from '../model-results.ts'
import { count, counted, inertLine } from '../text-table.ts'

const { endpoint: _, ...confirmOptions } = modelOptions

export const searchCommand: Command = {
  name: 'search',
  usage: '<project> ["query"] [--rule RULE] [--like CORPUS:ID ..]',
  summary: 'documents by property, by words, by example or by rule',
  options: {
    ...scopeOptions,
    corpus: { type: 'string', multiple: true },
    latents: { type: 'string', multiple: true },
    mode: { type: 'string' },
    rule: { type: 'string' },
    like: { type: 'string', multiple: true },
    unlike: { type: 'string', multiple: true },
    k: { type: 'string' },
    temperature: { type: 'string' },
    limit: { type: 'string' },
    'rerank-with': { type: 'string' },
    rerank: { type: 'string' },
    ...confirmOptions,
  },
  takes: [1, 2],
  async run(invocation) {
    const { positionals, values, engine } = invocation
    const { operations } = engine
    const group = await groupFrom(values, engine)
    const scope = scopeFrom(values)
    const written = textOption(values, 'rule')
    const rule = written === undefined ? undefined : (await operations.analyses.count({ ...scope, group, rule: written })).rule
    const latents = latentsOption(values)
    const examples = async (name: string) => {
      const given = values[name]
      return Promise.all((Array.isArray(given) ? (given as readonly string[]) : []).map(documentNamed))
    }
    const documentNamed = async (named: string) => {
      const at = named.indexOf(':')
      if (at < 1) throw new UsageError(`--like takes CORPUS:ID, not "${named}".`)
      const corpus = named.slice(0, at)
      const { ordinal } = await operations.documents.get({ corpus, id: named.slice(at + 1), limit: 1 })
      return { corpus, ordinal }
    }
    const search = {
      ...scope,
      group,
      query: positionals[1] ?? '',
      mode: modeFrom(values),
      ...(latents === undefined ? {} : { latents }),
      ...(rule === undefined ? {} : { rule }),
      like: await examples('like'),
      unlike: await examples('unlike'),
      k: numberOption(values, 'k', { min: 1, max: 1000 }) ?? 100,
      temperature: decimalOption(values, 'temperature', 0.001, 100) ?? 0.2,
      offset: 0,
      limit: numberOption(values, 'limit', { min: 1, max: 10_000 }) ?? 20,
    }
    const endpoint = textOption(values, 'rerank-with')
    if (endpoint !== undefined) {
      const request = { kind: 'rerank', endpoint, search, rerank: numberOption(values, 'rerank', { min: 2, max: 500 }) }
      return plannedOrRun(invocation, request, ({ result: order }) => resultText('rerank', order, []))
    }
    const result = await operations.analyses.search(search)
    return { json: result, text: textOf(result) }
  },
}

function modeFrom(values: Values): (typeof searchModes)[number] {
  const given = textOption(values, 'mode') ?? 'fused'
  const mode = searchModes.find((each) => each === given)
  if (mode === undefined) throw new UsageError(`--mode takes one of ${searchModes.join(', ')}, not "${given}".`)
  return mode
}

function textOf(result: SearchResult): string {
  const latents = result.latents
    .slice(0, 8)
    .map(({ latent, label, weight }) => inertLine(`  ${weight.toFixed(2)} ${latent} ${label ?? '(no label)'}`))
  return [
    ...result.warnings.map((warning) => `! ${warning}`),
    ...(latents.length === 0
      ? []
      : [`Latents${result.latents.length > 8 ? ` (8 of ${result.latents.length})` : ''}:`, ...latents, '']),
    ...(result.rule === null ? [] : [`Only: ${inertLine(result.rule)}`, '']),
    ...result.hits.flatMap(hitLines),
    `${counted(result.hits.length, 'hit')} of ${count(result.total)}, in ${counted(result.documents, 'document')}, lens ${result.lens}${comparedText(result.compared)}`,
  ].join('\n')
}

function hitLines(hit: SearchHit, at: number): string[] {
  const why = hit.why.slice(0, 3).map(({ latent, label }) => `${latent} ${label ?? '(no label)'}`)
  const words = [...new Set(hit.words.map(({ word }) => word))].map((word) => `“${word}”`)
  return [
    `${String(at + 1).padStart(3)}. ${quoteLine(hit.quote)}`,
    ...(why.length + words.length === 0 ? [] : [inertLine(`     ${[...words, ...why].join('; ')}`)]),
  ]
}
