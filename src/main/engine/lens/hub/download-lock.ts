import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure, failureIn } from '../../../../contract/failure.ts'
import { isWrittenTo, WriterLock } from '../../store/writer-lock.ts'
import { fileFailure } from '../../table-files/file-failure.ts'
import type { Clock } from '../../language-model/clock.ts'

/** Milliseconds between looks at a lock that another holds. */
const lookEvery = 500

/** The right to download what has a name into a cache, of which there is one on this machine; `waiting` is told once if another has it. */
export async function takeDownloadLock(
  cache: string,
  name: string,
  { clock, signal, waiting }: { readonly clock: Clock; readonly signal: AbortSignal; readonly waiting: () => void },
): Promise<WriterLock> {
  const folder = join(cache, '.locks', name)
  try {
    await mkdir(folder, { recursive: true })
  } catch (error) {
    throw fileFailure(error, folder)
  }
  for (let told = false; ; told = true) {
    signal.throwIfAborted()
    try {
      // Looked at first, as taking it waits a moment where another has it, and nothing else goes on meanwhile.
      if (!isWrittenTo(folder)) return WriterLock.acquire(folder, 'etalon')
    } catch (error) {
      const failure = failureIn(error)
      if (failure?.code === 'disk-full')
        throw new Failure('disk-full', `The disk that holds ${cache} is full.`, 'Free some space and start it again.')
      if (failure !== null && failure.code !== 'locked')
        throw new Failure(
          'no-permission',
          `${folder} cannot be locked.`,
          'Name a folder on a disk of this machine in ETALON_HOME.',
          { cause: error },
        )
      if (failure === null) throw error
    }
    if (!told) waiting()
    await clock.sleep(lookEvery, signal)
  }
}
