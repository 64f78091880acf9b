import { expect, test } from 'vitest'
import { isPressed, shownKeys } from '../../../src/renderer/client/shortcut.ts'

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}, code = '') => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

test('shortcuts match their keys and nothing else', () => {
  expect(isPressed('mod+k', press('k', { ctrlKey: true }), false)).toBe(true)
  expect(isPressed('mod+k', press('k', { metaKey: true }), true)).toBe(true)
  expect(isPressed('mod+k', press('k', { ctrlKey: true }), true)).toBe(false)
  expect(isPressed('mod+k', press('k'), false)).toBe(false)
  expect(isPressed('mod+z', press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(false)
  expect(isPressed('mod+shift+z', press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(true)
  expect(isPressed('?', press('?', { shiftKey: true }), false)).toBe(true)
  expect(isPressed('s', press('s', { ctrlKey: true }), false)).toBe(false)
  expect(isPressed('alt+1', press('¡', { altKey: true }, 'Digit1'), true)).toBe(true)
  expect(isPressed('escape', press('Escape'), false)).toBe(true)
})

test('shortcuts are shown as they stand on the keyboard', () => {
  expect(shownKeys('mod+shift+z', false)).toEqual(['Ctrl', 'Shift', 'Z'])
  expect(shownKeys('mod+k', true)).toEqual(['⌘', 'K'])
  expect(shownKeys('arrowdown', false)).toEqual(['↓'])
})
