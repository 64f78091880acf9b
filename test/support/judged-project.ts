import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { z } from 'zod'
import type { Plan } from '../../src/contract/language-models.ts'
import { type ModelRequest, modelRequest } from '../../src/contract/model-requests.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import { copyDemo, demoLines, finished, testEngine } from './demo-project.ts'
import { type Act, endpointAt, scriptedEndpoint, type SeenRequest } from './scripted-endpoint.ts'
import { temporaryFolder } from './temporary-folder.ts'

type Row = { readonly id: string; readonly text: string; readonly prompt: string }
export const plain = demoLines('assistant-a').map((line) => JSON.parse(line) as Row)
/** The planted property: the same answers, exclaimed. */
export const merry = plain.map((row) => ({ ...row, text: `${row.text.replaceAll(/[.;]/g, '!')} Hooray!` }))

/** Reads a project in `base` whose corpora are the plain answers (assistant-a) and the merry ones (assistant-b). */
export async function readJudgedProject(base: string): Promise<Engine> {
  const project = copyDemo(base)
  writeFileSync(join(project, 'assistant-b.jsonl'), merry.map((row) => JSON.stringify(row)).join('\n'))
  const engine = testEngine(base)
  await engine.operations.project.open({ folder: project })
  await finished(engine, await engine.operations.corpora.import({}))
  await finished(engine, await engine.operations.corpora.encode({}))
  return engine
}

/** A copy of what was read in `base`, with an endpoint that answers by a script. */
export async function judgedScene(base: string, script: (request: SeenRequest) => Act) {
  const folder = temporaryFolder()
  cpSync(base, folder, { recursive: true })
  const scripted = await scriptedEndpoint(script)
  const project = join(folder, 'project')
  const open = async () => {
    const engine = testEngine(folder)
    onTestFinished(() => engine.close())
    await engine.operations.project.open({ folder: project })
    return engine
  }
  const engine = await open()
  await engine.operations.languageModels.saveEndpoint(
    endpointAt(scripted.url, { price: { input: 1, output: 4, currency: 'USD' }, concurrency: 2 }),
  )
  return { scripted, project, home: join(folder, 'home'), open, engine }
}

/** A request to the scripted endpoint. */
export type Given =
  z.input<typeof modelRequest> extends infer Each ? (Each extends unknown ? Omit<Each, 'endpoint'> : never) : never
export const requestFor = (given: Given): ModelRequest => modelRequest.parse({ ...given, endpoint: 'scripted' })

/** Plans a request, confirms it, and waits for what comes of it. */
export async function carriedOut<Result>(
  engine: Engine,
  given: Given,
): Promise<{ readonly run: number; readonly result: Result; readonly plan: Plan }> {
  const { languageModels } = engine.operations
  const request = requestFor(given)
  const plan = await languageModels.plan({ request })
  const done = await finished(engine, await languageModels.run({ request, plan: plan.id, budget: {} }))
  return { ...(done as { readonly run: number; readonly result: Result }), plan }
}

/** How many calls there are of each stage, of a plan or a ledger. */
export const callsBy = (rows: readonly { readonly stage: string; readonly calls: number }[]): Record<string, number> =>
  Object.fromEntries(rows.map(({ stage, calls }) => [stage, calls]))
