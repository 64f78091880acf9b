import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { LedgerRow, Plan } from '../../src/contract/language-models.ts'
import { modelRequest } from '../../src/contract/model-requests.ts'
import { finished } from '../support/demo-project.ts'
import { runCommand, seeded } from '../support/killed-runs.ts'
import { readCopies, usualLatents } from '../support/read-copies.ts'
import { ruleModel } from '../support/rule-model.ts'
import { type Act, endpointAt, scriptedEndpoint, type SeenRequest } from '../support/scripted-endpoint.ts'

const copy = readCopies()

const latentsAsked = 200
const each = 5
const concurrency = 16

/** One request in ten meets one of these; a request to slow down holds everybody up, so that there are few. */
const faults: readonly Act[] = [
  { kind: 'status', status: 500 },
  { kind: 'answer', text: 'I would rather tell you a story.' },
  { kind: 'reset' },
  { kind: 'half', text: '{"label": "cut' },
  { kind: 'status', status: 200, body: '{"choices": [{' },
  { kind: 'answer', text: '{"description": "no label"}', usage: 'missing' },
  { kind: 'reset' },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 429, headers: { 'retry-after': '0' } },
]

const tokens = (rows: readonly Pick<LedgerRow, 'inputTokens' | 'outputTokens'>[]) =>
  rows.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0)

test(
  'a thousand labels, a tenth of the requests at fault, killed twice: none lost, none paid twice, and about as dear as was said',
  { timeout: 180_000 },
  async () => {
    const well = ruleModel()
    const random = seeded(6)
    let heard = 0
    let strike = { at: Number.POSITIVE_INFINITY, now: (): void => undefined }
    let faulty = 0
    const script = (request: SeenRequest): Act => {
      if (++heard === strike.at) strike.now()
      return random() < 0.1 ? faults[faulty++ % faults.length]! : well(request)
    }
    const scripted = await scriptedEndpoint(script)
    const place = copy()
    const engine = await place.open()
    const { languageModels } = engine.operations
    await languageModels.saveEndpoint(endpointAt(scripted.url, { concurrency }))
    const latents = await usualLatents(engine, latentsAsked + 20, 0.14)
    const plan = (of: readonly number[]) => {
      const request = modelRequest.parse({
        kind: 'label',
        endpoint: 'scripted',
        of: { latents: [...of] },
        candidates: each,
        score: false,
      })
      return languageModels.plan({ request }).then((planned) => ({ request, planned }))
    }
    // What the endpoint has shown makes an estimate a close one.
    const first = await plan(latents.slice(latentsAsked))
    await finished(engine, await languageModels.run({ request: first.request, plan: first.planned.id, budget: {} }))
    const asked = latents.slice(0, latentsAsked)
    const { planned } = await plan(asked)
    expect(planned.sampled).toMatchObject({ of: latentsAsked })
    await engine.close()

    const before = scripted.charges.length
    heard = 0
    const words = ['labels', 'auto', place.project, '--endpoint', 'scripted', '--latents', asked.join()]
    const begin = [...words, '--candidates', String(each), '--no-score', '--confirm', planned.id]
    const resume = ['models', 'resume', place.project, '2']
    const kills = 2
    for (let kill = 0; kill < kills; kill++) {
      const struck = new Promise<void>((now) => (strike = { at: heard + 1 + Math.floor(400 * random()), now }))
      const { code, stderr } = await runCommand(kill === 0 ? begin : resume, place.home, struck)
      expect(code, stderr).toBe(null)
    }
    const last = await runCommand(resume, place.home)
    expect(last.code, last.stderr).toBe(0)
    expect(faulty).toBeGreaterThan(80)

    const again = await place.open()
    const [run] = await again.operations.languageModels.runs()
    expect(run).toMatchObject({ run: 2, state: 'done', budget: {}, result: { labelled: latentsAsked, short: 0, missing: 0 } })
    const ledger = await again.operations.languageModels.ledger({ run: 2 })
    const callsIn = ({ stages }: Plan) => stages.reduce((sum, { calls }) => sum + calls, 0)
    expect(Math.abs(callsIn(planned) / (latentsAsked * each) - 1)).toBeLessThan(0.1)
    expect(Math.abs(tokens(planned.stages) / tokens(ledger) - 1)).toBeLessThan(0.1)
    await again.close()

    const db = new Database(join(place.project, '.etalon', 'project.sqlite'), { readonly: true })
    const number = (sql: string) => db.prepare(sql).pluck().get() as number
    expect(number('SELECT count(DISTINCT latent) FROM label_candidates WHERE run = 2')).toBe(latentsAsked)
    expect(number(`SELECT count(*) FROM ledger_entries WHERE run = 2 AND outcome = 'answered'`)).toBe(latentsAsked * each)
    // Of each request that was answered as a whole the ledger has one charge; what was under way at a kill may have been charged besides.
    const reported = new Map<string, number[]>()
    for (const { raw, input, output, reported: isTold } of scripted.charges.slice(before))
      if (isTold) reported.set(raw, [...(reported.get(raw) ?? []), input + output])
    const twice = [...reported.values()].filter((charges) => charges.length > 1)
    expect(twice.every((charges) => charges.length === 2)).toBe(true)
    expect(twice.length).toBeLessThanOrEqual(kills * concurrency)
    expect(number('SELECT sum(input_tokens + output_tokens) FROM ledger_entries WHERE run = 2 AND estimated = 0')).toBe(
      [...reported.values()].reduce((sum, charges) => sum + charges.at(-1)!, 0),
    )
    db.close()
  },
)
