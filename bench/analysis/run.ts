/**
 * All benches of the analyses, one after the other, each beside its peer.
 *
 *     npm run bench:analysis -- [--interp-embed FOLDER] [--python PYTHON] [--densities 150,1000] [--only diff,correlate,cluster,search]
 *
 * FOLDER is a clone of github.com/nickjiang2378/interp-embed; without it the others still run.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    'interp-embed': { type: 'string' },
    python: { type: 'string' },
    densities: { type: 'string', default: '150,1000' },
    only: { type: 'string', default: 'diff,correlate,cluster,search,planted,axes' },
  },
})
const clone = values['interp-embed']
const python = values.python === undefined ? [] : ['--python', values.python]
const benches: Readonly<Record<string, readonly string[]>> = {
  diff: [...python, '--densities', values.densities, ...(clone === undefined ? [] : ['--interp-embed', clone])],
  correlate: [
    ...python,
    ...values.densities.split(',').flatMap((density) => ['--present', density]),
    ...(clone === undefined ? [] : ['--clone', clone]),
  ],
  cluster: [...python, '--densities', values.densities],
  search: [],
  planted: [],
  axes: [],
}
for (const bench of values.only.split(',')) {
  const args = benches[bench]
  if (args === undefined) throw new Error(`no bench ${bench}; there are: ${Object.keys(benches).join(', ')}`)
  console.log(`\n== ${bench}`)
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${bench}.ts`), ...args], { stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
