import fc from 'fast-check'
import { expect, test } from 'vitest'
import { labelOrigins, type LabelOrigin } from '../../../src/contract/latents.ts'
import { acceptSeen, acceptUnseen } from '../../../src/main/engine/store/label-acceptance.ts'
import { candidatesOfRun } from '../../../src/main/engine/store/label-candidates.ts'
import { addLabel, importLabels } from '../../../src/main/engine/store/label-changes.ts'
import { restoreRunLabels, setWithdrawn, withdrawRunLabels } from '../../../src/main/engine/store/label-withdrawals.ts'
import { countLabelVersions, currentLabel, currentLabels, labelHistory } from '../../../src/main/engine/store/labels.ts'
import { candidateOf, runOf } from './label-records.ts'
import { lensNumber, temporaryStore } from './temporary-store.ts'

const step = fc.oneof(
  fc.record({ text: fc.constantFrom('', 'a', 'b'), origin: fc.constantFrom(...labelOrigins) }),
  fc.record({ which: fc.nat({ max: 8 }), withdrawn: fc.boolean() }),
)

test('a withdrawn version counts as if it had never been written, and a restored one as if it had never been withdrawn', () => {
  const { db } = temporaryStore()
  let salt = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
      salt += 1
      const lens = lensNumber(db, `lens ${salt}`)
      const model: { id: number; text: string; origin: LabelOrigin; withdrawn: boolean }[] = []
      let changes = 0
      for (const each of steps) {
        if ('text' in each) {
          const { id } = addLabel(db, { lens, latent: 1, notes: '', author: 'x', ...each })
          model.push({ id, ...each, withdrawn: false })
          changes += 1
        } else {
          const target = model[each.which]
          if (target === undefined) continue
          expect(setWithdrawn(db, target.id, each.withdrawn, 'test')).toBe(target.withdrawn !== each.withdrawn)
          if (target.withdrawn !== each.withdrawn) changes += 1
          target.withdrawn = each.withdrawn
        }
      }
      const counting = model.filter((each) => !each.withdrawn)
      const current = counting.findLast((each) => each.origin === 'person') ?? counting.at(-1)
      expect(currentLabel(db, lens, 1)?.id).toBe(current?.id)
      expect([...currentLabels(db, lens).values()].map((each) => each.id)).toEqual(
        current === undefined || current.text === '' ? [] : [current.id],
      )
      const history = labelHistory(db, lens, 1)
      expect(history).toHaveLength(model.length)
      expect(history.filter((each) => each.current).map((each) => each.id)).toEqual(current === undefined ? [] : [current.id])
      expect(
        labelHistory(db, lens, 1)
          .filter((each) => each.withdrawn)
          .map((each) => each.id)
          .reverse(),
      ).toEqual(model.filter((each) => each.withdrawn).map((each) => each.id))
      expect(countLabelVersions(db, lens)).toBe(changes)
    }),
    { numRuns: 60 },
  )
})

test('all that a run wrote is withdrawn at once, and back as it was; what a person wrote stands', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  const { run } = runOf(db)
  importLabels(db, lens, [{ latent: 1, text: 'before' }], { origin: 'import', author: 'file' })
  const propose = (latent: number): number => candidateOf(db, { lens, latent, run, text: `label ${latent}` }).candidate
  for (const latent of [1, 2, 3]) acceptUnseen(db, propose(latent))
  acceptSeen(db, propose(4), { author: 'me', wording: { text: 'my own', notes: '' } })
  addLabel(db, { lens, latent: 3, text: 'mine', notes: '', origin: 'person', author: 'me' })
  propose(5)
  const elsewhere = candidateOf(db, { lens, latent: 6, text: 'of no run' }).candidate
  acceptUnseen(db, elsewhere)

  const texts = (): unknown => [...currentLabels(db, lens)].map(([latent, { text }]) => [latent, text])
  const before = texts()
  const versions = labelHistory(db, lens, 1).length
  expect(withdrawRunLabels(db, run)).toEqual({ withdrawn: 3, kept: 1 })
  expect(texts()).toEqual([
    [1, 'before'],
    [3, 'mine'],
    [4, 'my own'],
    [6, 'of no run'],
  ])
  expect(withdrawRunLabels(db, run)).toEqual({ withdrawn: 0, kept: 1 })
  expect(candidatesOfRun(db, run).map((each) => each.state)).toEqual(['withdrawn', 'withdrawn', 'withdrawn', 'edited', 'open'])
  expect(labelHistory(db, lens, 1)).toHaveLength(versions)
  expect(restoreRunLabels(db, run)).toBe(3)
  expect(restoreRunLabels(db, run)).toBe(0)
  expect(texts()).toEqual(before)
})

test('what was withdrawn can be imported again', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  const add = (): number => importLabels(db, lens, [{ latent: 1, text: 'a' }], { origin: 'import', author: 'file' })
  expect([add(), add()]).toEqual([1, 0])
  setWithdrawn(db, labelHistory(db, lens, 1)[0]?.id ?? 0, true, 'test')
  expect([add(), add()]).toEqual([1, 0])
  expect(() => db.exec('UPDATE label_withdrawals SET withdrawn = 0')).toThrow('append-only')
  expect(() => db.exec('DELETE FROM label_withdrawals')).toThrow('append-only')
})
