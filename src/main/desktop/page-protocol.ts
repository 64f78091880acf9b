import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { protocol } from 'electron'
import { pageHeaders, pageMediaTypes } from '../../contract/page-headers.ts'

const scheme = 'etalon'

/** The page has an origin of its own, so that workers and the content policy hold: file:// gives neither. */
export const pageAddress = `${scheme}://workbench/`

/** To be called before Electron is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the built renderer from `root` at `pageAddress`. */
export function servePage(root: string): void {
  protocol.handle(scheme, async ({ url, method }) => {
    const file = method === 'GET' ? fileFor(root, url) : null
    const bytes = file === null ? null : await readFile(file).catch(() => null)
    if (file === null || bytes === null)
      return new Response('Not found', { status: 404, headers: { ...pageHeaders, 'content-type': 'text/plain' } })
    const type = pageMediaTypes[extname(file)] ?? 'application/octet-stream'
    return new Response(new Uint8Array(bytes), { headers: { ...pageHeaders, 'content-type': type } })
  })
}

/** The file under `root` that an address names; null for another host or a path that climbs out. */
export function fileFor(root: string, url: string): string | null {
  if (!url.startsWith(pageAddress)) return null
  try {
    const path = decodeURIComponent(new URL(url).pathname)
    const file = normalize(join(root, path === '/' ? 'index.html' : path))
    return file.startsWith(normalize(root) + sep) && !file.includes('\0') ? file : null
  } catch {
    return null
  }
}
