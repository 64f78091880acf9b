import { parseArgs } from 'node:util'
import { Failure, failureIn } from '../../contract/failure.ts'
import { createEngine, type Engine, forkProcess, homeFolder } from '../engine/engine.ts'
import { type Command, commonOptions, textOption, UsageError, type Values } from './command.ts'
import { commands } from './commands.ts'
import { endWithParent } from './end-with-parent.ts'
import { resourcesFolder } from './places.ts'
import { logBug, print, progressLine, readStdin } from './terminal.ts'
import { usageOf, usage } from './usage.ts'

endWithParent()
process.exitCode = await main(process.argv.slice(2))

/** Runs one command; its exit code: 0 done, 1 cannot be met, 2 wrong usage, 3 a bug, 130 cancelled. */
async function main(argv: readonly string[]): Promise<number> {
  const [name = '', ...rest] = argv
  const asJson = argv.includes('--json')
  const command = commands.find((each) => each.name === name)
  if (command === undefined) return withoutCommand(name, asJson)
  if (rest.includes('--help') || rest.includes('-h')) return print(usageOf(command))
  let engine: Engine | null = null
  const progress = progressLine()
  try {
    const { positionals, values } = parsed(command, rest)
    const host = {
      kind: 'command line',
      resources: resourcesFolder,
      home: homeFolder(),
      startProcess: forkProcess,
      logBug,
    } as const
    const store = textOption(values, 'store')
    engine = createEngine(store === undefined ? host : { ...host, store })
    const asked = await opened(command, positionals, values, engine)
    const outcome = await command.run({
      positionals: asked.positionals,
      values: asked.values,
      engine,
      progress: progress.show,
      stdin: readStdin,
    })
    progress.end()
    if (asJson) print(JSON.stringify(outcome.json, null, 2))
    else if (outcome.text !== '') print(outcome.text)
    return 0
  } catch (error) {
    progress.end()
    return explain(error, command, asJson)
  } finally {
    await engine?.close()
  }
}

function parsed(command: Command, rest: readonly string[]): { positionals: readonly string[]; values: Values } {
  let result: { positionals: string[]; values: Values }
  try {
    result = parseArgs({ args: [...rest], options: { ...commonOptions, ...command.options }, allowPositionals: true, strict: true })
  } catch (error) {
    // After its first sentence Node advises on arguments that begin with a dash.
    throw new UsageError((error as Error).message.replace(/\. To specify[^]*$/, '.'))
  }
  const [least, most] = command.takes
  if (result.positionals.length < least || result.positionals.length > most)
    throw new UsageError(`${command.name} takes ${command.usage}`)
  return result
}

type Asked = { readonly positionals: readonly string[]; readonly values: Values }

/** Opens the project that a command works on. `read` also takes a lens in its place, `labels`, `analyses` and `models` have their action first. */
async function opened(command: Command, positionals: readonly string[], values: Values, engine: Engine): Promise<Asked> {
  if (
    command.name === 'lens' ||
    command.name === 'devices' ||
    command.name === 'endpoints' ||
    command.name === 'open' ||
    command.name === 'demo'
  )
    return { positionals, values }
  const folder = positionals[['labels', 'analyses', 'models'].includes(command.name) ? 1 : 0] ?? ''
  if (command.name === 'read') {
    const lenses = await engine.operations.project.lenses()
    if (lenses.some((lens) => lens.name === folder || lens.folder === folder))
      return { positionals, values: { ...values, lens: folder } }
  }
  await engine.operations.project.open({ folder })
  return { positionals, values }
}

function withoutCommand(name: string, asJson: boolean): number {
  if (name === '' || name === '--help' || name === '-h' || name === 'help') return print(usage())
  if (name === '--version' || name === '-v') return print(createEngine.version)
  const message = `There is no command "${name}".`
  if (asJson) print(JSON.stringify({ error: { code: 'usage', message, hint: 'etalon --help lists the commands.' } }, null, 2))
  process.stderr.write(`etalon: there is no command "${name}".\n\n${usage()}\n`)
  return 2
}

function explain(error: unknown, command: Command, asJson: boolean): number {
  if (error instanceof UsageError) {
    if (asJson) print(JSON.stringify({ error: { code: 'usage', message: error.message, hint: usageOf(command) } }, null, 2))
    process.stderr.write(`etalon: ${error.message}\n\n${usageOf(command)}\n`)
    return 2
  }
  const failure = failureIn(error) ?? outputFailure(error)
  if (failure !== null) {
    if (asJson) print(JSON.stringify({ error: failure }, null, 2))
    process.stderr.write(`etalon: ${failure.message}\n        ${failure.hint}\n`)
    return failure.code === 'cancelled' ? 130 : failure.code === 'internal' ? 3 : 1
  }
  logBug(error)
  if (asJson)
    print(
      JSON.stringify(
        {
          error: {
            code: 'bug',
            message: 'Something went wrong inside Etalon.',
            hint: 'Please report it with the lines on stderr.',
          },
        },
        null,
        2,
      ),
    )
  return 3
}

/** A file the command itself could not write. */
function outputFailure(error: unknown): ReturnType<typeof failureIn> {
  const { code, path } = error as NodeJS.ErrnoException
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return new Failure('no-permission', `${path} may not be written.`, 'Choose another place.').toValue()
  if (code === 'ENOENT' && path !== undefined)
    return new Failure('not-found', `${path} is not there.`, 'Make its folder first.').toValue()
  if (code === 'ENOSPC')
    return new Failure('disk-full', 'The disk is full.', 'Free some space and run the command again.').toValue()
  return null
}
