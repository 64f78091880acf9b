type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** Shortcuts of one command: `mod+k mod+shift+p` is either. */
export const alternatives = (keys: string): readonly string[] => keys.split(' ').filter(Boolean)

/** Whether a key press is one of the shortcuts: `mod` is Ctrl, on a Mac Cmd; a sign that needs Shift, such as `?`, is written alone. */
export function isPressed(keys: string, pressed: Pressed, mac: boolean): boolean {
  const shortcut = shortcutOf(pressed, mac)
  return shortcut !== null && alternatives(keys).includes(shortcut)
}

const modifiers = ['control', 'shift', 'alt', 'meta', 'altgraph', 'capslock', 'dead', 'process', 'unidentified']
const spelt: Readonly<Record<string, string>> = { ' ': 'space', '+': 'plus' }

/** A key press as a shortcut, `mod+shift+p`; null of a modifier alone, and with the one that `mod` is not. */
export function shortcutOf(pressed: Pressed, mac: boolean): string | null {
  const [mod, other] = mac ? [pressed.metaKey, pressed.ctrlKey] : [pressed.ctrlKey, pressed.metaKey]
  const key = keyOf(pressed)
  if (other || modifiers.includes(key)) return null
  // Signs say by themselves that Shift is held.
  const shift = pressed.shiftKey && (key.length > 1 || /^[a-z]$/.test(key)) && key !== 'plus'
  return [mod ? 'mod' : '', pressed.altKey ? 'alt' : '', shift ? 'shift' : '', key].filter(Boolean).join('+')
}

/** With Alt a Mac types other signs, and so do some keyboards: letters and digits are then known by their place. */
function keyOf({ key, code, altKey }: Pressed): string {
  const [, byPlace] = /^(?:Key([A-Z])|Digit\d)$/.test(code) && altKey ? (/(.)$/.exec(code) ?? []) : []
  return byPlace === undefined ? (spelt[key] ?? key.toLowerCase()) : byPlace.toLowerCase()
}

/** The keys of one shortcut as they stand on a keyboard: `Ctrl`, `K`; on a Mac `⌘`, `K`. */
export function shownKeys(keys: string, mac: boolean): readonly string[] {
  const names: Readonly<Record<string, string>> = mac
    ? { mod: '⌘', alt: '⌥', shift: '⇧', enter: '↩' }
    : { mod: 'Ctrl', alt: 'Alt', shift: 'Shift', enter: 'Enter' }
  return keys.split('+').map((part) => names[part] ?? shownKey(part))
}

const named: Readonly<Record<string, string>> = {
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  escape: 'Esc',
  delete: 'Delete',
  backspace: 'Backspace',
  pageup: 'PageUp',
  pagedown: 'PageDown',
  home: 'Home',
  end: 'End',
  tab: 'Tab',
  space: 'Space',
  plus: '+',
}

function shownKey(part: string): string {
  return named[part] ?? (part.length === 1 || /^f\d+$/.test(part) ? part.toUpperCase() : part)
}

/** Whether a shortcut runs its command also while a text is being typed: only those that a text field itself has no use for. */
export function firesInText(keys: string): boolean {
  if (/^(mod\+)?(shift\+)?f\d+$/.test(keys)) return true
  return (keys.includes('mod+') && !/\+(a|c|v|x|z|y|arrow\w+|home|end|backspace|delete)$/.test(keys)) || /^alt\+\w$/.test(keys)
}

/** Whether keys typed there are text. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.closest('.monaco-editor') !== null) return true
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'range'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

export const isMac = (): boolean => /Mac|iP(hone|ad)/.test(navigator.userAgent)
