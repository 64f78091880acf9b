import { Failure } from '../../../contract/failure.ts'
import type { FileBytes } from './file-bytes.ts'
import { namedEntries } from './named-entries.ts'
import type { PickleWorld } from './pickle/pickle-machine.ts'
import { readPickle } from './pickle/pickle.ts'
import { shownName } from '../../../contract/shown-name.ts'
import { elementBytes, type TensorFile, type TensorLocation } from './tensor-location.ts'
import { saveAgain, type TorchTensor, torchWorld } from './torch-names.ts'
import { storedBytes, type ZipEntry } from './zip-entries.ts'

/** Of the pickle, in bytes; it has some hundred for each tensor. */
const largestMember = 4 << 20

/** The pickle of a file of torch.save: <folder>/data.pkl, whatever the folder is called; undefined in other ZIP archives. */
export function torchPickle(entries: ReadonlyMap<string, ZipEntry>): ZipEntry | undefined {
  return [...entries.values()].find(({ name }) => /^[^/]+\/data\.pkl$/.test(name))
}

/**
 * Locates the tensors of a file of torch.save (a ZIP archive since torch 1.6: data.pkl, and each storage's bytes under data/). The pickle
 * is read, never run: names beyond those of tensors are refused.
 */
export async function torchTensorsIn(
  bytes: FileBytes,
  entries: ReadonlyMap<string, ZipEntry>,
  pickle: ZipEntry,
): Promise<TensorFile> {
  const { path, file } = bytes
  const world = torchWorld(path)
  const folder = pickle.name.slice(0, -'data.pkl'.length)
  const order = entries.get(`${folder}byteorder`)
  if (order !== undefined && (await readMember(bytes, order, world)).toString('latin1') !== 'little') {
    throw world.refused('its numbers are big-endian')
  }
  const content = await readMember(bytes, pickle, world)
  const { tensors, values } = namedEntries(readPickle(content, world), content.length, world)
  const located = new Map<string, TensorLocation>()
  const storages = new Map<string, { offset: number; length: number }>()
  for (const [name, tensor] of tensors) {
    const { key } = tensor.storage
    const storage = storages.get(key) ?? (await storageOf(bytes, entries.get(`${folder}data/${key}`), name, world))
    storages.set(key, storage)
    located.set(name, { name, file, ...locate(name, tensor, storage, path, world) })
  }
  return { file, tensors: located, values }
}

/** A member other than values, whole. */
async function readMember(bytes: FileBytes, entry: ZipEntry, world: PickleWorld): Promise<Buffer> {
  if (entry.length > largestMember) throw world.refused(`its ${shownName(entry.name)} is larger than one of tensors`)
  const { offset, length } = await storedBytes(bytes, entry, saveAgain)
  return bytes.read(offset, length)
}

function storageOf(bytes: FileBytes, entry: ZipEntry | undefined, name: string, world: PickleWorld) {
  if (entry === undefined) throw world.damaged(`the values of ${shownName(name)} are missing`)
  return storedBytes(bytes, entry, saveAgain)
}

/** Checks that a view is without gaps, by rows or by columns, and within its storage. */
function locate(
  name: string,
  { storage, offset, shape, strides }: TorchTensor,
  bytes: { readonly offset: number; readonly length: number },
  path: string,
  world: PickleWorld,
): Pick<TensorLocation, 'elementType' | 'shape' | 'columnMajor' | 'offset' | 'length'> {
  const { elementType, count } = storage
  const size = elementBytes[elementType]
  if (count * size > bytes.length) throw world.damaged(`the values of ${shownName(name)} are cut off`)
  const columnMajor = !isDense(shape, strides)
  if (columnMajor && !(shape.length === 2 && isDense(shape.toReversed(), strides.toReversed()))) {
    throw new Failure(
      'unsupported',
      `${path} keeps ${shownName(name)} as a view with gaps or turned axes.`,
      'Save it again with .contiguous() on each tensor.',
    )
  }
  const values = shape.reduce((product, each) => product * each, 1)
  if (!(offset + values <= count)) throw world.damaged(`${shownName(name)} reaches past its values`)
  return { elementType, shape, columnMajor, offset: bytes.offset + offset * size, length: values * size }
}

/** Whether values lie one after the other in row-major order; along an axis of length 1 the stride says nothing. */
function isDense(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return shape.includes(0)
    expected *= shape[axis]!
  }
  return true
}
