import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileFailure } from './file-failure.ts'

/**
 * A file that is written under another name and gets its own only when all of it is on the disk: who looks sees the old one or the
 * new one, never half of it.
 */
export class DraftFile {
  /** Where it will lie. */
  readonly path: string
  readonly #draft: string
  readonly #file: FileHandle
  #isOpen = true
  #bytes = 0

  private constructor(path: string, draft: string, file: FileHandle) {
    this.path = path
    this.#draft = draft
    this.#file = file
  }

  /** A draft that an earlier run left behind is replaced. Throws a Failure where nothing can be written there; so do the others. */
  static async create(path: string): Promise<DraftFile> {
    const draft = join(dirname(path), `.${basename(path)}.etalon-draft`)
    return new DraftFile(path, draft, await told(path, open(draft, 'w')))
  }

  /** How long it is so far. */
  get bytes(): number {
    return this.#bytes
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#writeAt(bytes, this.#bytes)
    this.#bytes += bytes.length
  }

  /** Writes over what is there already. */
  overwrite(bytes: Uint8Array, position: number): Promise<void> {
    return this.#writeAt(bytes, position)
  }

  /** Nothing more will be written: waits until the disk has it. */
  async complete(): Promise<void> {
    await told(this.path, this.#file.sync())
    await this.#close()
  }

  /** Gives a completed draft its name. */
  publish(): Promise<void> {
    return told(this.path, rename(this.#draft, this.path))
  }

  async discard(): Promise<void> {
    await this.#close()
    await rm(this.#draft, { force: true })
  }

  async #writeAt(bytes: Uint8Array, position: number): Promise<void> {
    for (let from = 0; from < bytes.length;) {
      const { bytesWritten } = await told(this.path, this.#file.write(bytes, from, bytes.length - from, position + from))
      from += bytesWritten
    }
  }

  async #close(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    await told(this.path, this.#file.close())
  }
}

async function told<Value>(path: string, work: Promise<Value>): Promise<Value> {
  try {
    return await work
  } catch (error) {
    throw fileFailure(error, path)
  }
}
