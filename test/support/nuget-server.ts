import { createHash } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export type NugetServer = {
  readonly index: string
  /** Paths asked for, each with its range. */
  readonly requests: readonly string[]
  package: Buffer
  /** What its description says the package is; absent: what it is. */
  described: Buffer | null
  /** Closes the connection after so many bytes of the next package. */
  breakAfter: number | null
  /** What it answers for the package's registration in place of it. */
  status: number | null
  /** The address that it names for the package. */
  content: string | null
}

/** A NuGet server of version 3 on loopback that has one version of the runtime's package. Closed when the test ends. */
export async function nugetServer(name: string, version: string, content: Buffer): Promise<NugetServer> {
  const requests: string[] = []
  const sockets = new Set<Socket>()
  let url = ''
  const state = { package: content, described: null, breakAfter: null, status: null, content: null } as {
    -readonly [Key in keyof NugetServer]: NugetServer[Key]
  }
  const json = (response: ServerResponse, body: unknown) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  const lower = name.toLowerCase()
  const server = createServer((message, response) => {
    const path = message.url ?? ''
    const { range } = message.headers
    requests.push(range === undefined ? path : `${path} ${range}`)
    if (path === '/v3/index.json')
      json(response, {
        version: '3.0.0',
        resources: [
          { '@id': `${url}/v3/flat/`, '@type': 'PackageBaseAddress/3.0.0' },
          { '@id': `${url}/v3/registration-gz/`, '@type': 'RegistrationsBaseUrl/3.6.0' },
          { '@id': `${url}/v3/registration`, '@type': 'RegistrationsBaseUrl/3.0.0-beta' },
        ],
      })
    else if (path === `/v3/registration/${lower}/${version}.json`)
      if (state.status === null)
        json(response, {
          catalogEntry: `${url}/v3/catalog/1.json`,
          packageContent: state.content ?? `${url}/v3/flat/${lower}.nupkg`,
        })
      else response.writeHead(state.status).end()
    else if (path === '/v3/catalog/1.json') {
      const described = state.described ?? state.package
      const packageHash = createHash('sha512').update(described).digest('base64')
      json(response, { id: name, version, packageHash, packageHashAlgorithm: 'SHA512', packageSize: state.package.length })
    } else if (path === `/v3/flat/${lower}.nupkg`) {
      const from = Number(/^bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0)
      const size = state.package.length
      const part = state.package.subarray(from)
      const headers = range === undefined ? {} : { 'content-range': `bytes ${from}-${size - 1}/${size}` }
      response.writeHead(range === undefined ? 200 : 206, { 'content-length': part.length, ...headers })
      if (state.breakAfter === null) response.end(part)
      else response.write(part.subarray(0, state.breakAfter), () => response.destroy())
    } else response.writeHead(404).end()
  })
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  onTestFinished(() => {
    server.close()
    sockets.forEach((socket) => socket.destroy())
  })
  return Object.defineProperties(state, {
    index: { value: `${url}/v3/index.json` },
    requests: { value: requests },
  }) as unknown as NugetServer
}
