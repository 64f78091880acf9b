import { Failure } from '../../../contract/failure.ts'
import { PickleDictionary, PickleFunction, type PickleWorld } from './pickle/pickle-machine.ts'
import { shownName } from '../../../contract/shown-name.ts'
import type { ElementType } from './tensor-location.ts'

/** Values in a member of their own, shared by the tensors that view them. */
export class TorchStorage {
  /** The member data/<key>. */
  readonly key: string
  readonly elementType: ElementType
  /** How many values there are. */
  readonly count: number

  constructor(key: string, elementType: ElementType, count: number) {
    this.key = key
    this.elementType = elementType
    this.count = count
  }
}

/** A view of a storage; offset and strides count values. */
export class TorchTensor {
  readonly storage: TorchStorage
  readonly offset: number
  readonly shape: readonly number[]
  readonly strides: readonly number[]

  constructor(storage: TorchStorage, offset: number, shape: readonly number[], strides: readonly number[]) {
    this.storage = storage
    this.offset = offset
    this.shape = shape
    this.strides = strides
  }
}

class StorageClass {
  readonly elementType: ElementType

  constructor(elementType: ElementType) {
    this.elementType = elementType
  }
}

const storageClasses: readonly (readonly [string, ElementType])[] = [
  ['Double', 'F64'],
  ['Float', 'F32'],
  ['Half', 'F16'],
  ['BFloat16', 'BF16'],
  ['Long', 'I64'],
  ['Int', 'I32'],
  ['Short', 'I16'],
  ['Char', 'I8'],
  ['Byte', 'U8'],
  ['Bool', 'BOOL'],
]

const numberTypes = 'float64 float32 float16 bfloat16 int64 int32 int16 int8 uint8 bool'.split(' ')

export const saveAgain = 'Save it again with torch.save(sae.state_dict(), path), or as safetensors.'

/**
 * All that the pickle of a file of torch.save may name: what rebuilds tensors and parameters (torch/_utils.py), and the types and devices
 * of torch, given as the text that str() makes of them.
 */
export function torchWorld(path: string): PickleWorld {
  const names = new Map<string, unknown>([
    ...storageClasses.map(([name, elementType]) => [`torch.${name}Storage`, new StorageClass(elementType)] as const),
    ...numberTypes.map((name) => [`torch.${name}`, `torch.${name}`] as const),
    callable('torch._utils._rebuild_tensor', rebuildTensor),
    callable('torch._utils._rebuild_tensor_v2', rebuildTensor),
    callable('torch._utils._rebuild_parameter', ([tensor]) => {
      if (tensor instanceof TorchTensor) return tensor
      throw damaged('a parameter is no tensor')
    }),
    callable('torch.Size', ([dims]) => sizes(dims)),
    callable('torch.device', ([type, index]) => {
      if (typeof type !== 'string') throw damaged('a device has no name')
      return typeof index === 'number' ? `${type}:${index}` : type
    }),
    callable('collections.OrderedDict', (args) => {
      if (args.length === 0) return new PickleDictionary()
      throw refused('a dictionary is made from something else')
    }),
  ])
  return {
    damaged,
    refused,
    named(name) {
      const known = names.get(name)
      if (known === undefined) throw refused(`it asks for ${shownName(name)}`)
      return known
    },
    persistent(id) {
      const [kind, type, key, , count] = Array.isArray(id) ? (id as readonly unknown[]) : []
      if (kind === 'storage' && type instanceof StorageClass && typeof key === 'string' && isSize(count)) {
        return new TorchStorage(key, type.elementType, count)
      }
      throw refused('it keeps something outside its pickle that is no storage')
    },
  }

  function damaged(reason: string): Failure {
    return new Failure(
      'lens-invalid',
      `${path} is not a whole file of torch.save: ${reason}.`,
      'Download it again, or save it again.',
    )
  }

  function refused(reason: string): Failure {
    return new Failure('unsupported', `${path} cannot be read as tensors alone: ${reason}. Nothing of it was run.`, saveAgain)
  }

  /** (storage, offset, size, stride, requires_grad, backward hooks, metadata); the metadata say that values are to be negated. */
  function rebuildTensor([storage, offset, shape, strides, , , metadata]: readonly unknown[]): TorchTensor {
    if (!(storage instanceof TorchStorage) || !isSize(offset)) throw damaged('a tensor has no storage')
    const tensor = new TorchTensor(storage, offset, sizes(shape), sizes(strides))
    if (tensor.shape.length !== tensor.strides.length) throw damaged('a tensor has no stride for each of its axes')
    if (metadata instanceof PickleDictionary && metadata.entries.length > 0) {
      throw refused('a tensor is the negation of what is stored')
    }
    return tensor
  }

  function sizes(value: unknown): readonly number[] {
    if (Array.isArray(value) && value.length <= mostAxes && value.every(isSize)) return value
    throw damaged('a shape is none')
  }
}

/** Tensors of torch have at most so many axes. */
const mostAxes = 64

function callable(name: string, call: (args: readonly unknown[]) => unknown): readonly [string, PickleFunction] {
  return [name, new PickleFunction(name, call)]
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
