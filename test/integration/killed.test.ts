import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { demoLines } from '../support/demo-project.ts'
import { runCommand, seeded } from '../support/killed-runs.ts'
import { storeDigest } from '../support/store-digest.ts'
import { suiteFolder } from '../support/temporary-folder.ts'

const kills = 20
const folder = suiteFolder()

/** The demo's answers many times over, each with an id of its own: long enough to be hit while importing and while reading. */
function makeProject(name: string): string {
  const project = join(folder, name)
  mkdirSync(project, { recursive: true })
  const lines = (['assistant-a', 'assistant-b'] as const).flatMap((corpus) =>
    demoLines(corpus).map((line) => JSON.parse(line) as { id: string; text: string }),
  )
  for (let copy = 0; copy < 4; copy++) {
    appendFileSync(
      join(project, 'answers.jsonl'),
      lines.map((line, at) => `${JSON.stringify({ ...line, id: `${copy}-${at}`, copy })}\n`).join(''),
    )
  }
  return project
}

const home = join(folder, 'home')
const steps = (project: string) => [
  ['import', project],
  ['encode', project, '--channel', 'text'],
]

test(
  `killed at ${kills} moments while importing and reading, the store comes to be the same, bit for bit`,
  { timeout: 300_000 },
  async () => {
    const whole = makeProject('whole')
    const times: number[] = []
    for (const step of steps(whole)) {
      const run = await runCommand(step, home)
      expect(run.stderr, step.join(' ')).not.toContain('a bug')
      expect(run.code).toBe(0)
      times.push(run.milliseconds)
    }
    const expected = storeDigest(join(whole, '.etalon', 'project.sqlite'))

    const random = seeded(20261121)
    let killed = 0
    for (let attempt = 0; killed < kills; attempt++) {
      const project = makeProject(`killed-${attempt}`)
      for (const [at, step] of steps(project).entries()) {
        // Most of an import is over before a process has started, so it is hit late; reading is hit anywhere.
        const longest = times[at] ?? 1000
        for (let done = false; !done;) {
          const moment = killed < kills ? longest * (0.15 + 0.85 * random()) : undefined
          const run = await runCommand(step, home, moment)
          done = run.code === 0
          if (run.code === null) killed += 1
          else expect(run.code, run.stderr).toBe(0)
        }
      }
      expect(storeDigest(join(project, '.etalon', 'project.sqlite')), `attempt ${attempt}`).toEqual(expected)
    }
    expect(killed).toBeGreaterThanOrEqual(kills)
  },
)
