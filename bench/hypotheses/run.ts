/**
 * What hypotheses cost by way of latents, and what they cost a language model that is shown the documents themselves: calls and tokens,
 * estimated and counted.
 *
 *     node bench/hypotheses/run.ts [--target FILE --other FILE] [--latents 50] [--documents 200]
 *
 * Reads two corpora (the demo's assistants B and A) and makes hypotheses of their difference through the engine, against an endpoint on
 * this machine that goes by rules and counts; then has the same endpoint find differences in the same documents row by row, as the paper's
 * baseline does. The endpoint cuts texts as tokenizers of the GPT family do; how long its answers are is its rules' doing (`model.ts`).
 */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { diffInput } from '../../src/contract/differences.ts'
import type { HypothesesRun } from '../../src/contract/hypotheses.ts'
import { endpointSchema, type Plan } from '../../src/contract/language-models.ts'
import { modelRequest } from '../../src/contract/model-requests.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import { LanguageModelClient } from '../../src/main/engine/language-model/client.ts'
import { isFault } from '../../src/main/engine/language-model/reasons.ts'
import { finished, testEngine } from '../../test/support/demo-project.ts'
import { type Charge, openScriptedEndpoint } from '../../test/support/scripted-endpoint.ts'
import { repository } from '../peer.ts'
import { findAlone } from './alone.ts'
import { piecesOf, rulesAtLength } from './model.ts'
import { rowsOfDiscovery } from './rows.ts'

const demo = join(repository, 'resources', 'demo')
const { values } = parseArgs({
  options: {
    target: { type: 'string', default: join(demo, 'assistant-b.jsonl') },
    other: { type: 'string', default: join(demo, 'assistant-a.jsonl') },
    latents: { type: 'string', default: '50' },
    documents: { type: 'string', default: '200' },
  },
})

type Spent = { readonly calls: number; readonly inputTokens: number; readonly outputTokens: number }
const none: Spent = { calls: 0, inputTokens: 0, outputTokens: 0 }

const endpoint = await openScriptedEndpoint(rulesAtLength(), piecesOf)
const folder = mkdtempSync(join(tmpdir(), 'etalon-hypotheses-'))
try {
  await measure()
} finally {
  await endpoint.close()
  rmSync(folder, { recursive: true, force: true })
}

async function measure(): Promise<void> {
  const project = join(folder, 'project')
  mkdirSync(project)
  place(values.target, join(project, 'target.jsonl'))
  place(values.other, join(project, 'other.jsonl'))
  const engine = testEngine(folder)
  const named = endpointSchema.parse({ name: 'bench', url: endpoint.url, model: 'rules', concurrency: 2 })
  const diff = diffInput.parse({ target: { corpora: ['target'] }, against: [{ corpora: ['other'] }], limit: 1, examples: 0 })
  const latents = await byLatents(engine, project, named, diff)
  const { seed } = latents.request
  await engine.close()

  const rows = await rowsOfDiscovery(project, diff, seed)
  const client = new LanguageModelClient(named, null)
  const alone = { propose: none, summarise: none }
  const found = await findAlone(rows, {
    most: latents.request.hypotheses,
    async ask(stage, { system, user, maxOutputTokens }) {
      const messages = [
        { role: 'system', content: system },
        { role: 'user', content: user },
      ] as const
      const from = endpoint.charges.length
      const request = { messages, maxOutputTokens, temperature: 0, seed: null, json: true }
      const reply = await client.complete(request, AbortSignal.timeout(60_000))
      if (isFault(reply)) throw new Error(reply.detail)
      alone[stage] = added(alone[stage], sumOf(endpoint.charges.slice(from)))
      return reply.value.text
    },
  })
  client.close()
  report(latents, { rows: rows.length, counted: alone, hypotheses: found.length })
}

/** Copies a file of JSON Lines, unpacked. */
function place(file: string, to: string): void {
  const from = resolve(file)
  if (from.endsWith('.gz')) writeFileSync(to, gunzipSync(readFileSync(from)))
  else copyFileSync(from, to)
}

async function byLatents(
  engine: Engine,
  project: string,
  named: ReturnType<typeof endpointSchema.parse>,
  diff: ReturnType<typeof diffInput.parse>,
) {
  const { corpora, analyses, languageModels, project: projects } = engine.operations
  await projects.open({ folder: project })
  await finished(engine, await corpora.import({}))
  await finished(engine, await corpora.encode({}))
  const { analysis } = await analyses.diff(diff)
  await languageModels.saveEndpoint(named)
  const request = modelRequest.parse({
    kind: 'hypotheses',
    analysis,
    endpoint: named.name,
    latents: Number(values.latents),
    documents: Number(values.documents),
  })
  if (request.kind !== 'hypotheses') throw new Error('another request')
  const plan = await languageModels.plan({ request })
  if (endpoint.requests.length > 0) throw new Error('a plan sent something')
  const job = await languageModels.run({ request, plan: plan.id, budget: {} })
  const { result } = (await finished(engine, job)) as { readonly result: HypothesesRun }
  const counted = sumOf(endpoint.charges)
  const told = result.spent.reduce(added, none)
  if (JSON.stringify(counted) !== JSON.stringify(told)) throw new Error('the ledger is not what the endpoint charged')
  return { request, plan, result }
}

function sumOf(charges: readonly Charge[]): Spent {
  return charges.reduce((sum, { input, output }) => added(sum, { calls: 1, inputTokens: input, outputTokens: output }), none)
}

function added(a: Spent, b: Spent): Spent {
  return {
    calls: a.calls + b.calls,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
  }
}

type ByLatents = Awaited<ReturnType<typeof byLatents>>
type Alone = {
  readonly rows: number
  readonly counted: { readonly propose: Spent; readonly summarise: Spent }
  readonly hypotheses: number
}

function report({ plan, result }: ByLatents, alone: Alone): void {
  const { languageModelRoute: route, spent, hypotheses, kept, halves } = result
  const making = (stage: string) => stage !== 'verify'
  const latents = pairOf(
    plan.stages.filter(({ stage }) => making(stage)),
    spent.filter(({ stage }) => making(stage)),
  )
  const judging = pairOf(
    plan.stages.filter(({ stage }) => !making(stage)),
    spent.filter(({ stage }) => !making(stage)),
  )
  const propose = { estimated: route.propose, counted: alone.counted.propose }
  const summarise = { estimated: route.summarise, counted: alone.counted.summarise }
  const whole = { estimated: added(propose.estimated, summarise.estimated), counted: added(propose.counted, summarise.counted) }
  console.log(
    `${halves[0].documents} documents to find in, ${halves[1].documents} to judge on; ${kept.length} latents with a label that holds, ${hypotheses.length} hypotheses; the other route: ${alone.rows} rows, ${alone.hypotheses} hypotheses`,
  )
  console.log('| | calls | | tokens in | | tokens out | | estimate / count |')
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
  console.log('| | estimated | counted | estimated | counted | estimated | counted | tokens |')
  for (const { stage } of plan.stages.filter((each) => making(each.stage)))
    line(
      `latents: ${stage}`,
      pairOf(
        plan.stages.filter((each) => each.stage === stage),
        spent.filter((each) => each.stage === stage),
      ),
    )
  line('latents, together', latents)
  line('alone: row by row', propose)
  line('alone: summing up', summarise)
  line('alone, together', whole)
  line(`judging, either way (planned for ten hypotheses, ${hypotheses.length} came)`, judging)
  const each = tokensOf(whole.counted) / alone.rows
  console.log(
    `Without latents ${(tokensOf(whole.counted) / tokensOf(latents.counted)).toFixed(2)} times the tokens (estimated ${(tokensOf(whole.estimated) / tokensOf(latents.estimated)).toFixed(2)}): ${Math.round(each)} a row, against ${Math.round(tokensOf(latents.counted))} for the latents whatever the rows. Both cost the same at ${Math.round(tokensOf(latents.counted) / each)} rows.`,
  )
}

type Both = { readonly estimated: Spent; readonly counted: Spent }

function pairOf(planned: Plan['stages'], spent: HypothesesRun['spent']): Both {
  return { estimated: planned.reduce(added, none), counted: spent.reduce(added, none) }
}

function tokensOf({ inputTokens, outputTokens }: Spent): number {
  return inputTokens + outputTokens
}

function line(name: string, { estimated, counted }: Both): void {
  const cells = (['calls', 'inputTokens', 'outputTokens'] as const).flatMap((of) => [estimated[of], counted[of]])
  const ratio = (tokensOf(estimated) / tokensOf(counted)).toFixed(2)
  console.log(`| ${[name, ...cells.map((cell) => cell.toLocaleString('en')), ratio].join(' | ')} |`)
}
