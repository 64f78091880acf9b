import { request } from 'node:http'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import type { Operations } from '../../src/contract/operations.ts'
import { type Loopback, serveLoopback } from '../../src/main/loopback/serve-loopback.ts'
import { socketPort } from '../support/engine-client.ts'
import { suiteFolder } from '../support/temporary-folder.ts'

const folder = suiteFolder()
let served: Loopback
beforeAll(async () => {
  const root = join(folder, 'renderer')
  mkdirSync(join(root, 'assets'), { recursive: true })
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>Etalon</title>')
  writeFileSync(join(root, 'assets', 'a.js'), 'export {}')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  served = await serveLoopback({ operations: {} as Operations, root, port: 0, logBug: () => {} })
})
afterAll(() => served.close())

/** As a raw client would: no URL parser mends the path. */
function get(
  path: string,
  host = `127.0.0.1:${served.port}`,
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: served.port, path, headers: { host } }, (response) => {
      let body = ''
      response.on('data', (chunk) => (body += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    asked.on('error', reject)
    asked.end()
  })
}

test('the page holds no secret and may do little', async () => {
  const { status, headers, body } = await get('/')
  expect(status).toBe(200)
  expect(body).not.toContain(served.token)
  expect(headers['content-security-policy']).toContain("default-src 'none'")
  expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/)
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect((await get('/assets/a.js')).headers['content-type']).toContain('javascript')
})

test.each(['/../secret.txt', '/..%2fsecret.txt', '/assets/../../secret.txt', '/%00', '/nothing', '/%E0%A4%A'])(
  '%s is not found',
  async (path) => {
    const { status, body } = await get(path)
    expect(status).toBe(404)
    expect(body).not.toContain('secret')
  },
)

test.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example'])('the host %j is refused', async (host) => {
  expect((await get('/', host)).status).toBe(403)
})

test('only the page with the token gets a port', async () => {
  await expect(socketPort(served.port, 'wrong')).rejects.toThrow('4401')
  await expect(socketPort(served.port, served.token, { origin: 'http://evil.example' })).rejects.toThrow('403')
  await expect(socketPort(served.port, served.token, { origin: 'null' })).rejects.toThrow('403')
  await expect(socketPort(served.port, served.token, { host: 'evil.example', origin: 'http://evil.example' })).rejects.toThrow(
    '403',
  )
  const port = await socketPort(served.port, served.token)
  port.close()
})

test('a client that sends no frame is let go, and the host lives on', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${served.port}/port`, { headers: { origin: `http://127.0.0.1:${served.port}` } })
  await new Promise((resolve) => socket.once('open', resolve))
  socket.send(JSON.stringify({ token: served.token }))
  await new Promise((resolve) => socket.once('message', resolve))
  socket.send(Buffer.from([1, 2, 3]))
  expect(await new Promise((resolve) => socket.once('close', resolve))).toBe(4400)
  expect((await get('/')).status).toBe(200)
})

test('a port in use is said in one sentence', async () => {
  await expect(
    serveLoopback({ operations: {} as Operations, root: folder, port: served.port, logBug: () => {} }),
  ).rejects.toMatchObject({ code: 'conflict' })
})
