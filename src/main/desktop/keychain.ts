import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { safeStorage } from 'electron'
import { Failure } from '../../contract/failure.ts'
import { type Host, writeHomeFile } from '../engine/engine.ts'

type Keys = ReadonlyMap<string, string>

/**
 * Keys of endpoints, each encrypted with a secret of the system keychain, as base64 by the endpoint's name in `keys.json` of the home folder.
 * Without that secret the file says nothing but names. A key that this keychain cannot decrypt counts as none.
 */
export function systemKeychain(home: string): NonNullable<Host['secrets']> {
  const file = join(home, 'keys.json')
  /** One change after the other, so that none overwrites another's. */
  let changing: Promise<void> = Promise.resolve()

  async function change(name: string, secret: string | null): Promise<void> {
    const kept = secret === null ? null : await encrypted(secret)
    const keys = new Map(await readKeys(file))
    if (kept === null && !keys.delete(name)) return
    if (kept !== null) keys.set(name, kept)
    await writeHomeFile(file, Object.fromEntries(keys), 0o600)
  }
  return {
    async get(name) {
      const kept = (await readKeys(file)).get(name)
      return kept === undefined || !(await isAvailable()) ? null : decrypted(kept)
    },
    set(name, secret) {
      const changed = changing.then(() => change(name, secret))
      changing = changed.catch(() => undefined)
      return changed
    },
  }
}

/** Without a keyring Linux encrypts with a password that everybody knows: that protects nothing. */
async function isAvailable(): Promise<boolean> {
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return false
  return safeStorage.isAsyncEncryptionAvailable()
}

async function encrypted(secret: string): Promise<string> {
  if (!(await isAvailable()))
    throw new Failure(
      'unsupported',
      'This system offers no keychain in which the key would be safe.',
      'Start Etalon with the key in the environment variable ETALON_KEY, or in the one that the endpoint names.',
    )
  return (await safeStorage.encryptStringAsync(secret)).toString('base64')
}

async function decrypted(kept: string): Promise<string | null> {
  try {
    return (await safeStorage.decryptStringAsync(Buffer.from(kept, 'base64'))).result
  } catch {
    return null
  }
}

/** A file that is damaged holds no keys: they are set again. */
async function readKeys(file: string): Promise<Keys> {
  try {
    const entries = Object.entries(JSON.parse(await readFile(file, 'utf8')) as object)
    return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
  } catch {
    return new Map()
  }
}
