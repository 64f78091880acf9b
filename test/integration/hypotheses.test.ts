import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, test } from 'vitest'
import { clusterInput } from '../../src/contract/clusters.ts'
import { diffInput } from '../../src/contract/differences.ts'
import type { HypothesesRun } from '../../src/contract/hypotheses.ts'
import type { LedgerRow, Plan } from '../../src/contract/language-models.ts'
import { latentsInput } from '../../src/contract/latents.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import { harmless } from '../../src/main/engine/labels/prompts/fence.ts'
import { unmark } from '../support/unmark.ts'
import { etalon } from '../support/command-line.ts'
import { finished, repository } from '../support/demo-project.ts'
import {
  carriedOut,
  callsBy,
  type Given,
  judgedScene,
  merry,
  plain,
  readJudgedProject,
  requestFor,
} from '../support/judged-project.ts'
import { type Oracle, oracleModel } from '../support/oracle-model.ts'
import { fencedTexts } from '../support/rule-model.ts'
import type { Act, SeenRequest } from '../support/scripted-endpoint.ts'
import { suiteFolder } from '../support/temporary-folder.ts'

const base = suiteFolder()
let clustering = 0

beforeAll(async () => {
  const engine = await readJudgedProject(base)
  const { analyses } = engine.operations
  const diff = await analyses.diff(
    diffInput.parse({ target: { corpora: ['assistant-b'] }, against: [{ corpora: ['assistant-a'] }], limit: 20, examples: 0 }),
  )
  expect(diff.analysis).toBe(1)
  const found = await analyses.cluster(clusterInput.parse({ group: { corpora: ['assistant-a'] }, k: 2 }))
  clustering = found.analysis ?? 0
  await engine.close()
}, 300_000)

const scene = (script: (request: SeenRequest) => Act) => judgedScene(base, script)
const hypotheses = { kind: 'hypotheses', analysis: 1, latents: 4, hypotheses: 2, gate: 0.6 } as const

const isAnswered = ({ calls, answered }: Plan['stages'][0]) => calls === answered
const tokensIn = (rows: readonly Pick<LedgerRow, 'inputTokens' | 'outputTokens'>[]) =>
  rows.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0)

const truth: Oracle = {
  holds: (statement, text) => (statement.includes('exclaim') ? text.includes('!') : text.includes('whale')),
  sumUp: (properties) => {
    const up = properties.filter(({ shares: [first, second] }) => first > second).map(({ latent }) => latent)
    return [
      { text: 'This document exclaims', more: 'first', latents: up },
      { text: 'This document tells of whales', more: 'first', latents: up.slice(0, 1) },
    ]
  },
}

/** Of each request about labels or scores, the texts it shows without marks; and of each to the judge, the documents. */
function shownIn(requests: readonly SeenRequest[]) {
  const passages: string[] = []
  const judged = new Set<string>()
  for (const { user } of requests)
    for (const { heading, text } of fencedTexts(user)) {
      if (/^document \d/.test(heading)) judged.add(text)
      else if (/^(active )?passage/.test(heading)) passages.push(/^passage \d+$/.test(heading) ? text : unmark(text).text)
    }
  return { passages, judged }
}

const headingsIn = (requests: readonly SeenRequest[], beginning: string) =>
  requests.flatMap(({ user }) => fencedTexts(user)).filter(({ heading }) => heading.startsWith(beginning))

/** Begins a run whose budget is reached before anything is sent: what will judge is drawn, and kept for it. */
async function stoppedAtOnce(engine: Engine, given: Given = hypotheses): Promise<number> {
  const { languageModels } = engine.operations
  const request = requestFor(given)
  const plan = await languageModels.plan({ request })
  const stopped = await finished(engine, await languageModels.run({ request, plan: plan.id, budget: { tokens: 1 } }))
  expect(stopped).toMatchObject({ stopped: 'The budget was reached.', result: null })
  return (stopped as { readonly run: number }).run
}

describe('hypotheses from a diff', () => {
  test('a planted property is found and verified, a false statement is not, and what judges is shown to nobody else', async () => {
    let reserved: unknown = null
    const { scripted, engine, project } = await scene(
      oracleModel({
        ...truth,
        holds(statement, text) {
          reserved ??= reservedIn(project)
          return truth.holds!(statement, text)
        },
      }),
    )
    const request = requestFor(hypotheses)
    await engine.operations.languageModels.plan({ request })
    expect(scripted.requests).toEqual([])
    const { run, result, plan } = await carriedOut<HypothesesRun>(engine, hypotheses)

    const [found, wrong] = result.hypotheses
    expect(found).toMatchObject({ text: 'This document exclaims', direction: 'up', verified: true, target: { share: 1 } })
    expect(found!.interval[0]).toBeGreaterThan(0.5)
    expect(found!.pAdjusted).toBeLessThan(0.001)
    expect(wrong).toMatchObject({ verified: false, difference: 0, pAdjusted: 1 })
    expect(result).toMatchObject({ verificationRate: 0.5, analysis: 1, groups: ['assistant-b', 'assistant-a'], design: 'paired' })
    expect(result.kept.length).toBeGreaterThan(0)
    expect(headingsIn(scripted.requests, 'old label').length).toBeGreaterThan(0)
    expect(result.coverage).toBeGreaterThan(0.5)
    expect(reserved).toEqual([{ state: 'running', count: result.documents }])
    expect(reservedIn(project)).toEqual([{ state: 'done', count: result.documents }])

    const { passages, judged } = shownIn(scripted.requests)
    expect(passages.length).toBeGreaterThan(50)
    expect(judged.size).toBe(result.documents)
    const textsOf = (pair: number) => [plain[pair]!.text, merry[pair]!.text].map(harmless)
    const judging = [...plain.keys()].filter((pair) => textsOf(pair).some((text) => judged.has(text)))
    expect(2 * judging.length).toBe(result.documents)
    for (const passage of passages)
      expect(judging.filter((pair) => textsOf(pair).some((text) => text.includes(passage)))).toEqual([])

    // As many hypotheses came as were planned for: then the plan holds to the call.
    expect(callsBy(plan.stages)).toEqual(callsBy(result.spent))
    expect(tokensIn(result.spent)).toBe(scripted.charges.reduce((sum, { input, output }) => sum + input + output, 0))
    expect(Math.abs(tokensIn(plan.stages) / tokensIn(result.spent) - 1)).toBeLessThan(0.1)
    expect(await engine.operations.languageModels.runs()).toMatchObject([
      { run, kind: 'hypotheses', state: 'done', request: { kind: 'hypotheses', analysis: 1 } },
    ])

    const { findings } = engine.operations
    const { title, settings } = await findings.keep({ kind: 'hypothesis', run, hypothesis: 0, note: '' })
    expect(title).toMatch(/^This document exclaims: \+\d+\.0 points in assistant-b against assistant-a$/)
    expect(settings).toMatchObject({ recipe: { kind: 'diff' }, asked: { request: { kind: 'hypotheses', analysis: 1 } } })
    expect((await findings.report({ format: 'md' })).text).toMatch(
      /Verified: more than 1 point .*\n(.*\n)+.*was asked `\{"analysis":1,/,
    )
    await expect(findings.keep({ kind: 'hypothesis', run, hypothesis: 9, note: '' })).rejects.toMatchObject({ code: 'not-found' })
  })

  test('labels made on the way stay as proposals with all that they rest on, and none of it is what judges', async () => {
    const { scripted, engine, project } = await scene(oracleModel(truth))
    const { review, labels } = engine.operations
    const { run, result } = await carriedOut<HypothesesRun>(engine, hypotheses)
    const { judged } = shownIn(scripted.requests)
    const latents = [...result.kept, ...result.dropped]
    const waiting = await review.queue({ kind: 'proposed', limit: 100 })
    expect(new Set(waiting.map(({ latent }) => latent))).toEqual(new Set(latents.map(({ latent }) => latent)))
    expect(result.proposed).toBe(latents.length)
    for (const { latent, newScore } of latents) {
      const [proposed, ...others] = await review.candidates({ latent })
      expect(others).toEqual([])
      expect(proposed).toMatchObject({ run, state: 'open', author: 'scripted-model', score: { balancedAccuracy: newScore } })
      // No label changed by itself.
      expect(await labels.history({ latent })).toHaveLength(1)
      const made = await review.evidence({ candidate: proposed!.id })
      expect(made!.activating.length).toBeGreaterThan(2)
      for (const { document } of [...made!.activating, ...made!.silent]) {
        const pair = plain.findIndex(({ id }) => id === document)
        for (const { text } of [plain[pair]!, merry[pair]!]) expect(judged).not.toContain(harmless(text))
      }
    }
    // Made with the old label in view, so scored on the third set.
    expect(contextsIn(project)).toEqual(latents.map(() => ({ prompt_name: 'relabel', told: 1, scored: 'third' })))

    // Asked again for nothing but fewer hypotheses, the same labels come back from what was kept, and are not proposed again.
    const again = await carriedOut<HypothesesRun>(engine, { ...hypotheses, hypotheses: 1 })
    expect(again.result).toMatchObject({ proposed: 0, kept: result.kept })
    expect(again.plan.stages.filter(({ stage }) => stage !== 'summarise' && stage !== 'verify').every(isAnswered)).toBe(true)

    const [first] = result.kept
    const [proposed] = await review.candidates({ latent: first!.latent })
    await review.decide({ latent: first!.latent, action: 'accept', candidate: proposed!.id, flag: null })
    const [now] = await labels.history({ latent: first!.latent })
    expect(now).toMatchObject({ text: proposed!.text, origin: 'language-model', score: first!.newScore, current: true })
    expect(await review.undoRun({ run })).toMatchObject({ withdrawn: 1 })
  })

  test('what waits to judge is hidden from other labels, and from scores, until the judging is over', async () => {
    const { scripted, engine, open, project } = await scene(oracleModel(truth))
    const run = await stoppedAtOnce(engine)
    const kept = new Set(keptForJudging(project))
    expect(kept.size).toBeGreaterThan(10)
    const latents = (await engine.operations.latents.list(latentsInput.parse({ limit: 6 }))).rows.map(({ latent }) => latent)
    const relabelling = { kind: 'label', of: { latents }, relabel: true, accept: 'none' } as const
    const { result } = await carriedOut<{ readonly labelled: number }>(engine, relabelling)
    expect(result.labelled).toBe(latents.length)
    const { passages } = shownIn(scripted.requests)
    expect(passages.length).toBeGreaterThan(100)
    const hidden = [...plain, ...merry].filter(({ id }) => kept.has(id)).map(({ text }) => harmless(text))
    for (const passage of passages) expect(hidden.filter((text) => text.includes(passage))).toEqual([])

    await engine.close()
    const again = await open()
    const whole = (await finished(again, await again.operations.languageModels.resume({ run, budget: {} }))) as {
      readonly result: HypothesesRun
    }
    expect(whole.result.hypotheses.map(({ verified }) => verified)).toEqual([true, false])
    expect(keptForJudging(project)).toEqual([])
  })

  test('killed and gone on with, nothing that was answered is asked again', async () => {
    let child: ChildProcess | null = null
    let after = Infinity
    const oracle = oracleModel(truth)
    const { scripted, engine, open, project, home } = await scene((request) => {
      if (request.at === after) {
        process.kill(-child!.pid!, 'SIGKILL')
        return { kind: 'hang' }
      }
      return oracle(request)
    })
    const plan = await engine.operations.languageModels.plan({ request: requestFor(hypotheses) })
    await engine.close()
    after = Math.floor(plan.stages.reduce((sum, { calls }) => sum + calls, 0) / 2)
    const args = ['hypotheses', project, '1', '--endpoint', 'scripted', '--latents', '4', '--hypotheses', '2', '--gate', '0.6']
    child = spawn(process.execPath, [join(repository, 'src/main/cli/index.ts'), ...args, '--confirm', plan.id], {
      stdio: 'ignore',
      env: { ...process.env, ETALON_HOME: home, NODE_NO_WARNINGS: '1' },
      detached: true,
    })
    await new Promise((resolve) => child!.once('exit', resolve))
    expect(scripted.requests.length).toBeGreaterThan(after)
    after = Infinity

    const again = await open()
    const [{ run } = { run: 0 }] = await again.operations.languageModels.runs()
    expect(reservedIn(project)).toMatchObject([{ state: 'running' }])
    const { result } = (await finished(again, await again.operations.languageModels.resume({ run, budget: {} }))) as {
      readonly result: HypothesesRun
    }
    expect(result.hypotheses.map(({ verified }) => verified)).toEqual([true, false])
    expect(callsBy(result.spent.map((row) => ({ ...row, calls: row.calls - row.reused })))).toEqual(callsBy(plan.stages))
    // Under way at the kill were at most two.
    expect(scripted.requests.filter(({ repeat }) => repeat > 0).length).toBeLessThanOrEqual(2)
    expect(scripted.requests.every(({ repeat }) => repeat <= 1)).toBe(true)
    await again.close()

    const shown = await etalon(['models', 'show', project, String(run)], { home })
    expect(shown.stdout).toMatch(/yes +100\.0 %.*This document exclaims/)
    expect(shown.stdout).toMatch(/no +0\.0 %.*This document tells of whales/)
    expect(shown.stdout).toMatch(/a language model alone on \d+ rows \(estimated\)/)
    const kept = await etalon(['keep', project, 'hypothesis', '2', '--json'], { home })
    expect(kept.json).toMatchObject({
      finding: { kind: 'hypothesis', title: expect.stringContaining('tells of whales') as string },
    })
  })

  test('a label that was made from documents that judge is neither shown nor scored', async () => {
    const { scripted, engine, open, project } = await scene(oracleModel(truth))
    // By this seed the set that scores a first label has enough of both kinds.
    const given = { ...hypotheses, seed: 3, gate: 0 }
    await stoppedAtOnce(engine, given)
    await engine.close()
    markAsMakers(project, keptForJudging(project).slice(0, 1))
    const again = await open()
    const { result } = await carriedOut<HypothesesRun>(again, given)
    expect(result.kept.length).toBeGreaterThan(0)
    expect([...result.kept, ...result.dropped].filter(({ oldScore }) => oldScore !== null)).toEqual([])
    expect(headingsIn(scripted.requests, 'old label')).toEqual([])
  })

  test('documents that made a label of a latent score none of its labels', async () => {
    const { scripted, engine, open, project } = await scene(oracleModel(truth))
    await stoppedAtOnce(engine)
    await engine.close()
    const judging = new Set(keptForJudging(project))
    const makers = plain.filter(({ id }) => !judging.has(id)).slice(0, 6)
    markAsMakers(
      project,
      makers.map(({ id }) => id),
    )
    const again = await open()
    await carriedOut<HypothesesRun>(again, hypotheses)
    const passages = scripted.requests
      .flatMap(({ user }) => fencedTexts(user))
      .filter(({ heading }) => /^passage \d+$/.test(heading))
    expect(passages.length).toBeGreaterThan(0)
    const used = [...plain, ...merry].filter((row) => makers.some(({ id }) => id === row.id)).map(({ text }) => harmless(text))
    for (const { text } of passages) expect(used.filter((each) => each.includes(text))).toEqual([])
  })

  test('what cannot be judged is refused with the reason', async () => {
    const { scripted, engine, open, project } = await scene(oracleModel(truth))
    const { languageModels } = engine.operations
    await expect(languageModels.plan({ request: requestFor({ ...hypotheses, analysis: clustering }) })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('is a cluster') as string,
    })
    await expect(languageModels.plan({ request: requestFor({ kind: 'name-clusters', analysis: 1 }) })).rejects.toMatchObject({
      code: 'bad-input',
    })
    await expect(languageModels.plan({ request: requestFor({ ...hypotheses, analysis: 99 }) })).rejects.toMatchObject({
      code: 'not-found',
    })
    await engine.close()
    inStore(project, (db) => db.exec(`UPDATE analyses SET recipe = json_set(recipe, '$.etalon', '0.0.1')`))
    const again = await open()
    await expect(again.operations.languageModels.plan({ request: requestFor(hypotheses) })).rejects.toMatchObject({ code: 'stale' })
    expect(scripted.requests).toEqual([])
  })
})

/** As if every latent had a label that was made from these documents. */
function markAsMakers(project: string, ids: readonly string[]): void {
  inStore(project, (db) =>
    db
      .prepare(
        `WITH RECURSIVE latents (latent) AS (SELECT 0 UNION ALL SELECT latent + 1 FROM latents WHERE latent < 2047)
         INSERT INTO label_documents (lens, latent, content_hash, purpose)
         SELECT DISTINCT (SELECT max(lens) FROM lenses), latent, content_hash, 'making'
         FROM latents, documents WHERE id IN (SELECT value FROM json_each(?))`,
      )
      .run(JSON.stringify(ids)),
  )
}

function reservedIn(project: string): unknown {
  return inStore(project, (db) =>
    db.prepare('SELECT state, count(*) AS count FROM reserved_documents JOIN model_runs USING (run) GROUP BY run').all(),
  )
}

/** What the proposals' makers had in view, and which documents scored them, by latent. */
function contextsIn(project: string): unknown {
  return inStore(project, (db) =>
    db
      .prepare(
        `SELECT prompt_name, context_label IS NOT NULL AS told,
           (SELECT group_concat(DISTINCT purpose) FROM label_documents AS used
            WHERE used.latent = label_candidates.latent AND purpose <> 'making') AS scored
         FROM label_candidates ORDER BY latent`,
      )
      .all(),
  )
}

/** Ids of documents that a run which has not ended will judge on. */
function keptForJudging(project: string): readonly string[] {
  return inStore(project, (db) =>
    db
      .prepare<[], { readonly id: string }>(
        `SELECT DISTINCT id FROM reserved_documents JOIN model_runs USING (run) JOIN documents USING (content_hash)
         WHERE role = 'judging' AND state IN ('running', 'stopped')`,
      )
      .all()
      .map(({ id }) => id),
  )
}

function inStore<Answer>(project: string, ask: (db: Database.Database) => Answer): Answer {
  const db = new Database(join(project, '.etalon', 'project.sqlite'))
  try {
    return ask(db)
  } finally {
    db.close()
  }
}
