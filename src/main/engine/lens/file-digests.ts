import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'

const known = z.record(z.string(), z.object({ size: z.number(), changed: z.number(), sha256: z.string() }))
type Known = z.infer<typeof known>

/** SHA-256 of files; with a cache file, those whose size and time of change are as they were are not read again. */
export class FileDigests {
  readonly #cache: string | null
  #known: Known | null = null

  constructor(cache: string | null) {
    this.#cache = cache
  }

  async digest(path: string): Promise<string> {
    const file = await realpath(path)
    const { size, mtimeMs: changed } = await stat(file)
    this.#known ??= await this.#load()
    const found = this.#known[file]
    if (found !== undefined && found.size === size && found.changed === changed) return found.sha256
    const hash = createHash('sha256')
    await pipeline(createReadStream(file), hash)
    const sha256 = hash.digest('hex')
    this.#known[file] = { size, changed, sha256 }
    await this.#save()
    return sha256
  }

  async #load(): Promise<Known> {
    if (this.#cache === null) return {}
    try {
      return known.parse(JSON.parse(await readFile(this.#cache, 'utf8')))
    } catch {
      // Missing or damaged: it is only a cache.
      return {}
    }
  }

  async #save(): Promise<void> {
    if (this.#cache === null) return
    try {
      await mkdir(dirname(this.#cache), { recursive: true })
      const written = `${this.#cache}.${process.pid}`
      await writeFile(written, JSON.stringify(this.#known))
      await rename(written, this.#cache)
    } catch {
      // Read-only or full: next time the files are read again.
    }
  }
}
