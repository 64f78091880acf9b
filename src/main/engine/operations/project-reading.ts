import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../../contract/failure.ts'
import type { Lens } from '../lens/lens.ts'
import { openLens, type OpenLensOptions } from '../lens/open-lens.ts'
import { openTokenizer, type Tokenizer } from '../reader/tokenizer.ts'
import { PartCache } from '../store/activations/part-cache.ts'
import type { Connection } from '../store/connection.ts'
import { closeStore, openStoreForReading } from '../store/open-store.ts'
import type { ProjectPlace } from './project-place.ts'
import { SizedCache } from './sized-cache.ts'

const mostRemembered = 200

/** What queries read: the store through a connection of their own, and the lenses that it names. */
export class ProjectReading {
  readonly place: ProjectPlace
  #db: Connection | null = null
  readonly #lenses = new Map<string, Promise<Lens>>()
  readonly #tokenizers = new Map<string, Promise<Tokenizer>>()
  readonly #memory = new Map<string, unknown>()
  #version: unknown = undefined
  /** Numbers of encodings and channels are never used twice, so what hangs on them alone outlives changes of the store. */
  readonly lasting = new SizedCache(256 * 1024 * 1024)
  /** Decoded parts of activation blobs, for lists that are scrolled. */
  readonly parts = new PartCache()

  constructor(place: ProjectPlace) {
    this.place = place
  }

  get folder(): string {
    if (this.place.folder === null) throw new Failure('not-found', 'No project is open.', 'Open a folder that holds your corpora.')
    return this.place.folder
  }

  get storeFolder(): string {
    return this.place.store ?? join(this.folder, '.etalon')
  }

  /** Throws Failure 'not-found' where nothing was imported yet. */
  get db(): Connection {
    this.#db ??= openStoreForReading(this.storeFolder)
    return this.#db
  }

  /** The store if there is one: a project that was never imported has none. */
  get dbIfAny(): Connection | null {
    try {
      return this.db
    } catch (error) {
      if (error instanceof Failure && error.code === 'not-found') return null
      throw error
    }
  }

  /** Digests of lens files that have not changed are kept between starts. */
  get lensOptions(): Required<OpenLensOptions> {
    return { digestCache: join(this.place.home, 'lens-digests.json'), home: this.place.home }
  }

  /** Opened once, and again where its lens.json was written again; forgotten when it failed, so that a mended lens is tried again. */
  async lens(folder: string): Promise<Lens> {
    const written = await stat(join(folder, 'lens.json')).catch(() => null)
    return openedOnce(this.#lenses, `${folder} ${written?.mtimeMs}`, () => openLens(folder, this.lensOptions))
  }

  tokenizer(lens: Lens): Promise<Tokenizer> {
    return openedOnce(this.#tokenizers, lens.hash, () => openTokenizer(lens.tokenizerFiles))
  }

  /** What was worked out from the store as it stands, kept until the store changes. */
  remembered<Value>(key: string, work: () => Value): Value {
    if (!this.#memory.has(key)) this.#memory.set(key, work())
    return this.#memory.get(key) as Value
  }

  /** Before each question: forgets what was worked out from a store that has changed since, by whatever process. */
  refresh(): void {
    const version = this.#db?.pragma('data_version', { simple: true })
    if (version === this.#version && this.#memory.size < mostRemembered) return
    this.#version = version
    this.forget()
  }

  protected forget(): void {
    this.#memory.clear()
  }

  close(): Promise<void> {
    if (this.#db !== null) closeStore(this.#db)
    this.#db = null
    return Promise.resolve()
  }
}

function openedOnce<Value>(opened: Map<string, Promise<Value>>, key: string, open: () => Promise<Value>): Promise<Value> {
  const known = opened.get(key)
  if (known !== undefined) return known
  const opening = open()
  opened.set(key, opening)
  opening.catch(() => opened.delete(key))
  return opening
}
