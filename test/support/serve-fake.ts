// Serves the built window over made-up results, to look at it without an engine:
// `node test/support/serve-fake.ts [--port N] [--large] [--start-page] [--new] [--root FOLDER]`
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { serveLoopback } from '../../src/main/loopback/serve-loopback.ts'
import { fakeOperations } from './fake-operations.ts'
import { largeProject, smallProject } from './fake-project.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    large: { type: 'boolean' },
    'start-page': { type: 'boolean' },
    new: { type: 'boolean' },
    root: { type: 'string', default: join(import.meta.dirname, '../../out/renderer') },
  },
})
const project = values.large === true ? largeProject() : smallProject()
if (values.new === true) {
  project.read.clear()
  for (const name of project.states.keys()) project.states.set(name, 'new')
}
const { url } = await serveLoopback({
  operations: fakeOperations(project, values['start-page'] !== true),
  root: values.root,
  port: Number(values.port),
  logBug: (error) => process.stderr.write(`${String((error as Error)?.stack ?? error)}\n`),
})
process.stdout.write(`${url}\n`)
