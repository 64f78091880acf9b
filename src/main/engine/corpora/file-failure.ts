import { basename } from 'node:path'
import { Failure } from '../../../contract/failure.ts'

const sentences: Readonly<
  Record<string, readonly [code: 'not-found' | 'no-permission' | 'bad-input' | 'disk-full', message: string, hint: string]>
> = {
  ENOENT: ['not-found', 'does not exist', 'Check the path, or import again if the file was moved.'],
  ENOTDIR: ['not-found', 'does not exist: a part of its path is a file', 'Check the path.'],
  ELOOP: ['not-found', 'is a symbolic link that leads in a circle', 'Point the link at the file.'],
  EACCES: ['no-permission', 'may not be read by this user', 'Give yourself the right to read it, then try again.'],
  EPERM: ['no-permission', 'may not be read by this user', 'Give yourself the right to read it, then try again.'],
  EISDIR: ['bad-input', 'is a folder', 'Give a file, or a folder of .txt or .md files.'],
  EIO: ['bad-input', 'cannot be read: the disk reports an error', 'Copy the file to another disk and import it from there.'],
  ENOSPC: [
    'disk-full',
    'cannot be decompressed: the disk for temporary files is full',
    'Free some space, or decompress the file yourself.',
  ],
}

/** What a file system error means to the user; any other error comes back as it is. */
export function fileFailure(error: unknown, path: string): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error
  const sentence = sentences[(error as NodeJS.ErrnoException).code ?? '']
  if (sentence === undefined) return error
  const [code, message, hint] = sentence
  return new Failure(code, `${basename(path)} ${message} (${path}).`, hint, { cause: error })
}
