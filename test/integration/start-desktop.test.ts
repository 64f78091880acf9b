import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { electronBinary } from '../../src/main/cli/electron-binary.ts'
import { runWindow } from '../../src/main/cli/run-window.ts'
import { startDesktop } from '../../src/main/cli/start-desktop.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

beforeEach(({ skip }) => skip(process.platform === 'win32', 'a script cannot stand in for electron.exe'))
beforeEach(() => {
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', '')
  onTestFinished(() => void vi.unstubAllEnvs())
})

/** A product folder whose Electron is a script (null: not fetched), and whose installer is another. */
function product(electron: string | null, installer = 'process.exit(1)'): string {
  const package_ = 'node_modules/electron'
  const folder = temporaryFolder({
    'package.json': '{"type": "module"}',
    [`${package_}/package.json`]: '{"name": "electron", "version": "0.0.0"}',
    [`${package_}/install.js`]: installer,
    ...(electron === null ? {} : { [`${package_}/path.txt`]: 'electron', [`${package_}/dist/electron`]: script(electron) }),
  })
  if (electron !== null) chmodSync(join(folder, package_, 'dist/electron'), 0o755)
  return folder
}

const script = (code: string) => `#!${process.execPath}\n${code}\n`
const binaryOf = (folder: string) => join(folder, 'node_modules/electron/dist/electron')
const start = (productFolder: string) => startDesktop({ productFolder, project: '/some/project', store: undefined })

/** What is written to stderr from here on. */
function stderrLines(): () => string {
  const spy = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  onTestFinished(() => spy.mockRestore())
  return () => spy.mock.calls.map(([text]) => String(text)).join('')
}

test('a missing binary that cannot be fetched is one sentence', async () => {
  const offline = product(
    null,
    "console.error('TypeError: fetch failed\\n    at fetch (x.js:1)\\n  cause: getaddrinfo ENOTFOUND github.com'); process.exit(1)",
  )
  expect(await start(offline)).toBe(
    'Electron, which makes the desktop window, could not be fetched (its server was not found: is this machine offline?). Etalon opens in your browser instead.',
  )
  expect(await start(temporaryFolder({ 'package.json': '{}' }))).toBe(
    'Electron, which makes the desktop window, is not installed. Etalon opens in your browser instead.',
  )
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', '/nowhere')
  expect(await start(offline)).toMatch(/^There is no Electron in \/nowhere, .* Etalon opens in your browser instead\.$/)
})

test('an installer that connects to nothing, or stops half way, is given up', async () => {
  const silent = product(null, 'setInterval(() => {}, 1000)')
  expect(await electronBinary(silent, { connect: 0.5, stall: 20 })).toEqual({
    missing: expect.stringContaining('(no connection within 0.5 s)'),
  })
  const stalling = product(
    null,
    "setTimeout(() => require('fs').writeFileSync(require('path').join(process.env.TMPDIR, 'part'), 'x'.repeat(1000)), 400); setInterval(() => {}, 1000)".replaceAll(
      'require(',
      'process.getBuiltinModule(',
    ),
  )
  const said = stderrLines()
  expect(await electronBinary(stalling, { connect: 20, stall: 0.5 })).toEqual({
    missing: expect.stringContaining('(nothing came for 0.5 s)'),
  })
  expect(said()).toContain('Fetching Electron: 0 MB')
})

test('what the installer fetched is used, and its temporary files go', async () => {
  const fetching = `
    const { writeFileSync, mkdirSync, chmodSync } = process.getBuiltinModule('node:fs')
    const { join } = process.getBuiltinModule('node:path')
    writeFileSync(join(process.env.TMPDIR, 'archive'), 'x'.repeat(1e6))
    writeFileSync(join(__dirname, 'temporary.txt'), process.env.TMPDIR)
    mkdirSync(join(__dirname, 'dist'))
    writeFileSync(join(__dirname, 'dist', 'electron'), 'the binary')
    writeFileSync(join(__dirname, 'path.txt'), 'electron')`
  const folder = product(null, fetching)
  expect(await electronBinary(folder)).toEqual({ path: binaryOf(folder) })
  expect(existsSync(readFileSync(join(folder, 'node_modules/electron/temporary.txt'), 'utf8'))).toBe(false)
})

test.each([
  [
    "console.error('[0101/000000.1:FATAL:setuid_sandbox_host.cc(163)] The SUID sandbox helper binary was found, but is not configured correctly.\\n#0 0x55 base::debug'); process.exit(133)",
    'its sandbox cannot work on this system',
  ],
  [
    "console.error('electron: error while loading shared libraries: libgtk-3.so.0: cannot open'); process.exit(127)",
    'the system lacks a library it needs',
  ],
  ['process.exit(3)', 'it ended early, code 3'],
  ["process.kill(process.pid, 'SIGKILL')", 'it ended early, SIGKILL'],
])('an early exit is one sentence: %#', async (code, reason) => {
  const said = stderrLines()
  expect(await start(product(code))).toBe(`The desktop window could not start: ${reason}. Etalon opens in your browser instead.`)
  expect(said()).toBe('')
})

test('a window that does not come up is ended, and only then given up', async () => {
  const folder = product(
    "process.getBuiltinModule('node:fs').writeFileSync(process.argv[2] + '/pid', String(process.pid)); setInterval(() => {}, 1000)",
  )
  expect(await runWindow(binaryOf(folder), folder, {}, 1)).toBe('it was not ready after 1 s')
  expect(() => process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 0)).toThrow('ESRCH')
})

test('once it is ready, it is waited for until it is closed; what it says passes then', async () => {
  const said = stderrLines()
  const code = `
    const { writeFileSync } = process.getBuiltinModule('node:fs')
    writeFileSync(process.argv[2] + '/told', JSON.stringify([process.env.ETALON_PROJECT, process.env.ELECTRON_RUN_AS_NODE ?? null]))
    console.error('[1:ERROR:chromium] noise')
    setTimeout(() => console.log('etalon: ready'), 300)
    setTimeout(() => { console.error('[1:ERROR:chromium] more'); writeFileSync(process.argv[2] + '/closed', '') }, 800)`
  const folder = product(code)
  vi.stubEnv('ELECTRON_RUN_AS_NODE', '1')
  expect(await start(folder)).toBeNull()
  expect(existsSync(join(folder, 'closed'))).toBe(true)
  expect(JSON.parse(readFileSync(join(folder, 'told'), 'utf8'))).toEqual(['/some/project', null])
  expect(said()).toBe('[1:ERROR:chromium] more\n')
})

test('a window that ends badly after it was ready is said to have', async () => {
  const said = stderrLines()
  expect(
    await start(product("console.log('etalon: ready'); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 200)")),
  ).toBeNull()
  expect(said()).toBe('The window ended unexpectedly (SIGKILL). What was committed is kept.\n')
})
