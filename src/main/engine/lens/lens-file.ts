import { basename } from 'node:path'
import { Failure } from '../../../contract/failure.ts'

const problems: Readonly<Record<string, string>> = {
  ENOENT: 'is missing',
  ENOTDIR: 'is missing',
  EISDIR: 'is a folder where a file is expected',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  EIO: 'cannot be read: the disk reports an error',
}

/** Does something with one file or folder of a lens; what the file system refuses becomes a `Failure` that names it. */
export async function withLensFile<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const problem = problems[(error as NodeJS.ErrnoException).code ?? '']
    if (error instanceof Failure || problem === undefined) throw error
    const named = (error as NodeJS.ErrnoException).path ?? path
    throw new Failure(
      'lens-invalid',
      `${basename(named)} of the lens ${problem} (${named}).`,
      'Download the lens again, or choose another one.',
      {
        cause: error,
      },
    )
  }
}
