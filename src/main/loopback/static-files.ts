import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { pageHeaders, pageMediaTypes } from '../../contract/page-headers.ts'

/** Serves the built renderer from `root`; anything that climbs out of it, or is not there, is a 404. */
export async function serveStaticFile(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = decodedPath(request.url ?? '/')
  const file = path === null ? null : normalize(join(root, path === '/' ? 'index.html' : path))
  const found = file !== null && file.startsWith(root + sep) ? await stat(file).catch(() => null) : null
  if (file === null || !found?.isFile() || (request.method !== 'GET' && request.method !== 'HEAD')) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found')
    return
  }
  const type = pageMediaTypes[extname(file)] ?? 'application/octet-stream'
  // File names under assets/ carry a hash of their content.
  const cache = path?.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store'
  response.writeHead(200, { 'content-type': type, 'content-length': found.size, 'cache-control': cache, ...pageHeaders })
  if (request.method === 'HEAD') response.end()
  else createReadStream(file).pipe(response)
}

function decodedPath(url: string): string | null {
  try {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname)
    return path.includes('\0') ? null : path
  } catch {
    return null
  }
}
