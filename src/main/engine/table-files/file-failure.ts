import { Failure } from '../../../contract/failure.ts'

/** What the file system said while something was written at `path`, as a Failure; anything else as it came. */
export function fileFailure(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  const cause = { cause: error }
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new Failure(
        'disk-full',
        `The disk is full; ${path} was not written.`,
        'Free some space, or choose a place on another disk, and try again.',
        cause,
      )
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new Failure(
        'no-permission',
        `${path} may not be written.`,
        'Choose a place you may write to, or close what holds the file open.',
        cause,
      )
    case 'EEXIST':
    case 'ENOTDIR':
    case 'EISDIR':
    case 'ENAMETOOLONG':
    case 'EINVAL':
      return new Failure(
        'bad-input',
        `${path} cannot be written there (${code}).`,
        'Choose another place: a folder, with none of its parents a file.',
        cause,
      )
    case 'EIO':
      return new Failure(
        'no-permission',
        `The disk answered with an error; ${path} was not written.`,
        'Check the disk, or choose a place on another one.',
        cause,
      )
    default:
      return error
  }
}
