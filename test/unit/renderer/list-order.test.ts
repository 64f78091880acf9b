import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backInPlace } from '../../../src/renderer/client/list-order.ts'

const latents = fc.uniqueArray(fc.nat({ max: 30 }), { minLength: 1, maxLength: 12 })

test('what was taken out of a list comes back where it was, whatever was put in or taken out since', () => {
  fc.assert(
    fc.property(latents, latents, fc.nat(), (before, changes, at) => {
      const taken = before[at % before.length] ?? 0
      const left = before.filter((each) => each !== taken)
      expect(backInPlace(left, before, taken)).toEqual(before)
      expect(backInPlace(before, before, taken)).toEqual(before)
      // Others go and come at the end meanwhile.
      const since = changes.filter((each) => each !== taken)
      const kept = left.filter((each) => !since.includes(each))
      const added = since.filter((each) => !before.includes(each))
      const now = [...kept, ...added]
      const back = backInPlace(now, before, taken)
      expect(back.filter((each) => each !== taken)).toEqual(now)
      expect(back.filter((each) => before.includes(each))).toEqual(before.filter((each) => each === taken || kept.includes(each)))
    }),
  )
})
