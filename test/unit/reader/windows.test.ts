import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitWindows } from '../../../src/main/engine/reader/windows.ts'

test('windows follow each other, fit the room, and leave no token out', () => {
  fc.assert(
    fc.property(fc.nat(2000), fc.integer({ min: 1, max: 300 }), (tokens, room) => {
      const windows = splitWindows(tokens, room)
      let next = 0
      for (const { from, to } of windows) {
        expect(from).toBe(next)
        expect(to - from).toBeGreaterThan(0)
        expect(to - from).toBeLessThanOrEqual(room)
        next = to
      }
      expect(next).toBe(tokens)
      expect(windows).toHaveLength(Math.ceil(tokens / room))
    }),
  )
})
