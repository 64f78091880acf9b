import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Seconds without a first byte, and without a further one. */
export type Patience = { readonly connect: number; readonly stall: number }

const usual: Patience = { connect: 10, stall: 20 }
const lookEvery = 250
const reasons: readonly (readonly [RegExp, string])[] = [
  [/ENOTFOUND|EAI_AGAIN/, 'its server was not found: is this machine offline?'],
  [/ECONNREFUSED|ECONNRESET|ETIMEDOUT|UND_ERR|fetch failed/, 'no connection to its server'],
  [/ENOSPC/, 'the disk is full'],
  [/EACCES|EPERM|EROFS/, 'its folder may not be written'],
  [/HTTP.?Error|status code|Response code (\d+)/i, 'its server refused'],
  [/checksum|sha256/i, 'what came was damaged'],
]

/**
 * Runs the installer of the Electron package in `folder`. Null when it came to its end; else why not, in words.
 *
 * The installer tells nothing of its progress: it is seen by how the temporary folder it is given, and the folder it unpacks into, grow.
 */
export async function fetchElectron(folder: string, patience: Patience = usual): Promise<string | null> {
  const temporary = mkdtempSync(join(tmpdir(), 'etalon-electron-'))
  const child = spawn(process.execPath, [join(folder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      TMPDIR: temporary,
      TEMP: temporary,
      TMP: temporary,
      ELECTRON_GET_NO_PROGRESS: '1',
      NODE_USE_ENV_PROXY: '1',
    },
  })
  const tidy = () => {
    child.kill()
    rmSync(temporary, { recursive: true, force: true })
  }
  process.once('exit', tidy)
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve)
    child.once('error', () => resolve(1))
  })
  const stalled = await watch(ended, patience, () => Promise.all([sizeOf(temporary), sizeOf(join(folder, 'dist'))]))
  if (stalled !== null) child.kill()
  const code = await ended
  tidy()
  process.off('exit', tidy)
  if (stalled !== null) return stalled
  if (code === 0) return null
  return reasons.find(([pattern]) => pattern.test(said))?.[1] ?? `its installer ended with code ${code}`
}

/** Tells of progress until the installer has ended; why to give up where nothing moves. Bytes: those that came, those unpacked. */
async function watch(ended: Promise<unknown>, patience: Patience, look: () => Promise<[number, number]>): Promise<string | null> {
  let isRunning = true
  const over = ended.then(() => {
    isRunning = false
  })
  const tell = progressOn(process.stderr)
  const [, before] = await look()
  let last = ''
  let hasBegun = false
  let movedAt = performance.now()
  try {
    while (isRunning) {
      const [came, unpacked] = await look()
      const now = performance.now()
      if (`${came} ${unpacked}` !== last && last !== '') {
        hasBegun = true
        movedAt = now
        tell(unpacked > before ? 'Unpacking' : 'Fetching', unpacked > before ? unpacked - before : came)
      }
      last = `${came} ${unpacked}`
      if (now - movedAt > 1000 * (hasBegun ? patience.stall : patience.connect)) {
        return hasBegun ? `nothing came for ${patience.stall} s` : `no connection within ${patience.connect} s`
      }
      let timer: NodeJS.Timeout | undefined
      await Promise.race([over, new Promise((resolve) => (timer = setTimeout(resolve, lookEvery)))])
      clearTimeout(timer)
    }
    return null
  } finally {
    tell(null, 0)
  }
}

/** One line, overwritten at a terminal; elsewhere a line every 20 MB. */
function progressOn(stream: NodeJS.WriteStream): (doing: string | null, bytes: number) => void {
  let shown = ''
  return (doing, bytes) => {
    if (doing === null) {
      if (shown !== '' && stream.isTTY) stream.write('\n')
      return
    }
    const megabytes = Math.floor(bytes / 1e6)
    const line = `${doing} Electron: ${stream.isTTY ? megabytes : megabytes - (megabytes % 20)} MB`
    if (line === shown) return
    shown = line
    stream.write(stream.isTTY ? `\r\u001b[K${line}` : `${line}\n`)
  }
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true }).catch(() => [])
  const sizes = await Promise.all(
    entries.map((entry) =>
      stat(join(folder, entry)).then(
        (found) => (found.isFile() ? found.size : 0),
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
