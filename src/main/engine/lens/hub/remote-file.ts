import type { About } from './hub-fault.ts'
import type { Digest, HubFile } from './hub-file.ts'
import type { Hub } from './hub.ts'
import { encodePath, pagePath, type RepositoryAtCommit } from './repository.ts'

/** A file somewhere, whose size and checksum are known before it is fetched. */
export type RemoteFile = {
  readonly url: URL
  readonly about: About
  readonly size: number
  readonly digest: Digest
}

/** A file of the hub as one. */
export function remoteFile(hub: Hub, at: RepositoryAtCommit, { path, size, digest }: HubFile): RemoteFile {
  const url = hub.url(pagePath(at.repository), 'resolve', at.commit, encodePath(path))
  return { url, about: hub.about(at, path), size, digest }
}
