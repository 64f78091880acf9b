import { dirname, join, relative } from 'node:path'

/** Files and folders whose names begin with a dot are no corpora. */
export const uploadPrefix = '.etalon-upload-'

/** Where the files of one upload lie until they are imported. */
export function uploadFolder(project: string, upload: string): string {
  return join(project, `${uploadPrefix}${upload}`)
}

/** The folder of the upload that a path in it is of; null for a path elsewhere. */
export function uploadAround(project: string, path: string): string | null {
  const around = dirname(path)
  return relative(project, around).startsWith(uploadPrefix) && dirname(around) === project ? around : null
}

/** A name that every file system takes as that of one file which is not hidden. */
export function isFileName(name: string): boolean {
  const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
  // oxlint-disable-next-line no-control-regex
  const isPlain = !/[<>:"/\\|?*\u0000-\u001f\u007f]/.test(name) && name.isWellFormed()
  return isPlain && !/^[.~ ]|[. ]$/.test(name) && name !== '' && Buffer.byteLength(name) <= 255 && !reserved.test(name)
}
