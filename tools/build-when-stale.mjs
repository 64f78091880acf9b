// Builds the window, and for the desktop host Electron's own bundles, when what they are made of has changed since.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

/** What each part is made of, and where it goes. */
const parts = {
  window: { sources: ['src/renderer', 'src/contract'], output: 'out/renderer', title: 'window' },
  desktop: { sources: ['src/main', 'src/preload', 'src/contract'], output: 'out/main', title: 'desktop host' },
}

/** Builds the renderer into out/renderer when it is missing or stale; says so in one line, through `say`. @param {(line: string) => void} [say] */
export async function buildWindowWhenStale(say) {
  await buildWhenStale('window', say)
}

/** Builds Electron's main process and preload into out/main and out/preload when missing or stale. @param {(line: string) => void} [say] */
export async function buildDesktopWhenStale(say) {
  await buildWhenStale('desktop', say)
}

/** @param {keyof typeof parts} part @param {(line: string) => void} say */
async function buildWhenStale(part, say = (line) => process.stderr.write(`${line}\n`)) {
  const { sources, output, title } = parts[part]
  if (!existsSync(join(root, sources[0] ?? ''))) return
  const stamp = join(root, output, '.built-from')
  const state = stateOf([...sources, 'package-lock.json', 'electron.vite.config.ts'])
  const built = existsSync(stamp) ? readFileSync(stamp, 'utf8') : null
  if (built === state) return
  say(`Building the ${title}${built === null ? ' (first start only)' : ''}…`)
  rmSync(stamp, { force: true })
  await electronViteBuild(part, title)
  writeFileSync(stamp, state)
}

/** A hash of every file's path, size and time of change below the given paths. @param {readonly string[]} paths */
function stateOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths) {
    const files = statSync(join(root, path)).isDirectory() ? globSync(`${path}/**/*`, { cwd: root }).sort() : [path]
    for (const file of files) {
      const { size, mtimeMs } = statSync(join(root, file))
      hash.update(`${file} ${size} ${mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}

/** In a process of its own: the bundler's memory and its threads go with it. @param {keyof typeof parts} part @param {string} title @returns {Promise<void>} */
function electronViteBuild(part, title) {
  const child = spawn(
    process.execPath,
    [join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build', '--logLevel', 'warn'],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ETALON_BUILD_PART: part },
    },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  return new Promise((done, refuse) => {
    child.on('error', refuse)
    child.on('exit', (code) => (code === 0 ? done() : refuse(new Error(`The ${title} could not be built:\n${output}`))))
  })
}

if (process.argv[1] === import.meta.filename) {
  try {
    await buildDesktopWhenStale()
    await buildWindowWhenStale()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}
