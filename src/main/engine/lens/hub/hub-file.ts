import { z } from 'zod'
import { notWhatWasAsked, type About } from './hub-fault.ts'

/** A file of a repository at one commit. */
export type HubFile = {
  /** From the repository's root, with `/`; `isSafePath` holds. */
  readonly path: string
  readonly size: number
  readonly digest: Digest
}

/** Of the content; of files that the hub keeps in git, git's id of it: SHA-1 of `blob <size>\0` and the content. */
export type Digest = { readonly kind: 'sha256' | 'sha512' | 'git'; readonly hex: string }

const size = z.number().int().nonnegative()
const fileSchema = z.object({
  type: z.literal('file'),
  path: z.string(),
  size,
  oid: z.string().regex(/^[0-9a-f]{40}$/),
  lfs: z.object({ oid: z.string().regex(/^(sha256:)?[0-9a-f]{64}$/), size }).nullish(),
})
const pageSchema = z.array(
  z.discriminatedUnion('type', [fileSchema, z.object({ type: z.enum(['directory', 'commit', 'submodule']) })]),
)

/**
 * The files on one page of a listing, as `GET /api/models/{id}/tree/{commit}` answers. Names that cannot be kept on every system are
 * left out; `entries` counts them and the folders as well. Throws a `HubFault` for what is no listing, or names a file outside.
 */
export function readListing(text: string, about: About): { readonly files: readonly HubFile[]; readonly entries: number } {
  let json: unknown = null
  try {
    json = JSON.parse(text)
  } catch {
    // said below
  }
  const parsed = pageSchema.safeParse(json)
  if (!parsed.success) throw notWhatWasAsked(about, 'the answer is no list of files')
  const files: HubFile[] = []
  for (const entry of parsed.data) {
    if (entry.type !== 'file') continue
    const { path, lfs } = entry
    if (leadsOut(path)) throw notWhatWasAsked(about, 'it names a file outside the repository')
    if (!isSafePath(path)) continue
    if (lfs === null || lfs === undefined) files.push({ path, size: entry.size, digest: { kind: 'git', hex: entry.oid } })
    else files.push({ path, size: lfs.size, digest: { kind: 'sha256', hex: lfs.oid.replace('sha256:', '') } })
  }
  return { files, entries: parsed.data.length }
}

/** What git never keeps, so that only a server with intent names it. */
function leadsOut(path: string): boolean {
  return path.startsWith('/') || path.split(/[\\/]/).includes('..') || /^[A-Za-z]:[\\/]/.test(path)
}

/** Whether a path, of `/` only, stays within its folder and can be written on Linux, macOS and Windows. */
export function isSafePath(path: string): boolean {
  if (path.length > 1000 || leadsOut(path)) return false
  return path.split('/').every((name) => writable.test(name) && !reserved.test(name) && Buffer.byteLength(name) <= 255)
}

/** No control character and none that Windows refuses; no dot or space at the end, and not only dots. */
const writable = /^[^\p{Cc}\\:*?"<>|]*[^\p{Cc}\\:*?"<>|. ]$/u
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i
