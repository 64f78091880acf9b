import { Failure } from '../../../contract/failure.ts'
import { type FileBytes, withFileBytes } from './file-bytes.ts'
import { isNpz, npzIn } from './npz.ts'
import { safetensorsIn } from './safetensors.ts'
import type { TensorFile } from './tensor-location.ts'
import { torchPickle, torchTensorsIn } from './torch-file.ts'
import { saveAgain } from './torch-names.ts'
import { zipEntries } from './zip-entries.ts'

/** Locates the tensors of a file of safetensors, of torch.save or of numpy.savez, told apart by what is in it, not by its name. */
export function openTensorFile(path: string): Promise<TensorFile> {
  return withFileBytes(path, tensorsIn)
}

/** As `openTensorFile`, of an open file, or one that is read from elsewhere. */
export async function tensorsIn(bytes: FileBytes): Promise<TensorFile> {
  const { path } = bytes
  const start = (await bytes.read(0, Math.min(16, bytes.size))).toString('latin1')
  if (start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06')) return tensorsInZip(bytes)
  if (start[8] === '{') return safetensorsIn(bytes)
  const known = others.find(([pattern]) => pattern.test(start))
  if (known === undefined) {
    throw new Failure(
      'lens-invalid',
      `${path} is no file of weights that is known.`,
      'It should be safetensors, npz, or of torch.save.',
    )
  }
  throw new Failure('unsupported', `${path} is ${known[1]}.`, known[2])
}

async function tensorsInZip(bytes: FileBytes): Promise<TensorFile> {
  const entries = await zipEntries(bytes)
  const pickle = torchPickle(entries)
  if (pickle !== undefined) return torchTensorsIn(bytes, entries, pickle)
  if (isNpz(entries)) return npzIn(bytes, entries)
  throw new Failure(
    'lens-invalid',
    `${bytes.path} is a ZIP archive, but neither of torch.save nor of numpy.savez.`,
    'Choose the file of weights itself.',
  )
}

/** How other files begin, what they are, what to do. */
const others: readonly (readonly [RegExp, string, string])[] = [
  // PROTO, then torch's magic number 0x1950a86a20f9469cfc6c as LONG1.
  [/^\x80.\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19/s, 'of torch.save before 1.6', `Load it with torch once. ${saveAgain}`],
  [/^\x80[\x02-\x05]/, 'a bare Python pickle, which may run anything', saveAgain],
  [/^\x93NUMPY/, 'a single NumPy array', 'Save all arrays together with numpy.savez.'],
  [/^version https:/, 'a pointer of Git LFS, not the file itself', 'Fetch it with git lfs pull, or download the file.'],
]
