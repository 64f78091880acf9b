import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A request as it came. `place`: the hub's interface, a file of its, or the other origin that holds the large ones. */
export type SeenHubRequest = {
  readonly place: 'api' | 'file' | 'content'
  readonly path: string
  /** What follows it, from `?` on. */
  readonly search: string
  readonly authorization: string | null
  readonly range: string | null
  /** Earlier requests of the same place and path. */
  readonly repeat: number
}

/** What is done in place of a right answer. */
export type HubAct =
  | {
      readonly kind: 'status'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
    }
  /** Sends so many bytes of the answer and closes the connection. */
  | { readonly kind: 'break'; readonly after: number }
  /** Sends the whole file, whatever part was asked for. */
  | { readonly kind: 'no-range' }
  /** Sends this in place of the content. */
  | { readonly kind: 'content'; readonly content: Buffer }
  /** Sends some bytes and then no more; without, not even headers. */
  | { readonly kind: 'hang'; readonly after?: number }
  /** Sends for as long as anybody reads. */
  | { readonly kind: 'endless' }
  | { readonly kind: 'reset' }

export type HubScript = (request: SeenHubRequest) => HubAct | null

export type ServedRepository = {
  readonly kind: 'model' | 'dataset'
  readonly id: string
  readonly commit: string
  readonly license: string | null
  readonly gated: 'auto' | 'manual' | false
  /** Contents by path; those in `large` are told of as LFS does, and lie at the other origin. */
  readonly files: ReadonlyMap<string, Buffer>
  readonly large: ReadonlySet<string>
}

export type HubServer = {
  readonly url: string
  /** The other origin. */
  readonly contentUrl: string
  readonly requests: readonly SeenHubRequest[]
  /** Bytes of files that were sent. */
  readonly sent: number
  script: HubScript
  repository: ServedRepository
}

const entriesOfPage = 3

/** A hub on loopback that serves one repository as huggingface.co does, but for what its script says. Closed when the test ends. */
export async function hubServer(repository: ServedRepository, script: HubScript = () => null): Promise<HubServer> {
  const requests: SeenHubRequest[] = []
  const sockets = new Set<Socket>()
  const state = { repository, script, sent: 0, signatures: 0 }
  const answer = (own: 'hub' | 'content') => (message: IncomingMessage, response: ServerResponse) => {
    const url = new URL(message.url ?? '/', 'http://hub')
    const place = own === 'content' ? 'content' : url.pathname.startsWith('/api/') ? 'api' : 'file'
    const path = decodeURIComponent(url.pathname)
    const request: SeenHubRequest = {
      place,
      path,
      search: url.search,
      authorization: message.headers.authorization ?? null,
      range: message.headers.range ?? null,
      repeat: requests.filter((each) => each.place === place && each.path === path).length,
    }
    requests.push(request)
    const act = state.script(request)
    if (act?.kind === 'reset') response.destroy()
    else if (act?.kind === 'hang' && act.after === undefined) return
    else if (act?.kind === 'endless') sendEndlessly(response)
    else if (act?.kind === 'status') response.writeHead(act.status, act.headers).end(act.body ?? '')
    else if (place === 'api') sendApi(url, state.repository, response)
    else sendFile({ request, act, response, state, contentUrl })
  }
  const listen = async (own: 'hub' | 'content') => {
    const server = createServer(answer(own))
    server.on('connection', (socket) => sockets.add(socket))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const contentUrl = await listen('content')
  const url = await listen('hub')
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()))
  return Object.defineProperties(state, {
    url: { value: url },
    contentUrl: { value: contentUrl },
    requests: { value: requests },
  }) as unknown as HubServer
}

export function gitDigest(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex')
}

export function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

/** `/api/models/{id}/revision/{revision}` and `/api/models/{id}/tree/{commit}/{folder}`, in pages of three entries. */
function sendApi(url: URL, { kind, id, commit, license, gated, files, large }: ServedRepository, response: ServerResponse): void {
  const [, what, at = '', below = ''] = new RegExp(`^/api/${kind}s/${id}/(revision|tree)/([^/]+)/?(.*)$`).exec(url.pathname) ?? []
  const refuse = (code: string) => void response.writeHead(404, { 'x-error-code': code, 'x-error-message': `${code}.` }).end()
  const json = (body: unknown, headers = {}) =>
    void response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  if (what === undefined) return refuse('RepoNotFound')
  if (decodeURIComponent(at) !== 'main' && at !== commit) return refuse('RevisionNotFound')
  if (what === 'revision') return json({ id, sha: commit, gated, cardData: license === null ? null : { license }, siblings: [] })
  const folder = below === '' ? '' : `${decodeURIComponent(below)}/`
  const inside = [...files.keys()].filter((path) => path.startsWith(folder))
  if (inside.length === 0) return refuse('EntryNotFound')
  const direct = inside.filter((path) => url.searchParams.get('recursive') === 'true' || !path.slice(folder.length).includes('/'))
  const folders = [...new Set(inside.map((path) => path.slice(folder.length)).filter((path) => path.includes('/')))]
  const entries = [
    ...folders.map((path) => ({ type: 'directory', oid: commit, size: 0, path: folder + path.slice(0, path.indexOf('/')) })),
    ...direct.map((path) => entryOf(path, files.get(path) ?? Buffer.alloc(0), large.has(path))),
  ]
  const from = Number(url.searchParams.get('cursor') ?? 0)
  const rest = from + entriesOfPage < entries.length
  // As behind a mirror: the link names another host.
  const link = `<https://huggingface.co${url.pathname}?recursive=${url.searchParams.get('recursive')}&cursor=${from + entriesOfPage}>; rel="next"`
  json(entries.slice(from, from + entriesOfPage), rest ? { link } : {})
}

function entryOf(path: string, content: Buffer, large: boolean): object {
  const size = content.length
  if (!large) return { type: 'file', oid: gitDigest(content), size, path }
  return { type: 'file', oid: gitDigest(Buffer.from(path)), size, lfs: { oid: sha256(content), size, pointerSize: 134 }, path }
}

type Serving = {
  readonly request: SeenHubRequest
  readonly act: HubAct | null
  readonly response: ServerResponse
  readonly state: { repository: ServedRepository; sent: number; signatures: number }
  readonly contentUrl: string
}

/** A small file; the way to a large one; or that one, at its other origin under an address that is new each time. */
function sendFile({ request, act, response, state, contentUrl }: Serving): void {
  const { kind, id, commit, files, large } = state.repository
  const prefix = request.place === 'content' ? '/' : `/${kind === 'dataset' ? 'datasets/' : ''}${id}/resolve/${commit}/`
  const path = request.path.slice(prefix.length)
  const content = request.path.startsWith(prefix) ? files.get(path) : undefined
  if (content === undefined) return void response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end()
  const etag = `"${large.has(path) ? sha256(content) : gitDigest(content)}"`
  if (request.place === 'file' && large.has(path)) {
    const location = `${contentUrl}/${encodeURIComponent(path)}?signature=${state.signatures++}`
    return void response
      .writeHead(302, { location, 'x-repo-commit': commit, 'x-linked-etag': etag, 'x-linked-size': content.length })
      .end('Found')
  }
  const whole = act?.kind === 'content' ? act.content : content
  const [, first, last] = (act?.kind === 'no-range' ? null : /^bytes=(\d+)-(\d+)$/.exec(request.range ?? '')) ?? []
  const from = Number(first ?? 0)
  const to = Math.min(Number(last ?? whole.length - 1) + 1, whole.length)
  const part = whole.subarray(from, to)
  const ranged = first === undefined ? {} : { 'content-range': `bytes ${from}-${to - 1}/${whole.length}` }
  response.writeHead(first === undefined ? 200 : 206, { 'content-length': part.length, etag, 'x-repo-commit': commit, ...ranged })
  const cut = act?.kind === 'break' || act?.kind === 'hang' ? part.subarray(0, act.after) : part
  state.sent += cut.length
  if (act?.kind === 'hang') response.write(cut)
  else if (act?.kind === 'break') response.write(cut, () => response.destroy())
  else response.end(cut)
}

function sendEndlessly(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  const chunk = Buffer.alloc(64 * 1024, '[')
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  }
  response.on('drain', more)
  more()
}
