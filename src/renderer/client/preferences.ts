import { create } from 'zustand'
import { type Settings, sizeRange, startSettings, themes } from '../../contract/settings.ts'

/** Where the browser keeps what the first picture needs: it is there before the engine answers. */
const kept = 'etalon.appearance'

export const keepAppearance = ({ theme, zoom, textSize }: Settings): void =>
  localStorage.setItem(kept, JSON.stringify({ theme, zoom, textSize }))

/** What holds for every project of this user, as the engine has it, and at once what was just set here. */
export const usePreferences = create<Settings>()(() => ({ ...startSettings, ...appearanceKept() }))

function appearanceKept(): Partial<Settings> {
  try {
    const { theme, zoom, textSize } = JSON.parse(localStorage.getItem(kept) ?? '{}') as Readonly<Record<string, unknown>>
    const known = themes.find((each) => each === theme)
    return {
      ...(known === undefined ? {} : { theme: known }),
      ...(isSize(zoom) ? { zoom } : {}),
      ...(isSize(textSize) ? { textSize } : {}),
    }
  } catch {
    return {}
  }
}

const isSize = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= sizeRange.least && (value as number) <= sizeRange.most
