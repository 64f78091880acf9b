import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { forkProcess } from '../../../src/main/engine/inference/fork-process.ts'
import { type InferenceSession, startInference, tryInference } from '../../../src/main/engine/inference/inference-client.ts'
import type { InferenceModel, SparseActivations, TokenBatch } from '../../../src/main/engine/inference/inference-model.ts'
import type { ProcessPort } from '../../../src/main/engine/inference/process-port.ts'
import { inferenceModelOf } from '../../../src/main/engine/lens/inference-model-of.ts'
import { openLens } from '../../../src/main/engine/lens/open-lens.ts'
import { suiteFolder } from '../../support/temporary-folder.ts'
import { tiny, tinyActivations, tinyResidual, tinyWeights, writeTinyLens } from '../../support/tiny-lens.ts'

const folder = suiteFolder()
const weights = tinyWeights()
let model: InferenceModel

beforeAll(async () => {
  writeTinyLens(folder)
  model = await inferenceModelOf(await openLens(folder), { device: 'cpu' })
})

async function started(threads = 2, given = model): Promise<InferenceSession> {
  const session = await startInference(forkProcess, { ...given, threads })
  onTestFinished(() => session.close())
  return session
}

/** Rows padded with a real token, which must not matter. */
function batchOf(rows: readonly (readonly number[])[]): TokenBatch {
  const sequence = Math.max(...rows.map((row) => row.length))
  const ids = Int32Array.from(rows.flatMap((row) => [...row, ...new Array<number>(sequence - row.length).fill(65)]))
  return { ids, lengths: Int32Array.from(rows, (row) => row.length), rows: rows.length, sequence }
}

const rows = [
  [tiny.bos, 10, 20, 30, 40, 50, 60],
  [tiny.bos, 200, 100],
  [tiny.bos, 84, tiny.bos, 84, 256],
]

/** What must come out, by brute force: [token, latent, value], special tokens and padding left out. */
function expected(): [number, number, number][] {
  const { sequence } = batchOf(rows)
  return rows.flatMap((ids, row) =>
    tinyActivations(weights, tinyResidual(weights, ids, 2)).flatMap((activations, position) =>
      ids[position] === tiny.bos
        ? []
        : activations.flatMap((value, latent): [number, number, number][] =>
            value > 0 ? [[row * sequence + position, latent, value]] : [],
          ),
    ),
  )
}

function entries({ token, latent, value }: SparseActivations): [number, number, number][] {
  return Array.from(token, (each, at): [number, number, number] => [each, latent[at] ?? -1, value[at] ?? -1])
}

test('reads the activations that a plain computation gives, and no special or padded token', async () => {
  const session = await started()
  expect(session.device).toBe('cpu')
  const found = entries(await session.run(batchOf(rows)))
  const wanted = expected()
  expect(wanted.length).toBeGreaterThan(50)
  expect(found.map(([token, latent]) => [token, latent])).toEqual(wanted.map(([token, latent]) => [token, latent]))
  for (const [at, [, , value]] of wanted.entries()) expect(found[at]?.[2]).toBeCloseTo(value, 4)
})

test('answers many runs at once, each with its own, the same on one lane and on several', async () => {
  const batches = Array.from({ length: 20 }, (_, index) =>
    batchOf(rows.slice(index % 3).map((row) => row.slice(0, 2 + (index % 5)))),
  )
  const [one, several] = await Promise.all([started(1), started(3)])
  const alone = await Promise.all(batches.map((batch) => one.run(batch)))
  const together = await Promise.all(batches.map((batch) => several.run(batch)))
  expect(together).toEqual(alone)
  expect(alone[1]).not.toEqual(alone[0])
})

test('rows of nothing but special tokens give nothing', async () => {
  const session = await started(1)
  expect(entries(await session.run(batchOf([[tiny.bos], [tiny.bos]])))).toEqual([])
})

test('a run the model cannot take fails alone', async () => {
  const session = await started(1)
  const bad = session.run({ ids: Int32Array.of(tiny.bos, 100_000), lengths: Int32Array.of(2), rows: 1, sequence: 2 })
  const good = session.run(batchOf(rows))
  await expect(bad).rejects.toMatchObject({
    code: 'inference-failed',
    message: expect.stringContaining('could not be run') as string,
  })
  expect(entries(await good)).toHaveLength(expected().length)
})

test('a process killed in flight fails its runs at once with what to do, and another takes over', async () => {
  let port: ProcessPort | null = null
  const session = await startInference((entry) => (port = forkProcess(entry)), model)
  const ends: string[] = []
  session.onExit((failure) => ends.push(failure.code))
  const runs = Array.from({ length: 50 }, () => session.run(batchOf(rows)))
  await runs[0]
  const settled = Promise.allSettled(runs)
  port = port as ProcessPort | null
  port?.kill()
  const rejected = (await settled).filter((each) => each.status === 'rejected')
  expect(rejected.length).toBeGreaterThan(0)
  for (const each of rejected)
    expect(each.reason).toMatchObject({ code: 'inference-failed', hint: expect.stringContaining('Read again') as string })
  await expect(session.run(batchOf(rows))).rejects.toMatchObject({ code: 'inference-failed' })
  expect(ends).toEqual(['inference-failed'])
  await session.close()
  expect(entries(await (await started()).run(batchOf(rows)))).toHaveLength(expected().length)
})

test('closing ends the process and is no failure', async () => {
  const session = await startInference(forkProcess, model)
  const ends: string[] = []
  session.onExit((failure) => ends.push(failure.code))
  await session.close()
  await session.close()
  expect(ends).toEqual([])
  await expect(session.run(batchOf(rows))).rejects.toMatchObject({ code: 'cancelled' })
})

test('a model that cannot be opened is refused in one sentence, and a process that cannot start too', async () => {
  const damaged = { ...model, graph: model.graph.slice(0, 200) }
  await expect(startInference(forkProcess, damaged)).rejects.toMatchObject({ code: 'inference-failed' })
  await expect(startInference(() => forkProcess(join(folder, 'nowhere.entry.ts')), model)).rejects.toMatchObject({
    code: 'inference-failed',
  })
})

test('a device that the runtime has not is refused with the reason, and nothing else is tried', async () => {
  const other = process.platform === 'darwin' ? 'directml' : 'coreml'
  await expect(started(1, { ...model, device: other })).rejects.toMatchObject({
    code: 'inference-failed',
    message: 'The reader could not be run: the runtime has no such device here.',
  })
})

test('a process that does not answer while opening is given up and ended', async () => {
  let port: ProcessPort | null = null
  const silent = join(folder, 'silent.mjs')
  writeFileSync(silent, 'setInterval(() => undefined, 1000)')
  const found = await tryInference(() => (port = forkProcess(silent)), model, { patience: 50 })
  expect(found).toMatchObject({ kind: 'hung', why: expect.stringMatching(/^it gave no answer within/) as string })
  await new Promise((gone) => port?.onExit(gone))
})

test('the process ends when the one that started it is killed', async ({ skip }) => {
  skip(process.platform === 'win32', 'needs /bin/ps')
  const client = join(import.meta.dirname, '../../../src/main/engine/inference')
  const script = `
    const { forkProcess } = await import(${JSON.stringify(join(client, 'fork-process.ts'))})
    forkProcess(${JSON.stringify(join(client, 'inference.entry.ts'))})
    setInterval(() => {}, 1000)`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' })
  const child = await eventually(() => processes().find((each) => each.parent === parent.pid))
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  await eventually(() => (processes().some((each) => each.pid === child.pid) ? undefined : true))
})

function processes(): { pid: number; parent: number }[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,stat='], { encoding: 'utf8' }).trim().split('\n')
  return lines.flatMap((line) => {
    const [pid, parent, state = ''] = line.trim().split(/\s+/)
    return state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent) }]
  })
}

async function eventually<Result>(look: () => Result | undefined): Promise<Result> {
  for (let tries = 0; tries < 200; tries++) {
    const found = look()
    if (found !== undefined) return found
    await new Promise((wake) => setTimeout(wake, 25))
  }
  throw new Error('it did not happen')
}
