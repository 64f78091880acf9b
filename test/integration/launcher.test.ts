import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { temporaryCheckout } from '../support/temporary-checkout.ts'

/** A command line that does what its first argument says. */
const commandLine = `
import { endWithParent } from './end-with-parent.ts'
type Typed = string
endWithParent()
const [what = '' as Typed, ...rest] = process.argv.slice(2)
if (what === 'echo') console.log(JSON.stringify({ rest, node: process.versions.node, flags: process.execArgv }))
if (what === 'exit') process.exitCode = Number(rest[0])
if (what === 'read') process.stdin.pipe(process.stdout)
if (what === 'crash') process.kill(process.pid, 'SIGSEGV')
if (what === 'count') {
  let interrupts = 0
  process.on('SIGINT', () => (interrupts += 1))
  process.on('SIGTERM', () => { console.log(interrupts); process.exit(7) })
}
if (what === 'wait' || what === 'count') { setInterval(() => undefined, 1000); console.log(process.pid) }
`

const onWindows = process.platform === 'win32'

/** A checkout of nothing but the launcher and this command line. */
function checkout(): string {
  const files = { 'package.json': '{ "type": "module" }', 'src/main/cli/index.ts': commandLine }
  return temporaryCheckout(files, ['bin/etalon.mjs', 'src/main/cli/end-with-parent.ts'])
}

function launch(
  folder: string,
  ...words: readonly string[]
): ChildProcess & { stdin: NodeJS.WritableStream; stdout: NodeJS.ReadableStream } {
  const launcher = spawn(process.execPath, [join(folder, 'bin/etalon.mjs'), ...words], { stdio: ['pipe', 'pipe', 'pipe'] })
  onTestFinished(() => void launcher.kill('SIGKILL'))
  return launcher
}

async function ended(launcher: ChildProcess): Promise<{ code: number | null; out: string; error: string }> {
  const { stdout, stderr } = launcher
  if (stdout === null || stderr === null) throw new Error('launched without pipes')
  const [code, out, error] = await Promise.all([
    new Promise<number | null>((done) => launcher.on('exit', done)),
    text(stdout),
    text(stderr),
  ])
  return { code, out, error }
}

/** The first line, which is the child's process id: by then it listens to signals. */
function childOf(launcher: ChildProcess): Promise<number> {
  return new Promise((done) => launcher.stdout?.once('data', (line: Buffer) => done(Number(line.toString()))))
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // On Linux one that has ended still answers until somebody waits for it: state Z, after the name in brackets.
    return process.platform !== 'linux' || !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}

describe('the launcher', () => {
  test('passes arguments, and starts the pinned Node quietly', async () => {
    const { code, out, error } = await ended(launch(checkout(), 'echo', 'a b', '--c', ''))
    expect({ code, error }).toEqual({ code: 0, error: '' })
    expect(JSON.parse(out)).toEqual({
      rest: ['a b', '--c', ''],
      node: process.versions.node,
      flags: ['--disable-warning=ExperimentalWarning'],
    })
  })

  test.each([0, 1, 2, 3, 130])('passes on exit code %i', async (wanted) => {
    expect((await ended(launch(checkout(), 'exit', String(wanted)))).code).toBe(wanted)
  })

  test('passes standard input through, to its end', async () => {
    const launcher = launch(checkout(), 'read')
    const sent = 'héllo 🌍\n'.repeat(20_000)
    launcher.stdin.end(sent)
    expect((await ended(launcher)).out).toBe(sent)
  })

  test('answers 130 to an interrupt', async ({ skip }) => {
    skip(onWindows, 'Windows has no signals between processes')
    const launcher = launch(checkout(), 'wait')
    const end = ended(launcher)
    const child = await childOf(launcher)
    launcher.kill('SIGINT')
    expect((await end).code).toBe(130)
    expect(isRunning(child)).toBe(false)
  })

  test('makes one interrupt of the two that a terminal causes, and passes on other signals', async ({ skip }) => {
    skip(onWindows, 'Windows has no signals between processes')
    const launcher = launch(checkout(), 'count')
    const end = ended(launcher)
    const child = await childOf(launcher)
    process.kill(child, 'SIGINT')
    launcher.kill('SIGINT')
    await new Promise((done) => setTimeout(done, 1000))
    launcher.kill('SIGINT')
    await new Promise((done) => setTimeout(done, 1000))
    launcher.kill('SIGTERM')
    const { code, out } = await end
    expect({ code, interrupts: out.trim().split('\n').at(-1) }).toEqual({ code: 7, interrupts: '2' })
  })

  test('leaves no child behind when it is killed', async () => {
    const launcher = launch(checkout(), 'wait')
    const child = await childOf(launcher)
    expect(isRunning(child)).toBe(true)
    launcher.kill('SIGKILL')
    await expect.poll(() => isRunning(child), { timeout: 20_000 }).toBe(false)
  })

  test('says how a child died that did not end by itself', async ({ skip }) => {
    skip(onWindows, 'Windows has no signals between processes')
    const { code, error } = await ended(launch(checkout(), 'crash'))
    expect({ code, error }).toEqual({ code: 139, error: 'etalon: ended by SIGSEGV\n' })
  })

  test('runs what was built where there is no source', async () => {
    const folder = temporaryCheckout({ 'package.json': '{ "type": "module" }', 'out/main/cli/index.js': "console.log('built')" }, [
      'bin/etalon.mjs',
    ])
    expect(await ended(launch(folder))).toEqual({ code: 0, out: 'built\n', error: '' })
  })

  test('says in one sentence what is missing', async () => {
    const { code, out, error } = await ended(launch(temporaryCheckout({ 'package.json': '{}' }, ['bin/etalon.mjs'])))
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(error).toMatch(/^etalon: the command line is missing from .*; run npm ci and npm run build there\.\n$/)
  })
})
