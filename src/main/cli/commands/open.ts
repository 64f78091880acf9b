import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Failure } from '../../../contract/failure.ts'
import { serveLoopback } from '../../loopback/serve-loopback.ts'
import { type Command, type Invocation, numberOption, type Outcome, textOption, UsageError } from '../command.ts'
import { buildWhenStale } from '../build-when-stale.ts'
import { chooseHost } from '../choose-host.ts'
import { openBrowser } from '../open-browser.ts'
import { productFolder, rendererFolder } from '../places.ts'
import { startDesktop } from '../start-desktop.ts'
import { logBug } from '../terminal.ts'

export const openCommand: Command = {
  name: 'open',
  usage: '[project]',
  summary: 'the app on this project (without one, on the demo project)',
  options: { browser: { type: 'boolean' }, desktop: { type: 'boolean' }, port: { type: 'string' } },
  takes: [0, 1],
  async run({ values, positionals, engine }) {
    if (values['browser'] === true && values['desktop'] === true)
      throw new UsageError('open takes --browser or --desktop, not both.')
    const port = numberOption(values, 'port', { min: 0, max: 65_535 }) ?? 0
    const chosen = chooseHost({
      asked: values['browser'] === true ? 'browser' : values['desktop'] === true ? 'desktop' : null,
      environment: process.env,
      platform: process.platform,
      root: process.getuid?.() === 0,
    })
    const [folder] = positionals
    const open = () => (folder === undefined ? engine.operations.project.openDemo() : engine.operations.project.open({ folder }))
    // Also for the window: what is wrong with the folder is told here, where it was named.
    const project = await open()
    if (chosen.host === 'browser') return await serveUntilInterrupted(engine, port, chosen.why)
    await engine.close()
    const store = textOption(values, 'store')
    const refused = await startDesktop({
      productFolder,
      project: folder === undefined ? null : project.folder,
      store: store === undefined ? undefined : resolve(store),
    })
    if (refused === null) return { json: { host: 'desktop' }, text: '' }
    await open()
    return await serveUntilInterrupted(engine, port, refused)
  },
}

async function serveUntilInterrupted(engine: Invocation['engine'], port: number, why: string): Promise<Outcome> {
  await buildWindow()
  const served = await serveLoopback({ operations: engine.operations, root: rendererFolder, port, logBug })
  const say = (line: string) => process.stderr.write(`${line}\n`)
  if (why !== '') say(why)
  const project = await engine.operations.project.current()
  process.stdout.write(`Etalon on ${project?.folder ?? 'no project'}\n  ${served.url}\n`)
  if (process.env['SSH_CONNECTION'] !== undefined)
    say(`On your own machine:  ssh -L ${served.port}:127.0.0.1:${served.port} <this machine>   then open the address above.`)
  say('Ctrl-C ends it.')
  openBrowser(served.url, process.env, process.platform)
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
  await served.close()
  return { json: { host: 'browser' }, text: '' }
}

async function buildWindow(): Promise<void> {
  await buildWhenStale(productFolder, ['window'])
  if (!existsSync(join(rendererFolder, 'index.html'))) {
    throw new Failure(
      'not-found',
      `The window is missing from ${rendererFolder}.`,
      'Run npm ci && npm run build in the folder of Etalon.',
    )
  }
}
