import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { Plan } from '../../src/contract/language-models.ts'
import { type CommandResult, etalon } from '../support/command-line.ts'
import { runCommand } from '../support/killed-runs.ts'
import { type ReadCopy, readCopies } from '../support/read-copies.ts'
import { ruleModel } from '../support/rule-model.ts'
import { scriptedEndpoint, type ScriptedEndpoint } from '../support/scripted-endpoint.ts'

const copy = readCopies(['assistant-a'])
const is = { number: expect.any(Number) as number, text: expect.any(String) as string }

/** The command line on a copy of the read project. */
function at({ project, home }: ReadCopy) {
  const run = (...args: string[]) => etalon([...args, '--json'], { home, environment: { ETALON_KEY: '' } })
  const done = async (...args: string[]): Promise<unknown> => {
    const { code, json, stderr } = await run(...args)
    expect(code, `${args.join(' ')}: ${stderr}`).toBe(0)
    return json
  }
  return {
    run,
    done,
    addEndpoint: ({ url }: ScriptedEndpoint) =>
      done('endpoints', 'add', 'near', '--url', url, '--model', 'scripted-model', '--price', '1/4 USD', '--concurrency', '2'),
    /** Latents that labels can be made and scored for, with commas. */
    async latents(count: number): Promise<string> {
      const { latents } = (await done('latents', project, '--sort', 'latent', '--limit', '100000')) as {
        latents: readonly { latent: number; documentFrequency: number }[]
      }
      const usual = latents.filter(({ documentFrequency }) => documentFrequency > 0.25 && documentFrequency < 0.6)
      return usual
        .slice(0, count)
        .map(({ latent }) => latent)
        .join()
    },
  }
}

const errorOf = ({ code, json }: CommandResult) => [code, (json as { error: { code: string } }).error.code]

test('from an endpoint to labels and back, by commands', { timeout: 300_000 }, async () => {
  const scripted = await scriptedEndpoint(ruleModel())
  const place = copy()
  const { project } = place
  const { run, done, addEndpoint, latents } = at(place)
  expect(await done('endpoints', 'list')).toEqual({ endpoints: [] })
  const endpoint = {
    name: 'near',
    url: scripted.url,
    model: 'scripted-model',
    concurrency: 2,
    contextTokens: null,
    timeout: 120,
    price: { input: 1, output: 4, currency: 'USD' },
    keyVariable: null,
    embedding: null,
    key: null,
    local: true,
  }
  expect(await addEndpoint(scripted)).toEqual({ endpoints: [endpoint] })
  expect(errorOf(await run('labels', 'auto', project, '--endpoint', 'nowhere'))).toEqual([1, 'not-found'])
  expect(errorOf(await run('endpoints', 'add', 'x', '--url', 'ftp://x', '--model', 'm'))).toEqual([1, 'bad-input'])

  const words = ['labels', 'auto', project, '--endpoint', 'near', '--latents', await latents(3), '--gate', '0']
  const stage = { calls: is.number, answered: 0, inputTokens: is.number, outputTokens: is.number, cost: is.number }
  const { plan } = (await done(...words)) as { plan: Plan }
  expect({ plan }).toEqual({
    plan: {
      id: expect.stringMatching(/^[\da-f]{32}$/),
      endpoint: 'near',
      url: scripted.url,
      model: 'scripted-model',
      local: true,
      currency: 'USD',
      stages: [
        { stage: 'label', ...stage },
        { stage: 'score', ...stage },
      ],
      labels: null,
      sampled: null,
      minutes: null,
      corpora: expect.arrayContaining([{ corpus: 'repeats', documents: 24 }]),
      sample: { system: is.text, user: is.text },
    },
  })
  const shown = await etalon(words, place)
  expect(shown.stdout).toMatch(
    /^Nothing was sent\. This would ask scripted-model at http:\/\/127\.0\.0\.1:\d+\/v1 \(on this machine/,
  )
  expect(shown.stdout).toContain(`--confirm ${plan.id}`)
  expect(scripted.requests).toEqual([])
  expect(errorOf(await run(...words, '--confirm', '0'.repeat(32)))).toEqual([1, 'stale'])
  expect(scripted.requests).toEqual([])

  const stopped = await done(...words, '--confirm', plan.id, '--max-tokens', '4000')
  expect(stopped).toEqual({ run: 1, stopped: 'The budget was reached.', result: null, sent: true })
  const result = { labelled: 3, accepted: 3, short: 0, missing: 0 }
  expect(await done('models', 'resume', project, '1')).toEqual({ run: 1, stopped: null, result, sent: true })
  expect(await done('models', 'runs', project)).toEqual({
    runs: [
      {
        run: 1,
        kind: 'label',
        request: null,
        endpoint: 'near',
        model: 'scripted-model',
        state: 'done',
        reason: null,
        budget: {},
        job: is.number,
        startedAt: is.text,
        endedAt: is.text,
        result,
      },
    ],
  })
  const { ledger } = (await done('models', 'ledger', project, '1')) as {
    ledger: readonly { inputTokens: number; outputTokens: number }[]
  }
  const entry = { endpoint: 'near', model: 'scripted-model', calls: is.number, failed: {}, reused: is.number, estimated: false }
  const taken = { inputTokens: is.number, outputTokens: is.number, cost: is.number, currency: 'USD' }
  expect(ledger).toEqual([
    { stage: 'label', ...entry, ...taken },
    { stage: 'score', ...entry, ...taken },
  ])
  const sum = (figures: readonly number[]) => figures.reduce((total, each) => total + each, 0)
  expect(sum(ledger.map(({ inputTokens, outputTokens }) => inputTokens + outputTokens))).toBe(
    sum(scripted.charges.map(({ input, output }) => input + output)),
  )

  const [, , , , , , list = ''] = words
  const [latent = ''] = list.split(',')
  const { candidates, scores } = (await done('labels', 'proposed', project, latent)) as {
    candidates: readonly { id: number; state: string }[]
    scores: readonly unknown[]
  }
  expect(candidates).toMatchObject([{ latent: Number(latent), run: 1, state: 'accepted', author: 'scripted-model' }])
  expect(scores).toMatchObject([{ method: 'detection', judge: 'scripted-model', balancedAccuracy: is.number }])
  expect(await done('labels', 'edit', project, latent, '--text', 'mine')).toMatchObject({
    decision: { action: 'edit', label: 'mine' },
  })
  expect(await done('models', 'undo', project, '1')).toEqual({ run: 1, withdrawn: 3, kept: 0 })
  expect(await done('labels', 'undo', project)).toMatchObject({ undone: [{ latent: Number(latent), undone: true }] })

  const file = join(place.home, 'mine.md')
  const { prompt } = (await done('models', 'prompts', project, 'detect')) as { prompt: { text: string } }
  writeFileSync(file, prompt.text.replace('{{count}}', ''))
  writeFileSync(`${file}.bad`, prompt.text.replaceAll('{{count}}', ''))
  expect(await done('models', 'prompts', project, 'detect', file)).toMatchObject({ prompt: { name: 'detect', edited: true } })
  expect(errorOf(await run('models', 'prompts', project, 'detect', `${file}.bad`))).toEqual([1, 'bad-input'])
  expect(await done('models', 'prompts', project, 'detect', '--reset')).toMatchObject({ prompt: { edited: false } })
})

/** What a run leaves behind, without numbers and times. */
function left({ project }: ReadCopy): unknown {
  const db = new Database(join(project, '.etalon', 'project.sqlite'), { readonly: true })
  const all = (sql: string) => db.prepare(sql).raw().all()
  const outcome = {
    runs: all('SELECT kind, state, progress FROM model_runs'),
    candidates: all('SELECT latent, text, notes, state FROM label_candidates ORDER BY latent, text'),
    scores: all(
      'SELECT latent, method, balanced_accuracy, counts, hex(documents) FROM label_scores ORDER BY latent, method, counts',
    ),
    labels: all("SELECT latent, text, author, score FROM labels WHERE origin <> 'statistics' ORDER BY latent"),
    documents: all('SELECT latent, hex(content_hash), purpose FROM label_documents ORDER BY 1, 2'),
    answers: all('SELECT hex(hash), text FROM answers ORDER BY 1'),
  }
  db.close()
  return outcome
}

test(
  'killed at any moment and resumed, a run comes to the same, and only what was under way is paid again',
  { timeout: 300_000 },
  async () => {
    let heard = 0
    let moment = Number.POSITIVE_INFINITY
    let strike = (): void => undefined
    const well = ruleModel()
    const scripted = await scriptedEndpoint((request) => {
      if (++heard === moment) strike()
      return well(request)
    })
    const whole = copy()
    const broken = copy()
    const latents = await at(whole).latents(18)
    for (const place of [whole, broken]) await at(place).addEndpoint(scripted)
    const confirmed = async ({ project, ...place }: ReadCopy) => {
      const words = ['labels', 'auto', project, '--endpoint', 'near', '--latents', latents, '--gate', '0']
      const { plan } = (await at({ project, ...place }).done(...words)) as { plan: Plan }
      return [...words, '--confirm', plan.id]
    }
    await at(whole).done(...(await confirmed(whole)))
    const needed = heard
    expect(needed).toBeGreaterThan(40)

    heard = 0
    const begin = await confirmed(broken)
    const resume = ['models', 'resume', broken.project, '1']
    const shares = [0, 0.45, 0.9]
    for (const [kill, share] of shares.entries()) {
      moment = 1 + Math.floor(share * needed)
      const struck = new Promise<void>((resolve) => (strike = resolve))
      const { code, stderr } = await runCommand(kill === 0 ? begin : resume, broken.home, struck)
      expect(code, stderr).toBe(null)
    }
    expect(await at(broken).done('models', 'runs', broken.project)).toMatchObject({
      runs: [{ run: 1, state: 'stopped', reason: 'It was broken off.', result: null }],
    })
    expect(await at(broken).done(...resume)).toMatchObject({ run: 1, stopped: null })
    expect(left(broken)).toEqual(left(whole))
    const times = new Map<string, number>()
    for (const { raw } of scripted.charges.slice(needed)) times.set(raw, (times.get(raw) ?? 0) + 1)
    expect(times.size).toBe(needed)
    // Two requests are under way at once.
    expect(scripted.charges.length).toBeLessThanOrEqual(2 * needed + 2 * shares.length)
  },
)
