import { realpath, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, normalize } from 'node:path'
import { Failure } from '../../../contract/failure.ts'
import type { GraphTensor } from './model-graph.ts'
import { shownName } from '../../../contract/shown-name.ts'

type WeightFile = { readonly file: string; readonly size: number }

/** A model and the files beside it that hold its weights, each looked up once. */
export class WeightFiles {
  /** The model's real path. */
  readonly model: string
  readonly #named: string
  readonly #found = new Map<string, Promise<WeightFile>>()

  /** @param named the model's path as it was given, which may be a link: the names of other files are relative to it */
  constructor(named: string, model: string) {
    this.#named = named
    this.model = model
  }

  /**
   * Where a tensor kept beside the model lies.
   *
   * @param entries its TensorProto.external_data: location, offset, length
   * @param bytes what its shape asks for, where that is known
   */
  async locate(name: string, entries: ReadonlyMap<string, string>, bytes: number | null): Promise<GraphTensor['content']> {
    const location = entries.get('location') ?? ''
    const { file, size } = await (this.#found.get(location) ?? this.#lookUp(name, location))
    const offset = Number(entries.get('offset') ?? 0)
    const length = Number(entries.get('length') ?? bytes ?? size - offset)
    if (!(Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0 && offset + length <= size)) {
      throw new Failure(
        'lens-invalid',
        `${file} is cut short: the weights ${shownName(name)} reach past its end.`,
        'Download it again.',
      )
    }
    if (bytes !== null && length !== bytes) {
      throw new Failure(
        'lens-invalid',
        `${this.#named} is damaged: the weights ${shownName(name)} have ${length} bytes instead of ${bytes}.`,
        'Download or export the model again.',
      )
    }
    return { kind: 'file', file, offset, length }
  }

  #lookUp(name: string, location: string): Promise<WeightFile> {
    const found = this.#find(name, location)
    this.#found.set(location, found)
    return found
  }

  /** The named file may be a link, as in the Hugging Face cache, but may not be named elsewhere. */
  async #find(name: string, location: string): Promise<WeightFile> {
    const path = normalize(location)
    if (path === '.' || isAbsolute(path) || /^[a-z]:/i.test(path) || path.split(/[\\/]/).includes('..') || path.includes('\0')) {
      throw new Failure(
        'lens-invalid',
        `${this.#named} keeps the weights ${shownName(name)} in a file outside its own folder (${location === '' ? 'no name' : shownName(location)}).`,
        'Put the model and its weights into one folder, or export it again.',
      )
    }
    // In the Hugging Face cache model and weights are links side by side, and what they point to has other names.
    for (const folder of new Set([dirname(this.#named), dirname(this.model)])) {
      const file = await realpath(join(folder, path)).catch(() => null)
      if (file === null) continue
      const found = await stat(file)
      if (found.isFile()) return { file, size: found.size }
    }
    throw new Failure(
      'lens-invalid',
      `${shownName(path)} is missing: ${this.#named} keeps weights there.`,
      'Download the model again with all its files.',
    )
  }
}
