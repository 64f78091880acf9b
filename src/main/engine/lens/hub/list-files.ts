import { Failure } from '../../../../contract/failure.ts'
import { notWhatWasAsked } from './hub-fault.ts'
import { readListing, type HubFile } from './hub-file.ts'
import type { Hub } from './hub.ts'
import { encodePath, type RepositoryAtCommit } from './repository.ts'

/** Entries of one listing, folders included, and pages; the largest repositories of SAEs have some ten thousand, on pages of a thousand. */
const maxEntries = 100_000
const maxPages = 1000

export type ListOptions = { readonly folder?: string; readonly recursive?: boolean }

/** Asks the hub for the files directly in a folder ('' for the root), or with those of all folders within. Throws `Failure`s. */
export async function listFiles(
  hub: Hub,
  at: RepositoryAtCommit,
  { folder = '', recursive = false }: ListOptions,
  signal: AbortSignal,
): Promise<readonly HubFile[]> {
  const { repository, commit } = at
  const about = hub.about(at, folder === '' ? null : folder)
  const below = folder === '' ? [] : [encodePath(folder)]
  const url = hub.url('api', `${repository.kind}s`, repository.id, 'tree', commit, ...below)
  url.searchParams.set('recursive', String(recursive))
  const files: HubFile[] = []
  const cursors = new Set<string>()
  for (let entries = 0; ;) {
    const { page, cursor } = await hub.persist(signal, async () => {
      const body = await hub.get(url, { accept: 'application/json' }, about, signal)
      return { page: readListing(await hub.text(body, about, signal), about), cursor: cursorOf(body.headers.link ?? '', url) }
    })
    files.push(...page.files)
    entries += page.entries
    if (cursor === null || page.entries === 0) return files
    if (cursors.has(cursor)) throw notWhatWasAsked(about, 'its list of files goes round in circles').failure
    if (entries > maxEntries || cursors.size === maxPages)
      throw new Failure('unsupported', `${repository.id} lists more files than are looked at.`, 'Name a folder of it.')
    cursors.add(cursor)
    url.search = cursor
  }
}

/** Where the next page begins, null after the last. Only that is taken from the link: a mirror may name the host that it mirrors. */
function cursorOf(link: string | readonly string[], url: URL): string | null {
  const [, next] = /<([^<>]{1,8000})>\s*;\s*rel="?next"?/.exec(String(link)) ?? []
  return next !== undefined && URL.canParse(next, url.href) ? new URL(next, url).search : null
}
