import { expect, test } from 'vitest'
import { assignedCommands, holderOf, refusalOf } from '../../../src/renderer/client/assign-keys.ts'
import { alternatives, shortcutOf } from '../../../src/renderer/client/shortcut.ts'

const commands = assignedCommands({})
const named = (id: string, all = commands) => {
  const found = all.find((each) => each.id === id)
  if (found === undefined) throw new Error(`no command ${id}`)
  return found
}

test('no two commands that can be offered at once come with the same keys', () => {
  const clashes = commands.flatMap((command) =>
    alternatives(command.keys).flatMap((keys) => {
      const holder = holderOf(keys, command, commands)
      return holder === null ? [] : [`${command.id} and ${holder.id}: ${keys}`]
    }),
  )
  expect(clashes).toEqual([])
})

test('keys as they came are such as a press gives', () => {
  for (const { id, keys } of commands)
    for (const each of alternatives(keys)) {
      const parts = each.split('+')
      const pressed = {
        key: { plus: '+', space: ' ' }[parts.at(-1) ?? ''] ?? parts.at(-1) ?? '',
        code: '',
        ctrlKey: parts.includes('mod'),
        metaKey: false,
        altKey: parts.includes('alt'),
        shiftKey: parts.includes('shift'),
      }
      expect(shortcutOf(pressed, false), id).toBe(each)
    }
})

test('keys that are taken are refused with the name of who has them, and free once they are taken away', () => {
  expect(refusalOf('mod+j', named('latent.star'), commands, true)).toContain('Show or hide jobs')
  expect(refusalOf('e', named('latent.star'), commands, true)).toContain('Edit the label')
  // Of another screen: both can have it.
  expect(refusalOf('u', named('latent.star'), commands, true)).toBeNull()
  expect(refusalOf('s', named('latent.star'), commands, true)).toBeNull()
  const freed = assignedCommands({ jobs: '' })
  expect(refusalOf('mod+j', named('latent.star', freed), freed, true)).toBeNull()
  const moved = assignedCommands({ jobs: 'mod+shift+y' })
  expect(refusalOf('mod+shift+y', named('latent.star', moved), moved, true)).toContain('Show or hide jobs')
})

test('keys of lists, of copying, and in a browser those that it keeps are refused', () => {
  const star = named('latent.star')
  for (const keys of ['enter', 'arrowdown', 'shift+tab', 'mod+c', 'space'])
    expect(refusalOf(keys, star, commands, false), keys).not.toBeNull()
  expect(refusalOf('mod+shift+n', star, commands, true)).toContain('browser')
  expect(refusalOf('mod+shift+n', star, commands, false)).toContain('menu')
  expect(refusalOf('f9', star, commands, true)).toBeNull()
})
