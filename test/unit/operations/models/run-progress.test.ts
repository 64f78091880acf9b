import { expect, test } from 'vitest'
import { ask, type PlannedCall } from '../../../../src/main/engine/hypotheses/flow.ts'
import { type ModelWork, partOf, partsOf } from '../../../../src/main/engine/operations/models/model-work.ts'
import { callsEach, RunProgress } from '../../../../src/main/engine/operations/models/run-progress.ts'

const call: PlannedCall<number> = {
  stage: 'label',
  system: '',
  user: '',
  maxOutputTokens: 1,
  likelyOutputTokens: 1,
  temperature: 0,
  seed: 0,
  documents: [],
  parse: () => 1,
  standIn: 1,
}

/** Latents with as many calls as their number says. */
function workOn(latents: readonly number[], together: number): ModelWork {
  function* flow(some: readonly number[]) {
    return yield* ask(some.flatMap((latent) => Array.from({ length: latent }, () => call)))
  }
  const stored = { prepare: () => Promise.resolve() }
  return {
    title: '',
    corpora: [],
    fingerprint: null,
    ...partsOf(latents, together, stored, (some) =>
      partOf(
        'Labels',
        () => flow(some),
        () => {},
      ),
    ),
    result: () => null,
  }
}

/** What is told of a run in which every call is answered. */
async function told(work: ModelWork, each: number | null) {
  const lines: (readonly [number, number | null])[] = []
  const progress = new RunProgress({ progress: ({ done, total }) => lines.push([done, total]) }, work, each)
  for (const part of work.parts) {
    progress.begin(part)
    await part.carryOut(
      async function* (calls) {
        for (const asked of calls) {
          progress.answered()
          yield { call: asked, value: 1 }
        }
      },
      () => {
        throw new Error('nothing is embedded here')
      },
    )
    progress.end(part)
  }
  return lines
}

test('a run tells how many answers it will come to, better as it goes on', async () => {
  const latents = [2, 2, 2, 2, 2, 2, 2, 2, 4, 4, 4, 4]
  const each = await callsEach(workOn(latents, 4))
  expect(each).toBe(2)
  const lines = await told(workOn(latents, 4), each)
  expect(lines[0]).toEqual([0, 24])
  expect(lines.at(-1)).toEqual([32, 32])
  for (const [done, total] of lines) expect(done).toBeLessThanOrEqual(total!)
})

test('one piece of work is counted whole; what is not known is not told', async () => {
  const { each: _, ...whole } = workOn([3, 4], 2)
  expect(await callsEach(whole)).toBe(7)
  expect(await told({ ...workOn([3, 4], 2) }, null)).toContainEqual([3, null])
  expect(await callsEach(workOn([], 2))).toBe(null)
})
