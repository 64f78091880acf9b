import { homedir } from 'node:os'
import { join } from 'node:path'

/** The one folder of this user's that all hosts share: `ETALON_HOME`, else where the operating system wants it. */
export function homeFolder(environment: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const given = environment['ETALON_HOME']
  if (given !== undefined && given !== '') return given
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Etalon')
  if (platform === 'win32') return join(environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Etalon')
  return join(environment['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'etalon')
}
