import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { redoAct, undoAct, useActs } from '../../../src/renderer/client/acts.ts'
import { beginNewTab, endNewTab, useDesk } from '../../../src/renderer/client/desk-state.ts'
import {
  allTabs,
  type Desk,
  deskSplit,
  groupFocused,
  startDesk,
  tabAtWork,
  tabClosed,
  tabCopied,
  tabMoved,
  tabReopened,
  tabShown,
  tabStepped,
} from '../../../src/renderer/client/desk.ts'
import { restoreDesk, storedDesk } from '../../../src/renderer/client/restore-desk.ts'
import { createTabState } from '../../../src/renderer/client/tab-state.ts'
import { clearTabStates } from '../../../src/renderer/client/tab-state-registry.ts'
import { parted, startView } from '../../../src/renderer/client/view.ts'
import { desk, viewOf, workbench } from '../../../src/renderer/client/workbench.ts'

const ids = ({ groups }: Desk) => groups.map(({ tabs }) => tabs.map(({ id }) => id))

beforeEach(() => {
  clearTabStates()
  useActs.setState({ done: [], undone: [] })
  useDesk.setState({ ...startDesk, ...parted(startView).shared, untouched: false })
})

const step = fc.oneof(
  fc.tuple(fc.constantFrom('copy', 'close', 'show'), fc.nat(8)),
  fc.tuple(fc.constantFrom('reopen', 'split', 'next', 'previous'), fc.constant(0)),
  fc.tuple(fc.constant('focus'), fc.nat(2)),
  fc.tuple(fc.constant('move'), fc.nat(8), fc.nat(2), fc.nat(5)),
)

function walked(before: Desk, [kind, a, group = 0, at = 0]: readonly [string, number, number?, number?]): Desk {
  switch (kind) {
    case 'copy':
      return tabCopied(before, a, { latent: a }, a % 2 === 0)
    case 'close':
      return tabClosed(before, a)
    case 'show':
      return tabShown(before, a)
    case 'reopen':
      return tabReopened(before)
    case 'split':
      return deskSplit(before)
    case 'next':
      return tabStepped(before, 1)
    case 'previous':
      return tabStepped(before, -1)
    case 'focus':
      return groupFocused(before, a)
    default:
      return tabMoved(before, a, group, at)
  }
}

test('whatever is done to tabs, each group shows one of its own, one is worked in, and no number stands twice', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let now = startDesk
      for (const each of steps) {
        const before = allTabs(now).length
        now = walked(now, each as [string, number, number?, number?])
        const all = [...allTabs(now), ...now.closed.map(({ tab }) => tab)].map(({ id }) => id)
        expect(new Set(all).size).toBe(all.length)
        expect(now.groups.length).toBeGreaterThan(0)
        expect(now.groups.length).toBeLessThan(3)
        for (const { tabs, shown } of now.groups) expect(tabs.map(({ id }) => id)).toContain(shown)
        expect(now.groups[now.focus]).toBeDefined()
        expect(now.groups[now.focus]?.shown).toBe(tabAtWork(now).id)
        if (each[0] === 'move' || each[0] === 'show') expect(allTabs(now).length).toBe(before)
      }
    }),
  )
})

test('a closed tab comes back where it was; an emptied side goes', () => {
  let now = tabCopied(tabCopied(startDesk, 1, {}, true), 2, {}, true)
  expect(ids(now)).toEqual([[1, 2, 3]])
  now = tabClosed(now, 2)
  expect([ids(now), tabAtWork(now).id]).toEqual([[[1, 3]], 3])
  now = tabReopened(now)
  expect([ids(now), tabAtWork(now).id]).toEqual([[[1, 2, 3]], 2])
  now = tabMoved(now, 3, 1, 0)
  expect([ids(now), now.focus]).toEqual([[[1, 2], [3]], 1])
  now = tabMoved(now, 3, 0, 0)
  expect([ids(now), now.focus]).toEqual([[[3, 1, 2]], 0])
  expect(tabMoved(startDesk, 1, 1, 0)).toBe(startDesk)
  expect(tabClosed(startDesk, 1)).toBe(startDesk)
})

test('tabs come back as they were stored, in whatever state that is; a view of an earlier version is one tab', () => {
  desk.open({ activity: 'document', document: { corpus: 'a', channel: null, ordinal: 3 } })
  desk.split()
  workbench.getState().put({ latent: 7, sidebarWidth: 20, lens: 'first' })
  const state = useDesk.getState()
  const { desk: back, shared, tops } = restoreDesk(JSON.parse(JSON.stringify(storedDesk(state, (tab) => ({ a: tab })))))
  expect([back.groups, back.focus]).toEqual([state.groups, state.focus])
  expect(shared).toMatchObject({ sidebarWidth: 20, lens: 'first' })
  expect(tops.get(2)).toEqual({ a: 2 })
  const old = restoreDesk({ ...startView, latent: 12, dividers: { page: 0.3 } })
  expect([tabAtWork(old.desk).view.latent, old.shared.dividers]).toEqual([12, { page: 0.3 }])
  fc.assert(
    fc.property(
      fc.oneof(fc.jsonValue(), fc.record({ groups: fc.array(fc.record({ tabs: fc.jsonValue(), shown: fc.jsonValue() })) })),
      (stored) => {
        expect(tabAtWork(restoreDesk(stored).desk).view).toBeDefined()
      },
    ),
  )
})

test('what belongs to a screen is the tab’s, what belongs to the project all tabs’', () => {
  const count = createTabState({ value: 0 })
  count.setState({ value: 1 })
  const copy = desk.open()
  count.setState({ value: 2 })
  workbench.getState().put({ latent: 5, lens: 'second' })
  expect([count.getState(1), count.getState(copy)]).toEqual([{ value: 1 }, { value: 2 }])
  const [first, second] = [viewOf(useDesk.getState(), 1), viewOf(useDesk.getState(), copy)]
  expect([first.latent, second.latent, first.lens]).toEqual([null, 5, 'second'])
  expect(viewOf(useDesk.getState(), 1)).toBe(first)
})

test('asked for in a new tab a place is shown there, and nothing else is', () => {
  beginNewTab()
  workbench.getState().changeTable({ search: 'x' })
  workbench.getState().selectLatent(9)
  workbench.getState().show('latents')
  endNewTab()
  expect(allTabs(useDesk.getState()).map(({ view: { latent, activity, filling } }) => [latent, activity, filling])).toEqual([
    [null, 'compare', null],
    [9, 'latents', 'page'],
  ])
  expect(workbench.getState().tab).toBe(1)
})

test('filters are undone a burst at a time, to what they were and not to nothing', async () => {
  const { setFilter, changeTable } = workbench.getState()
  setFilter(null, { text: 'start' })
  useActs.setState({ done: [] })
  for (const search of ['p', 'po', 'pol']) changeTable({ search })
  setFilter(null, { text: 'start', onlyPresent: true })
  expect(useActs.getState().done.length).toBe(2)
  await undoAct()
  expect(workbench.getState().filter).toEqual({ text: 'start' })
  await undoAct()
  expect(workbench.getState().table.search).toBe('')
  await redoAct()
  expect(workbench.getState().table.search).toBe('pol')
})
