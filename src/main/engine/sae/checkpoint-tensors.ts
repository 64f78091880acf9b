import { Failure } from '../../../contract/failure.ts'
import { openTensorFile } from '../tensor-files/open-tensor-file.ts'
import { readFloats } from '../tensor-files/read-floats.ts'
import { transposed, type TensorFile, type TensorLocation } from '../tensor-files/tensor-location.ts'

const floatTypes = new Set<string>(['F64', 'F32', 'F16', 'BF16'])

/** A length that the config does not state; any from 1. */
export const anyLength = null

/** The tensors of a checkpoint, asked for by name and shape; what does not fit is refused with the name. */
export class CheckpointTensors {
  readonly path: string
  readonly #tensors: TensorFile['tensors']

  constructor(path: string, { tensors }: TensorFile) {
    this.path = path
    this.#tensors = tensors
  }

  static async open(path: string): Promise<CheckpointTensors> {
    return new CheckpointTensors(path, await openTensorFile(path))
  }

  has(name: string): boolean {
    return this.#tensors.has(name)
  }

  get(name: string, shape: readonly (number | typeof anyLength)[]): TensorLocation {
    const found = this.#tensors.get(name)
    if (found === undefined) throw this.#misfit(`${name} is missing`)
    const fits =
      found.shape.length === shape.length && found.shape.every((length, axis) => length > 0 && length === (shape[axis] ?? length))
    if (!fits) {
      const expected = shape.map((each) => each ?? 'any').join(', ')
      throw this.#misfit(`${name} has shape [${found.shape.join(', ')}] instead of [${expected}]`)
    }
    if (floatTypes.has(found.elementType)) return found
    throw new Failure('unsupported', `${this.path} keeps ${name} as ${found.elementType}, not as floats.`, 'Convert it to F32.')
  }

  /** The transpose of a matrix, whose own shape is asked for. */
  transposed(name: string, shape: readonly (number | typeof anyLength)[]): TensorLocation {
    return transposed(this.get(name, shape))
  }

  /** The values of a vector, or of a number (shape []). */
  async floats(name: string, shape: readonly (number | typeof anyLength)[]): Promise<Float32Array> {
    return readFloats(this.get(name, shape))
  }

  /** As `floats`; null where there are none of this name. */
  async floatsIfThere(name: string, shape: readonly (number | typeof anyLength)[]): Promise<Float32Array | null> {
    return this.has(name) ? this.floats(name, shape) : null
  }

  /** A number by itself, of shape [] or [1]. */
  async number(name: string): Promise<number> {
    const [value = NaN] = await this.floats(name, this.#tensors.get(name)?.shape.length === 1 ? [1] : [])
    return value
  }

  #misfit(problem: string): Failure {
    return new Failure('lens-invalid', `${this.path} is not the SAE it should be: ${problem}.`, 'Download the SAE again.')
  }
}
