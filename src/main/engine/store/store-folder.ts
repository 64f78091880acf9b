import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Failure } from '../../../contract/failure.ts'
import { networkFileSystem } from './network-file-system.ts'
import { toStoreFailure } from './store-failure.ts'

/** The store's file in its folder (`<project>/.etalon`, or what `--store` names). */
export function storeFile(folder: string): string {
  return join(resolve(folder), 'project.sqlite')
}

/** Refuses a folder on a file system a store cannot work on. */
export function refuseNetworkFileSystem(folder: string): void {
  const name = networkFileSystem(existingPart(resolve(folder)))
  if (name !== null)
    throw new Failure(
      'unsupported',
      `${resolve(folder)} lies on a network file system (${name}), where a store would be damaged sooner or later.`,
      'Keep the store on a disk of this machine with --store DIR; the corpora can stay where they are.',
    )
}

/** Makes the folder of a store that is to be written, with a Failure where that cannot be. */
export function makeStoreFolder(folder: string): void {
  try {
    refuseNetworkFileSystem(folder)
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw toStoreFailure(error, storeFile(folder))
  }
}

function existingPart(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : existingPart(dirname(path))
}
