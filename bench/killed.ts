/**
 * Kills importing and reading at many seeded moments; every store that comes of it must equal that of an uninterrupted run, bit for bit.
 *
 *     npm run bench:killed -- [--kills 300] [--seed 1] [--documents 1500]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runCommand, seeded } from '../test/support/killed-runs.ts'
import { storeDigest } from '../test/support/store-digest.ts'
import { sampleTexts } from './sample-texts.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    documents: { type: 'string', default: '1500' },
  },
})
const folder = mkdtempSync(join(tmpdir(), 'etalon-killed-'))
const home = join(folder, 'home')
const lines = sampleTexts(Number(values.documents))
  .map((text, id) => `${JSON.stringify({ id, text })}\n`)
  .join('')

try {
  const whole = makeProject('whole')
  const times: number[] = []
  for (const step of steps(whole)) times.push((await runCommand(step, home)).milliseconds)
  const expected = JSON.stringify(storeDigest(join(whole, '.etalon', 'project.sqlite')))
  const random = seeded(Number(values.seed))
  let killed = 0
  for (let attempt = 0; killed < Number(values.kills); attempt++) {
    const project = makeProject(`killed-${attempt}`)
    const before = killed
    for (const [at, step] of steps(project).entries()) {
      let run = await runCommand(step, home, (times[at] ?? 1000) * (0.1 + 0.4 * random()))
      for (; run.code !== 0; run = await runCommand(step, home, (times[at] ?? 1000) * (0.1 + 0.9 * random()))) {
        if (run.code !== null) throw new Error(run.stderr)
        killed += 1
      }
    }
    const same = JSON.stringify(storeDigest(join(project, '.etalon', 'project.sqlite'))) === expected
    console.log(`store ${attempt}: ${killed - before} kills, ${same ? 'equal' : 'DIFFERENT'}`)
    if (!same) process.exitCode = 1
    rmSync(project, { recursive: true })
  }
  console.log(`${killed} kills, seed ${values.seed}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function makeProject(name: string): string {
  const project = join(folder, name)
  mkdirSync(project)
  writeFileSync(join(project, 'answers.jsonl'), lines)
  return project
}

function steps(project: string): string[][] {
  return [
    ['import', project],
    ['encode', project],
  ]
}
