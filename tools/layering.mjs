// Holds the layering: cruises src/ and names each import that dependency-cruiser.config.mjs forbids. `npm run layering`.
import { globSync } from 'node:fs'
import { resolve } from 'node:path'
import { cruise } from 'dependency-cruiser'
import configuration, { places } from '../dependency-cruiser.config.mjs'

/**
 * What is wrong with the imports of the source tree under `root`, one line each.
 * A file that was not read, or that no row of the table speaks of, is a violation too: a check that sees nothing must not pass.
 * @param {string} root a folder with `src`, `package.json` and `node_modules`
 * @returns {Promise<{ read: number, violations: string[] }>}
 */
export async function layering(root) {
  const { forbidden = [], options = {} } = configuration
  const { output } = await cruise(['src'], { ...options, baseDir: root, validate: true, ruleSet: { forbidden } })
  if (typeof output === 'string') throw new Error(`dependency-cruiser answered in text: ${output}`)

  const read = new Set(output.modules.map(({ source }) => source))
  const files = globSync('src/**/*.{ts,tsx,mts,cts,js,mjs,cjs,jsx}', { cwd: root }).map((file) => file.replaceAll('\\', '/'))
  const unread = files.filter((file) => !read.has(file)).map((file) => `${file}: was not read`)
  const unplaced = files
    .filter((file) => !places.some((place) => new RegExp(place.files).test(file)))
    .map((file) => `${file}: lies in a folder no row of the layering speaks of`)
  const broken = output.summary.violations.map(
    ({ from, to, rule, cycle }) =>
      `${from} -> ${cycle ? cycle.map(({ name }) => name).join(' -> ') : to}: ${rule.name}: ${forbidden.find(({ name }) => name === rule.name)?.comment ?? ''}`,
  )
  return { read: files.length - unread.length, violations: [...unread, ...unplaced, ...broken] }
}

if (process.argv[1] === import.meta.filename) {
  const { read, violations } = await layering(resolve(import.meta.dirname, '..'))
  for (const violation of violations) process.stdout.write(`${violation}\n`)
  process.stdout.write(`${read} files read, ${violations.length} imports out of place\n`)
  process.exitCode = violations.length > 0 ? 1 : 0
}
