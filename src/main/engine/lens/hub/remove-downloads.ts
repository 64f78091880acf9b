import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileFailure } from '../../table-files/file-failure.ts'
import { takeDownloadLock } from './download-lock.ts'
import { folderName, type Repository } from './repository.ts'

type Waiting = Parameters<typeof takeDownloadLock>[2]

/** Removes all that was downloaded of a repository into our cache, once nobody downloads from it. */
export async function removeDownloads(cache: string, repository: Repository, waiting: Waiting): Promise<void> {
  const lock = await takeDownloadLock(cache, folderName(repository), waiting)
  const folder = join(cache, folderName(repository))
  try {
    await rm(folder, { recursive: true, force: true })
  } catch (error) {
    throw fileFailure(error, folder)
  } finally {
    lock.release()
  }
}
