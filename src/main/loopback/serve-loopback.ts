import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { Failure } from '../../contract/failure.ts'
import { decodeFrame, encodeFrame } from '../../contract/frames.ts'
import type { Operations } from '../../contract/operations.ts'
import type { Port } from '../../contract/port.ts'
import { servePort } from '../port.ts'
import { serveStaticFile } from './static-files.ts'

export type Loopback = { readonly url: string; readonly port: number; readonly token: string; close(): Promise<void> }

type LoopbackOptions = {
  readonly operations: Operations
  /** Folder of the built renderer. */
  readonly root: string
  /** 0 takes any free port. */
  readonly port: number
  readonly logBug: (error: unknown) => void
}

const longestMessage = 64 * 1024 * 1024
const secondsForToken = 10

/**
 * The browser host: the renderer and the contract on 127.0.0.1.
 *
 * The page holds no secret; the token travels in the address's fragment, which browsers never send, and comes back as the first
 * message of the WebSocket. Host must name this machine (DNS rebinding), Origin must equal it (other sites' pages).
 */
export async function serveLoopback(options: LoopbackOptions): Promise<Loopback> {
  const token = randomBytes(24).toString('base64url')
  const server = createServer((request, response) => {
    if (!namesThisMachine(request)) response.writeHead(403, { 'content-type': 'text/plain' }).end('Forbidden')
    else void serveStaticFile(options.root, request, response)
  })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: longestMessage, perMessageDeflate: false })

  server.on('upgrade', (request, socket, head) => {
    const sameOrigin = request.headers.origin === `http://${request.headers.host}`
    if (!namesThisMachine(request) || !sameOrigin || request.url !== '/port') {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (opened) => greet(opened, token, options))
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenFailure(error, options.port)))
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/#${token}`,
    port,
    token,
    close: () =>
      new Promise((resolve) => {
        for (const each of sockets.clients) each.terminate()
        sockets.close()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function namesThisMachine(request: IncomingMessage): boolean {
  const host = request.headers.host ?? ''
  return ['127.0.0.1', 'localhost', '[::1]'].includes(host.replace(/:\d+$/, ''))
}

/** Waits for the token before a single call is served. */
function greet(socket: WebSocket, token: string, options: LoopbackOptions): void {
  const timer = setTimeout(() => socket.close(4408, 'no token came'), secondsForToken * 1000)
  socket.once('message', (message: RawData, isBinary: boolean) => {
    clearTimeout(timer)
    if (isBinary || !isToken((message as Buffer).toString('utf8'), token)) return socket.close(4401, 'wrong token')
    socket.send(JSON.stringify({ welcome: true }))
    servePort(portOver(socket), options.operations, options.logBug)
  })
  socket.on('error', () => socket.terminate())
  socket.once('close', () => clearTimeout(timer))
}

function isToken(message: string, token: string): boolean {
  try {
    const given = Buffer.from(String((JSON.parse(message) as { token?: unknown }).token))
    const right = Buffer.from(token)
    return given.length === right.length && timingSafeEqual(given, right)
  } catch {
    return false
  }
}

function portOver(socket: WebSocket): Port {
  return {
    postMessage: (message) => socket.send(encodeFrame(message)),
    onMessage: (listener) =>
      socket.on('message', (message: RawData, isBinary: boolean) => {
        if (!isBinary) return socket.close(4400, 'frames are binary')
        const bytes = message as Buffer
        try {
          listener(decodeFrame(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)))
        } catch {
          socket.close(4400, 'not a frame')
        }
      }),
    onClose: (listener) => socket.on('close', listener),
    close: () => socket.close(),
  }
}

function listenFailure(error: NodeJS.ErrnoException, port: number): unknown {
  if (error.code === 'EADDRINUSE')
    return new Failure('conflict', `Port ${port} is in use by another program.`, 'Leave --port out to take any free port.', {
      cause: error,
    })
  if (error.code === 'EACCES')
    return new Failure('no-permission', `Port ${port} may not be used by this user.`, 'Choose a --port above 1023.', {
      cause: error,
    })
  return error
}
