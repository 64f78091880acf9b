import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Drafts } from '../../../src/renderer/editor/drafts.ts'

class MemoryStorage {
  readonly #items = new Map<string, string>()
  get length() {
    return this.#items.size
  }
  key(index: number) {
    return [...this.#items.keys()][index] ?? null
  }
  getItem(key: string) {
    return this.#items.get(key) ?? null
  }
  setItem(key: string, value: string) {
    this.#items.set(key, value)
  }
  removeItem(key: string) {
    this.#items.delete(key)
  }
}

type Save = { readonly value: string; readonly id: string; readonly done: () => void; readonly fail: (error: Error) => void }

function setUp(storage = new MemoryStorage()) {
  const saves: Save[] = []
  let ids = 0
  const drafts = new Drafts<string>({
    kept: 'draft:',
    save: (value, id) => new Promise<void>((done, fail) => saves.push({ value, id, done, fail })),
    same: (one, other) => one === other,
    read: (stored) => (typeof stored === 'string' ? stored : null),
    newId: () => `id-${++ids}`,
    storage,
    rest: 600,
  })
  return { drafts, saves, storage, settle: () => vi.advanceTimersByTimeAsync(0) }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('Drafts', () => {
  test('saves once when typing rests, with what was typed last', async () => {
    const { drafts, saves } = setUp()
    for (const text of ['c', 'ca', 'cat']) {
      drafts.change('a', text, '')
      await vi.advanceTimersByTimeAsync(500)
    }
    expect(saves).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(100)
    expect(saves.map(({ value }) => value)).toEqual(['cat'])
    expect(drafts.get('a')?.state).toBe('saving')
  })

  test('is gone from memory and storage when it was saved', async () => {
    const { drafts, saves, storage, settle } = setUp()
    drafts.change('a', 'cat', '')
    expect(storage.length).toBe(1)
    void drafts.flush('a')
    saves[0]?.done()
    await settle()
    expect(drafts.get('a')).toBeUndefined()
    expect(storage.length).toBe(0)
  })

  test('saves what was typed during a save after it, one save at a time', async () => {
    const { drafts, saves, settle } = setUp()
    drafts.change('a', 'cat', '')
    void drafts.flush('a')
    drafts.change('a', 'cats', '')
    await vi.advanceTimersByTimeAsync(2000)
    expect(saves).toHaveLength(1)
    saves[0]?.done()
    await settle()
    expect(saves.map(({ value }) => value)).toEqual(['cat', 'cats'])
  })

  test('typing back to what is saved leaves nothing to save, unless another text is under way', async () => {
    const { drafts, saves, settle } = setUp()
    drafts.change('a', 'cat', 'dog')
    drafts.change('a', 'dog', 'dog')
    await vi.advanceTimersByTimeAsync(2000)
    expect(saves).toHaveLength(0)
    drafts.change('a', 'cat', 'dog')
    void drafts.flush('a')
    drafts.change('a', 'dog', 'dog')
    saves[0]?.done()
    await settle()
    expect(saves.map(({ value }) => value)).toEqual(['cat', 'dog'])
  })

  test('a failed save keeps the draft and says why; tried again it has the same id', async () => {
    const { drafts, saves, storage, settle } = setUp()
    drafts.change('a', 'cat', '')
    void drafts.flush('a')
    const error = new Error('The disk is full.')
    saves[0]?.fail(error)
    await settle()
    expect(drafts.get('a')).toMatchObject({ value: 'cat', state: 'failed', error })
    expect(storage.length).toBe(1)
    void drafts.flush('a')
    expect(saves.map(({ id }) => id)).toEqual(['id-1', 'id-1'])
  })

  test('what a closed window left is saved by the next, under the id it was sent with', async () => {
    const { drafts, saves, storage } = setUp()
    drafts.change('sent', 'cat', '')
    void drafts.flush('sent')
    drafts.change('typed', 'dog', '')
    const next = setUp(storage)
    storage.setItem('draft:broken', '{')
    storage.setItem('other', '"kept"')
    void next.drafts.flushStored()
    await next.settle()
    expect(next.saves.map(({ value }) => value).sort()).toEqual(['cat', 'dog'])
    expect(next.saves.find(({ value }) => value === 'cat')?.id).toBe(saves[0]?.id)
    expect(storage.getItem('draft:broken')).toBeNull()
    expect(storage.getItem('other')).toBe('"kept"')
  })

  test('tells of every change', () => {
    const { drafts } = setUp()
    const listener = vi.fn<() => void>()
    const stop = drafts.onChange(listener)
    drafts.change('a', 'cat', '')
    expect(listener).toHaveBeenCalledTimes(1)
    stop()
    drafts.change('a', 'cats', '')
    expect(listener).toHaveBeenCalledTimes(1)
  })
})
