/**
 * What was typed and is not saved yet.
 *
 * Every change is kept in the storage at once, so that a closed window loses nothing, and saved when typing has rested. What was typed
 * while a save was under way is saved after it. A draft whose save failed stays until it is retried or changed.
 */
export type DraftState = 'typing' | 'saving' | 'failed'
export type Draft<V> = { readonly value: V; readonly state: DraftState; readonly error: unknown }

/** A save that was begun: sent again under the same id it is not done twice. */
type Attempt<V> = { readonly value: V; readonly requestId: string }
type Entry<V> = Draft<V> & { readonly attempt: Attempt<V> | null }

type Options<V> = {
  /** Drafts lie in the storage under this and their own name. */
  readonly kept: string
  readonly save: (value: V, requestId: string) => Promise<unknown>
  readonly same: (one: V, other: V) => boolean
  /** The value of a stored draft; null where it is none. */
  readonly read: (stored: unknown) => V | null
  readonly newId: () => string
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>
  /** How long typing rests before it is saved, in milliseconds. */
  readonly rest: number
}

/** Owns the timers and the stored copies of drafts, each under a name such as that of the latent it is of. */
export class Drafts<V> {
  readonly #options: Options<V>
  readonly #entries = new Map<string, Entry<V>>()
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  readonly #listeners = new Set<() => void>()

  constructor(options: Options<V>) {
    this.#options = options
  }

  readonly onChange = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The draft under a name, the same object until it changes; undefined where all is saved. */
  get(name: string): Draft<V> | undefined {
    return this.#entries.get(name)
  }

  /** Takes what was typed; `saved` is what stands saved, and typing back to that leaves nothing to save. */
  change(name: string, value: V, saved: V): void {
    const before = this.#entries.get(name)
    if (before?.state !== 'saving' && this.#options.same(value, saved)) return this.#drop(name)
    this.#put(name, {
      value,
      state: before?.state === 'saving' ? 'saving' : 'typing',
      error: null,
      attempt: before?.attempt ?? null,
    })
    clearTimeout(this.#timers.get(name))
    this.#timers.set(
      name,
      setTimeout(() => void this.flush(name), this.#options.rest),
    )
  }

  /** Saves a draft now, also one whose save failed; resolves when no save is under way any more. */
  async flush(name: string): Promise<void> {
    clearTimeout(this.#timers.get(name))
    const entry = this.#entries.get(name)
    if (entry === undefined || entry.state === 'saving') return
    const { same, newId, save } = this.#options
    const { value } = entry
    const attempt = entry.attempt !== null && same(entry.attempt.value, value) ? entry.attempt : { value, requestId: newId() }
    this.#put(name, { value, state: 'saving', error: null, attempt })
    try {
      await save(value, attempt.requestId)
    } catch (error) {
      const now = this.#entries.get(name)
      if (now !== undefined) this.#put(name, { ...now, state: 'failed', error })
      return
    }
    const now = this.#entries.get(name)
    if (now === undefined || same(now.value, value)) return this.#drop(name)
    this.#put(name, { value: now.value, state: 'typing', error: null, attempt: null })
    await this.flush(name)
  }

  /** Saves what earlier windows left unsaved. */
  async flushStored(): Promise<void> {
    const { storage, kept, read } = this.#options
    const names = Array.from({ length: storage.length }, (_, index) => storage.key(index))
      .filter((key) => key?.startsWith(kept) === true)
      .map((key) => key?.slice(kept.length) ?? '')
    for (const name of names) {
      if (this.#entries.has(name)) continue
      const stored = storedIn(storage.getItem(kept + name), read)
      if (stored === null) storage.removeItem(kept + name)
      else this.#put(name, { ...stored, state: 'typing', error: null })
    }
    await Promise.all([...this.#entries.keys()].map((name) => this.flush(name)))
  }

  #put(name: string, entry: Entry<V>): void {
    this.#entries.set(name, entry)
    const { storage, kept } = this.#options
    try {
      storage.setItem(kept + name, JSON.stringify({ value: entry.value, attempt: entry.attempt }))
    } catch {
      // A full or forbidden storage costs only that the draft would not outlive the window before it is saved.
    }
    this.#tell()
  }

  #drop(name: string): void {
    clearTimeout(this.#timers.get(name))
    this.#timers.delete(name)
    this.#entries.delete(name)
    this.#options.storage.removeItem(this.#options.kept + name)
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

function storedIn<V>(
  text: string | null,
  read: (stored: unknown) => V | null,
): { readonly value: V; readonly attempt: Attempt<V> | null } | null {
  const { value: given, attempt } = parsed(text)
  const value = read(given)
  if (value === null) return null
  const { value: sent, requestId } = (attempt ?? {}) as { value?: unknown; requestId?: unknown }
  const sentValue = read(sent)
  return { value, attempt: sentValue !== null && typeof requestId === 'string' ? { value: sentValue, requestId } : null }
}

function parsed(text: string | null): { readonly value?: unknown; readonly attempt?: unknown } {
  try {
    return (JSON.parse(text ?? 'null') ?? {}) as { value?: unknown; attempt?: unknown }
  } catch {
    return {}
  }
}
