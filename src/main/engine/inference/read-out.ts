import type { Readout, SparseActivations } from './inference-model.ts'

/** Turns a graph's outputs into activations; `kept` [kept] are the flat indices of the tokens it was given. */
export function readOut(readout: Readout, index: Int32Array, value: Float32Array, kept: Int32Array): SparseActivations {
  return readout.kind === 'top' ? readTop(index, value, kept) : readGroups(readout, index, value, kept)
}

function readTop(index: Int32Array, value: Float32Array, kept: Int32Array): SparseActivations {
  const perToken = index.length / Math.max(1, kept.length)
  const found = new Found(value.length)
  for (let at = 0; at < value.length; at++) {
    const activation = value[at] ?? 0
    if (activation > 0) found.push(kept[Math.floor(at / perToken)] ?? 0, index[at] ?? 0, activation)
  }
  return found.finish()
}

function readGroups(
  readout: Readout & { kind: 'groups' },
  index: Int32Array,
  value: Float32Array,
  kept: Int32Array,
): SparseActivations {
  const { width, latents, limit, scale, shift } = readout
  const groupsPerToken = latents / width
  const found = new Found(value.length)
  for (let row = 0; row < index.length; row++) {
    const place = index[row] ?? 0
    const keptToken = Math.floor(place / groupsPerToken)
    const firstLatent = (place - keptToken * groupsPerToken) * width
    const token = kept[keptToken] ?? 0
    for (let column = 0; column < width; column++) {
      const latent = firstLatent + column
      const product = value[row * width + column] ?? 0
      if (product > (limit[latent] ?? 0)) {
        found.push(token, latent, (scale === null ? product : product * (scale[latent] ?? 1)) + (shift[latent] ?? 0))
      }
    }
  }
  return found.finish()
}

/** Collects up to `capacity` activations. */
class Found {
  readonly #token: Int32Array
  readonly #latent: Int32Array
  readonly #value: Float32Array
  #count = 0

  constructor(capacity: number) {
    this.#token = new Int32Array(capacity)
    this.#latent = new Int32Array(capacity)
    this.#value = new Float32Array(capacity)
  }

  push(token: number, latent: number, value: number): void {
    this.#token[this.#count] = token
    this.#latent[this.#count] = latent
    this.#value[this.#count] = value
    this.#count++
  }

  finish(): SparseActivations {
    return {
      token: this.#token.slice(0, this.#count),
      latent: this.#latent.slice(0, this.#count),
      value: this.#value.slice(0, this.#count),
    }
  }
}
