import { z } from 'zod'
import { deviceChoices } from './device-names.ts'
import { mostRecentCommands, type Settings, sizeRange, startSettings, themes } from './settings.ts'

const size = z.number().int().min(sizeRange.least).max(sizeRange.most)
const commandId = z.string().min(1).max(200)
/** More threads than the machine has cores gain nothing. */
export const threadsInput = z.number().int().min(1).max(1024)

const parts = {
  theme: z.enum(themes),
  zoom: size,
  textSize: size,
  keys: z.record(commandId, z.string().max(200)),
  recentCommands: z.array(commandId).max(mostRecentCommands),
  device: z.enum(deviceChoices),
  threads: threadsInput.nullable(),
}

/** The settings that are to change, each as a whole. */
export const changeSettingsInput = z.object(parts).partial()

/** Settings from what was stored, whatever that is: each that is not what it should be is as it came. */
export function settingsIn(stored: unknown): Settings {
  const from = typeof stored === 'object' && stored !== null ? (stored as Readonly<Record<string, unknown>>) : {}
  const kept = Object.entries(parts).flatMap(([name, schema]) => {
    const parsed = schema.safeParse(from[name])
    return parsed.success ? [[name, parsed.data] as const] : []
  })
  return { ...startSettings, ...(Object.fromEntries(kept) as Partial<Settings>) }
}
