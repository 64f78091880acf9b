import fc from 'fast-check'
import { expect, test } from 'vitest'
import { labelOrigins, type LabelOrigin } from '../../../src/contract/latents.ts'
import { addLabel, importLabels, revertLabel } from '../../../src/main/engine/store/label-changes.ts'
import { labelSources } from '../../../src/main/engine/store/label-sources.ts'
import { currentLabel, currentLabels, labelHistory, standingLabels } from '../../../src/main/engine/store/labels.ts'
import { failureOf, lensNumber, temporaryStore } from './temporary-store.ts'
import { addLabels } from '../../support/add-labels.ts'

type Version = { readonly latent: number; readonly text: string; readonly origin: LabelOrigin }

const latent = fc.integer({ min: 0, max: 3 })
const step = fc.oneof(
  fc.record({
    kind: fc.constant('add' as const),
    latent,
    text: fc.constantFrom('', 'a', 'b'),
    origin: fc.constantFrom(...labelOrigins),
  }),
  fc.record({ kind: fc.constant('revert' as const), which: fc.nat({ max: 20 }) }),
  fc.record({ kind: fc.constant('import' as const), latent, text: fc.constantFrom('a', 'b') }),
)

/** What should count, by the rule as it is said: the newest a person wrote, otherwise the newest. */
function current(versions: readonly Version[], of: number): Version | undefined {
  const own = versions.filter((version) => version.latent === of)
  return own.findLast((version) => version.origin === 'person') ?? own.at(-1)
}

test('labels behave as a list that only grows', () => {
  const { db } = temporaryStore()
  let salt = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
      salt += 1
      const lens = lensNumber(db, `lens ${salt}`)
      const model: (Version & { id: number })[] = []
      const ids = (): unknown =>
        db.prepare('SELECT label_id, latent, text, origin FROM labels WHERE lens = ? ORDER BY label_id').all(lens)
      for (const each of steps) {
        const before = ids() as unknown[]
        if (each.kind === 'add') {
          const { id } = addLabel(db, { lens, ...each, notes: '', author: 'x' })
          model.push({ id, latent: each.latent, text: each.text, origin: each.origin })
        } else if (each.kind === 'revert') {
          const target = model[each.which]
          if (target === undefined) continue
          const version = revertLabel(db, target.id, { author: 'me' })
          const number = model.filter((one) => one.latent === target.latent && one.id <= target.id).length
          expect(version).toMatchObject({
            current: true,
            text: target.text,
            origin: 'person',
            change: `reverted to version ${number}`,
          })
          model.push({ id: version.id, latent: target.latent, text: target.text, origin: 'person' })
        } else {
          const last = model.findLast((one) => one.latent === each.latent && one.origin === 'import')
          const added = importLabels(db, lens, [each], { origin: 'import', author: 'x' })
          expect(added).toBe(last?.text === each.text ? 0 : 1)
          if (added === 1)
            model.push({
              id: labelHistory(db, lens, each.latent)[0]?.id ?? -1,
              latent: each.latent,
              text: each.text,
              origin: 'import',
            })
        }
        // Whatever was there before is there still, unchanged.
        expect((ids() as unknown[]).slice(0, before.length)).toEqual(before)
      }
      const expected = [0, 1, 2, 3].flatMap((of) => {
        const version = current(model, of)
        return version === undefined || version.text === '' ? [] : [[of, version.text, version.origin]]
      })
      const now = currentLabels(db, lens)
      expect([...now].map(([of, label]) => [of, label.text, label.origin])).toEqual(expected)
      for (const of of [0, 1, 2, 3]) {
        expect(currentLabel(db, lens, of)?.text).toBe(current(model, of)?.text)
        const history = labelHistory(db, lens, of)
        expect(history.map((each) => each.text)).toEqual(
          model
            .filter((each) => each.latent === of)
            .map((each) => each.text)
            .reverse(),
        )
        expect(history.filter((each) => each.current)).toHaveLength(history.length === 0 ? 0 : 1)
      }
    }),
    { numRuns: 60 },
  )
})

test('no statement changes or deletes a label', () => {
  const { db } = temporaryStore()
  addLabel(db, { lens: lensNumber(db), latent: 1, text: 'x', notes: 'why', origin: 'person', author: 'me' })
  expect(() => db.exec(`UPDATE labels SET text = 'y'`)).toThrow('append-only')
  expect(() => db.exec('DELETE FROM labels')).toThrow('append-only')
  expect(() => db.exec('DELETE FROM lenses')).toThrow('FOREIGN KEY')
})

test('a request sent twice is carried out once', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  const label = { lens, latent: 1, text: 'x', notes: '', origin: 'person', author: 'me', requestId: 'r1' } as const
  const first = addLabel(db, label)
  expect(addLabel(db, { ...label, text: 'changed since' })).toEqual(first)
  const reverted = revertLabel(db, first.id, { author: 'me', requestId: 'r2' })
  expect(revertLabel(db, first.id, { author: 'me', requestId: 'r2' })).toEqual(reverted)
  expect(labelHistory(db, lens, 1)).toHaveLength(2)
})

test('reverting to what never was is refused in a sentence', () => {
  const { db } = temporaryStore()
  expect(failureOf(() => revertLabel(db, 99, { author: 'me' }))).toMatchObject({ code: 'not-found' })
})

test('many versions are written in their order, with what their file says of them, all or none', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  const label = { lens, latent: 1, notes: '', origin: 'import', author: 'file' } as const
  const source = { scoreMethod: 'detection', examples: ['two and <<three>>'] }
  const nothing = { scoreMethod: null, examples: [] }
  addLabels(db, [
    { ...label, text: 'older' },
    { ...label, text: 'newer', score: 0.5, source },
    { ...label, text: 'b', latent: 2, source: nothing },
  ])
  expect(labelHistory(db, lens, 1).map((each) => each.text)).toEqual(['newer', 'older'])
  const id = currentLabel(db, lens, 1)?.id ?? 0
  expect([...labelSources(db, lens)]).toEqual([[id, source]])
  expect(() =>
    addLabels(db, [
      { ...label, text: 'c' },
      { ...label, text: 'd', lens: 99 },
    ]),
  ).toThrow('FOREIGN KEY')
  expect(labelHistory(db, lens, 1)).toHaveLength(2)
})

test('a label that a person withdrew still stands, without words', () => {
  const { db } = temporaryStore()
  const lens = lensNumber(db)
  addLabel(db, { lens, latent: 1, text: 'x', notes: '', origin: 'import', author: 'file' })
  addLabel(db, { lens, latent: 1, text: '', notes: '', origin: 'person', author: 'me' })
  expect(currentLabels(db, lens).size).toBe(0)
  expect(standingLabels(db, lens).get(1)).toMatchObject({ text: '', origin: 'person' })
})
