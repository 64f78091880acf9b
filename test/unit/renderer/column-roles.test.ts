import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  columnRoles,
  faultOf,
  mappingOf,
  roleOf,
  type Roles,
  withChannelAdded,
  withChannelNamed,
  withRole,
} from '../../../src/renderer/client/column-roles.ts'

const found: Roles = {
  channels: [
    { name: 'response', field: 'answer' },
    { name: 'prompt', field: 'question' },
  ],
  id: 'id',
  leftOut: [],
}

describe('the use of a column', () => {
  it('as the text takes the place and name of the text before, which becomes metadata', () => {
    const changed = withRole(found, 'title', 'text')
    expect(changed.channels).toEqual([
      { name: 'response', field: 'title' },
      { name: 'prompt', field: 'question' },
    ])
    expect(roleOf(changed, 'answer')).toBe('metadata')
  })

  it('as a channel is named after the column, without what a name cannot have and no name twice', () => {
    const changed = withRole(withRole(found, '__ some <b> column', 'channel'), 'response', 'channel')
    expect(changed.channels.slice(2).map(({ name }) => name)).toEqual(['some-b-column', 'response-2'])
    expect(faultOf(changed)).toBeNull()
  })

  it('of the only text leaves nothing to read, which is said', () => {
    expect(faultOf(withRole(withRole(found, 'question', 'metadata'), 'answer', 'left-out'))).toContain('holds the text')
    expect(faultOf(withChannelNamed(found, 1, 'response'))).toContain('response')
    expect(faultOf(withChannelNamed(found, 1, ''))).toContain('name')
    expect(withChannelAdded(withChannelNamed(found, 1, null), 'answer').channels[1]).toEqual({ name: 'prompt', field: 'answer' })
  })
})

test('whatever is chosen one after the other, each column has the role chosen last, and no column two', () => {
  const column = fc.constantFrom('answer', 'question', 'id', 'year', '__proto__')
  const choices = fc.array(fc.tuple(column, fc.constantFrom(...columnRoles)), { maxLength: 12 })
  fc.assert(
    fc.property(choices, (chosen) => {
      let roles = found
      for (const [name, role] of chosen) {
        roles = withRole(roles, name, role)
        // The first of the texts is the text, whatever it was chosen as.
        expect([role, role === 'channel' ? 'text' : role]).toContain(roleOf(roles, name))
        const used = [...roles.channels.map(({ field }) => field), ...(roles.id === null ? [] : [roles.id]), ...roles.leftOut]
        expect(new Set(used).size).toBe(used.length)
      }
      const { channels = {}, id, leftOut = [] } = mappingOf(roles)
      expect(Object.values(channels)).toEqual(roles.channels.map(({ field }) => field))
      expect([id, leftOut]).toEqual([roles.id, roles.leftOut])
    }),
  )
})
