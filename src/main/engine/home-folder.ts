import { mkdir, rename, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { Failure } from '../../contract/failure.ts'

/** The one folder of this user's that all hosts share: `ETALON_HOME`, else where the operating system wants it. */
export function homeFolder(environment: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const given = environment['ETALON_HOME']
  if (given !== undefined && given !== '') return given
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Etalon')
  if (platform === 'win32') return join(environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Etalon')
  return join(environment['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'etalon')
}

/** Puts a value as JSON in a file's place, whole or not at all. Throws Failure 'no-permission'. */
export async function writeHomeFile(file: string, value: unknown, mode = 0o666): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode })
    await rename(draft, file)
  } catch (error) {
    throw new Failure('no-permission', `${file} could not be written.`, 'Name a folder you may write to in ETALON_HOME.', {
      cause: error,
    })
  }
}
