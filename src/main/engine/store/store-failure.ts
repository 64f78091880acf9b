import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { Failure } from '../../../contract/failure.ts'

const kept = 'Everything committed before is kept.'

/** Below this much free space, in bytes, an unexplained write error is taken for a full disk: SQLite cannot always tell. */
const nearlyNothing = 256 * 1024

/**
 * What SQLite or the file system said while working on the store `file`, as a Failure the user can act on.
 *
 * Anything that is not of their kind, a bug or a Failure, is given back as it came.
 */
export function toStoreFailure(error: unknown, file: string): unknown {
  const code = codeOf(error)
  if (code === null || error instanceof Failure) return error
  const cause = { cause: error }
  if (isDiskFull(code, file))
    return new Failure(
      'disk-full',
      `The disk that holds ${file} is full. ${kept}`,
      'Free some space and start again: it goes on from what was committed.',
      cause,
    )
  if (/^SQLITE_(BUSY|LOCKED)/.test(code))
    return new Failure(
      'locked',
      `${file} is in use by another program.`,
      'Wait until it is done or close it, then try again.',
      cause,
    )
  if (/^(SQLITE_(READONLY|CANTOPEN|PERM|AUTH)|EACCES|EPERM|EROFS|EEXIST|ENOTDIR|EISDIR|ENOENT)/.test(code))
    return new Failure(
      'no-permission',
      `${file} cannot be opened or written.`,
      'Give yourself the right to write in its folder (reading needs it too), or copy it to another and name that with --store DIR.',
      cause,
    )
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code))
    return new Failure(
      'store-damaged',
      `${file} is damaged, or was not made by Etalon.`,
      'Move that file away, or put a copy of it back, and import again: your own files are untouched.',
      cause,
    )
  if (/^(SQLITE_IOERR|EIO)/.test(code))
    return new Failure(
      'store-damaged',
      `The disk that holds ${file} answered with an error (${code}). ${kept}`,
      'Check the disk and how it is connected, then start again, or keep the store elsewhere with --store DIR.',
      cause,
    )
  if (code === 'SQLITE_TOOBIG')
    return new Failure('bad-input', 'A text is larger than the store can hold (1 GB).', 'Split it into several documents.', cause)
  return error
}

/** The code of an error of SQLite's or of the file system's; null for any other. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  return /^(SQLITE_|E[A-Z]+$)/.test(error.code) ? error.code : null
}

function isDiskFull(code: string, file: string): boolean {
  if (/^(SQLITE_FULL|ENOSPC|EDQUOT)/.test(code)) return true
  return /^SQLITE_(IOERR|CANTOPEN)/.test(code) && freeBytes(dirname(file)) < nearlyNothing
}

function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return Infinity
  }
}
