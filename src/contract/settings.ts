import type { DeviceChoice } from './device-names.ts'

/** `system` follows the operating system: light, dark, or high contrast where more contrast is asked for. */
export const themes = ['system', 'light', 'dark', 'contrast'] as const
export type Theme = (typeof themes)[number]

/** Sizes in percent: of the whole window, and of the text of documents within it. */
export const sizeRange = { least: 80, most: 200, step: 10 } as const

/** What holds for every project of this user, in every host. */
export type Settings = {
  readonly theme: Theme
  readonly zoom: number
  readonly textSize: number
  /** Keys of commands that are not as they came, by the command's id; '' takes them away. Alternatives have a space between. */
  readonly keys: Readonly<Record<string, string>>
  /** Ids of the commands run last from the palette, the newest first. */
  readonly recentCommands: readonly string[]
  /** What a reading computes on where it is not said: a device, and threads of the processor (null: one for each core). */
  readonly device: DeviceChoice
  readonly threads: number | null
}

export const startSettings: Settings = {
  theme: 'system',
  zoom: 100,
  textSize: 100,
  keys: {},
  recentCommands: [],
  device: 'auto',
  threads: null,
}

/** Commands of the palette that are remembered. */
export const mostRecentCommands = 20
