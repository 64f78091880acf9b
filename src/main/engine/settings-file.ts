import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import type { encodeInput } from '../../contract/corpora.ts'
import type { Settings } from '../../contract/settings.ts'
import { type changeSettingsInput, settingsIn } from '../../contract/settings-input.ts'
import { writeHomeFile } from './home-folder.ts'

/** What this user has set, from `settings.json` of the home folder; a file that is missing or damaged sets nothing. */
export async function readSettings(home: string): Promise<Settings> {
  try {
    return settingsIn(JSON.parse(await readFile(fileOf(home), 'utf8')))
  } catch {
    return settingsIn(null)
  }
}

/** Keeps what is to change; the settings then. One change waits for the one before it, so that none is lost. */
export function settingsChanger(home: string): (change: z.output<typeof changeSettingsInput>) => Promise<Settings> {
  let last: Promise<unknown> = Promise.resolve()
  return (change) => {
    const changed = last.then(async () => {
      const settings = settingsIn({ ...(await readSettings(home)), ...change })
      await writeHomeFile(fileOf(home), settings)
      return settings
    })
    last = changed.catch(() => undefined)
    return changed
  }
}

type Reading = Pick<z.output<typeof encodeInput>, 'device' | 'threads' | 'precision'>

/** A reading with the device and the threads that are set, where it does not say them itself. A precision that only one device has keeps to that. */
export async function readingAsSet<Asked extends Reading>(home: string, asked: Asked): Promise<Asked> {
  const { device, threads } = await readSettings(home)
  const isPlain = asked.precision === undefined || asked.precision === 'float32'
  return {
    ...(isPlain && device !== 'auto' ? { device } : {}),
    ...(threads === null ? {} : { threads }),
    ...asked,
  }
}

const fileOf = (home: string): string => join(home, 'settings.json')
