import { Failure } from '../../../../contract/failure.ts'
import type { FileBytes } from '../../tensor-files/file-bytes.ts'
import type { HubFile } from './hub-file.ts'
import type { Hub } from './hub.ts'
import { readBytes } from './read-file.ts'
import type { RepositoryAtCommit } from './repository.ts'

/** Bytes asked for at once: the headers of nearly all checkpoints fit. */
const pageBytes = 64 * 1024
/** Of all that is asked for of one file: some thousand tensors take a megabyte. */
const mostBytes = 32 * 1024 * 1024

/** A file of the hub, read by ranges as if it were open: its header can be looked at before it is downloaded. */
export function remoteBytes(hub: Hub, at: RepositoryAtCommit, file: HubFile, signal: AbortSignal): FileBytes {
  const path = `${at.repository.id}/${file.path}`
  const { size } = file
  let kept = { from: 0, bytes: Buffer.alloc(0) }
  let asked = 0
  return {
    path,
    file: path,
    size,
    async read(offset, length) {
      if (!(offset >= 0 && length >= 0 && offset + length <= size))
        throw new Failure('lens-invalid', `${path} ends before what it should hold.`, 'Choose another file of the repository.')
      if (offset < kept.from || offset + length > kept.from + kept.bytes.length) {
        const to = Math.min(size, offset + Math.max(length, pageBytes))
        asked += to - offset
        if (asked > mostBytes) throw new Failure('unsupported', `${path} is too large to be looked at there.`, 'Download it first.')
        kept = { from: offset, bytes: await readBytes(hub, at, file, { from: offset, to }, signal) }
      }
      return Buffer.from(kept.bytes.subarray(offset - kept.from, offset - kept.from + length))
    },
  }
}
