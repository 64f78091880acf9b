type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** Whether a key press is the shortcut: `mod` is Ctrl, on a Mac Cmd; a sign that needs Shift, such as `?`, is written alone. */
export function isPressed(keys: string, pressed: Pressed, mac: boolean): boolean {
  const parts = keys.split('+')
  const key = parts.at(-1) ?? ''
  const mod = mac ? pressed.metaKey : pressed.ctrlKey
  const other = mac ? pressed.ctrlKey : pressed.metaKey
  if (other || mod !== parts.includes('mod') || pressed.altKey !== parts.includes('alt')) return false
  if (/^[a-z]$/.test(key)) return pressed.shiftKey === parts.includes('shift') && pressed.key.toLowerCase() === key
  // With Alt a Mac types other signs: the digit is then known by its place.
  if (/^\d$/.test(key)) return !pressed.shiftKey && (pressed.key === key || pressed.code === `Digit${key}`)
  return pressed.key.toLowerCase() === key && (key.length === 1 || pressed.shiftKey === parts.includes('shift'))
}

/** The shortcut as it stands on keys: `Ctrl+K`, on a Mac `⌘K`. */
export function shownKeys(keys: string, mac: boolean): readonly string[] {
  const names: Readonly<Record<string, string>> = mac
    ? { mod: '⌘', alt: '⌥', shift: '⇧', enter: '↩' }
    : { mod: 'Ctrl', alt: 'Alt', shift: 'Shift', enter: 'Enter' }
  return keys.split('+').map((part) => names[part] ?? shownKey(part))
}

function shownKey(part: string): string {
  const arrows: Readonly<Record<string, string>> = { arrowup: '↑', arrowdown: '↓', arrowleft: '←', arrowright: '→', escape: 'Esc' }
  return arrows[part] ?? (part.length === 1 ? part.toUpperCase() : part)
}

/** Whether keys typed there are text. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.closest('.monaco-editor') !== null) return true
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'range'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

export const isMac = (): boolean => /Mac|iP(hone|ad)/.test(navigator.userAgent)
