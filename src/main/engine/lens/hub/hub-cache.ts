import { copyFile, link, mkdir, readFile, realpath, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isSafePath, type HubFile } from './hub-file.ts'
import { folderName, type Repository, type RepositoryAtCommit } from './repository.ts'

// A cache as huggingface_hub lays it out: `models--owner--name/` with `blobs/<digest>`, `refs/<revision>` that holds a commit, and
// `snapshots/<commit>/<path>`. Ours has links to the blobs that are hard where they can be, so that a snapshot is a folder of plain files.

/** The folder in which the files of a repository lie under their own paths. */
export function snapshotFolder(cache: string, { repository, commit }: Pick<RepositoryAtCommit, 'repository' | 'commit'>): string {
  return join(cache, folderName(repository), 'snapshots', commit)
}

/** Where a file's content lies, whatever its name. */
export function blobPath(cache: string, repository: Repository, file: HubFile): string {
  return join(cache, folderName(repository), 'blobs', file.digest.hex)
}

/** What came so far of a content. */
export function partialPath(cache: string, repository: Repository, file: HubFile): string {
  return `${blobPath(cache, repository, file)}.incomplete`
}

/** Where the file lies in the cache, by its content or under its path: a real path; null where it is not, or has another size. */
export async function findCached(cache: string, at: RepositoryAtCommit, file: HubFile): Promise<string | null> {
  for (const path of [blobPath(cache, at.repository, file), join(snapshotFolder(cache, at), file.path)])
    if ((await sizeOf(path)) === file.size) return realpath(path)
  return null
}

/** Bytes of a file; null where there is none. */
export async function sizeOf(path: string): Promise<number | null> {
  try {
    const found = await stat(path)
    return found.isFile() ? found.size : null
  } catch {
    return null
  }
}

/** The commit that a revision named when it was last downloaded, and its snapshot; null where the cache has none. Nothing is asked. */
export async function findSnapshot(
  cache: string,
  repository: Repository,
  revision: string,
): Promise<{ readonly commit: string; readonly folder: string } | null> {
  if (!isSafePath(revision)) return null
  const known = await readFile(join(cache, folderName(repository), 'refs', revision), 'utf8').catch(() => revision)
  const commit = known.trim()
  if (!/^[0-9a-f]{40}$/.test(commit)) return null
  const folder = snapshotFolder(cache, { repository, commit })
  const found = await stat(folder).catch(() => null)
  return found?.isDirectory() === true ? { commit, folder } : null
}

/** Notes which commit a revision names. */
export async function writeRef(cache: string, { repository, revision, commit }: RepositoryAtCommit): Promise<void> {
  if (revision === commit) return
  const path = join(cache, folderName(repository), 'refs', revision)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.${process.pid}.tmp`, commit)
  await rename(`${path}.${process.pid}.tmp`, path)
}

/**
 * Gives a content its path in a snapshot, whole or not at all: by a hard link; on another disk, or where the system refuses that, by a
 * symbolic link or a copy. A content of our own is then moved in place of being copied.
 */
export async function placeContent(content: string, path: string, ours: boolean): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`
  await mkdir(dirname(path), { recursive: true })
  await rm(draft, { force: true })
  try {
    await link(content, draft)
  } catch {
    if (ours) return rename(content, path)
    await symlink(content, draft).catch(() => copyFile(content, draft))
  }
  await rename(draft, path)
  // Renaming onto another link of the same file does nothing (POSIX), and leaves the draft.
  await rm(draft, { force: true })
}
