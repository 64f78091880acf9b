import { constants } from 'node:fs'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import type { Uploaded, uploadInput } from '../../contract/importing.ts'
import { isFileName, uploadFolder, uploadPrefix } from './corpora/upload-folder.ts'

/** What was uploaded and never imported nor discarded goes after a day, in milliseconds. */
const longestWait = 24 * 60 * 60 * 1000

/**
 * Adds a part to a file that is being uploaded, in a hidden folder beside the project's own files until it is imported.
 *
 * Throws Failure 'bad-input' for a name that is no file's, 'stale' for a part that does not follow the one before, 'disk-full', 'no-permission'.
 */
export async function receiveUpload(project: string, part: z.output<typeof uploadInput>): Promise<Uploaded> {
  const { upload, folder, file, offset, bytes } = part
  for (const name of folder === undefined ? [file] : [folder, file])
    if (!isFileName(name))
      throw new Failure(
        'bad-input',
        `"${name}" cannot be the name of a file here.`,
        'Rename it: without slashes, control characters and < > : " | ? *, and with no dot at its beginning or end.',
      )
  const place = uploadFolder(project, upload)
  const inside = folder === undefined ? place : join(place, folder)
  try {
    if (offset === 0) {
      await forgetOldUploads(project)
      await mkdir(inside, { recursive: true })
    }
    const target = await open(join(inside, file), offset === 0 ? 'wx' : constants.O_WRONLY | constants.O_APPEND)
    try {
      if ((await target.stat()).size !== offset) throw new Failure('stale', `A part of ${file} is missing.`, 'Add the file again.')
      await target.writeFile(bytes)
    } finally {
      await target.close()
    }
  } catch (error) {
    throw writingFailure(error, file, project)
  }
  return { path: folder === undefined ? join(place, file) : inside, received: offset + bytes.length }
}

export async function discardUpload(project: string, upload: string): Promise<void> {
  await rm(uploadFolder(project, upload), { recursive: true, force: true })
}

async function forgetOldUploads(project: string): Promise<void> {
  const names = (await readdir(project)).filter((name) => name.startsWith(uploadPrefix))
  for (const name of names) {
    const found = await stat(join(project, name)).catch(() => null)
    if (found !== null && Date.now() - found.mtimeMs > longestWait) await rm(join(project, name), { recursive: true, force: true })
  }
}

function writingFailure(error: unknown, file: string, project: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  const cause = { cause: error }
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Failure('disk-full', `There is no room for ${file} in ${project}.`, 'Free some space and add the file again.', cause)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new Failure(
      'no-permission',
      `${file} cannot be copied into ${project}: this user may not write there.`,
      'Ask for rights to the folder, or open another one.',
      cause,
    )
  if (code === 'EEXIST') return new Failure('conflict', `${file} is being added twice.`, 'Discard it and add it again.', cause)
  if (code === 'ENOENT') return new Failure('stale', `The beginning of ${file} is gone.`, 'Add the file again.', cause)
  return error
}
