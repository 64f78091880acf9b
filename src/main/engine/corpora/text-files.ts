import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileFailure } from './file-failure.ts'

export type TextFile = { readonly name: string; readonly path: string; readonly bytes: number; readonly modified: number }

const textFileName = /^[^.~].*\.(txt|md)$/i
const statsAtOnce = 64

/** The .txt and .md files directly in a folder, by name (UTF-16 order); deeper folders and dot-files are not read. */
export async function listTextFiles(folder: string): Promise<readonly TextFile[]> {
  const names = (await readdir(folder).catch((error) => Promise.reject(fileFailure(error, folder))))
    .filter((name) => textFileName.test(name))
    .sort()
  const files: TextFile[] = []
  for (let from = 0; from < names.length; from += statsAtOnce) {
    files.push(
      ...(await Promise.all(names.slice(from, from + statsAtOnce).map((name) => describeFile(folder, name)))).filter(
        (file) => file !== null,
      ),
    )
  }
  return files
}

/** Null for what is no ordinary file, or is gone by now. */
async function describeFile(folder: string, name: string): Promise<TextFile | null> {
  const path = join(folder, name)
  const status = await stat(path).catch(() => null)
  return status?.isFile() ? { name, path, bytes: status.size, modified: status.mtimeMs } : null
}
