import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ruleModel } from '../support/rule-model.ts'
import { scriptedEndpoint } from '../support/scripted-endpoint.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { networkEvents, outgoing, watchedEnvironment } from '../support/watch-network.ts'

/** Runs Node with these words under the watch; its output, once it has ended well. */
function watched(words: readonly string[], file: string): Promise<string> {
  const child = spawn(process.execPath, [...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...watchedEnvironment(file), FAR_KEY: 'sk-not-to-be-sent', NODE_NO_WARNINGS: '1' },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  let complaints = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (complaints += chunk))
  return new Promise((resolve, reject) =>
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`ended with ${code}: ${complaints}`)))),
  )
}

test('the watch sees what goes out of a process, its threads and its children, and lets nothing leave', async () => {
  const file = join(temporaryFolder(), 'log.jsonl')
  const fetches = `fetch('http://192.0.2.1:81/').catch(() => undefined)`
  const looksUp = `import('node:dns').then(({ lookup }) => lookup('example.org', () => undefined)).catch(() => undefined)`
  const datagram = `import('node:dgram').then(({ createSocket }) => createSocket('udp4').send('text', 9, '192.0.2.2')).catch(() => undefined)`
  const connects = `import('node:net').then(({ connect }) => connect(82, '192.0.2.3')).catch(() => undefined)`
  const inChild = `import('node:child_process').then(({ execFileSync }) => execFileSync(process.execPath, ['-e', ${JSON.stringify(connects)}]))`
  const inWorker = `import('node:worker_threads').then(({ Worker }) => new Worker(${JSON.stringify(`${looksUp}; ${datagram}`)}, { eval: true }))`
  await watched(['-e', `${fetches}; ${inChild}; ${inWorker}`], file)
  const seen = outgoing(file).map(({ kind, host, port, thread }) => `${kind} ${host} ${port} ${thread}`)
  expect(seen.sort((a, b) => a.localeCompare(b))).toEqual([
    'connection 192.0.2.1 81 main',
    'connection 192.0.2.3 82 main',
    'datagram 192.0.2.2 null worker',
    'lookup example.org null worker',
  ])
})

test('nothing leaves before a confirmed run, and then only to its endpoint', { timeout: 300_000 }, async () => {
  const endpoint = await scriptedEndpoint(ruleModel())
  const folder = temporaryFolder()
  const child = join(import.meta.dirname, '..', 'support', 'typical-operations.child.ts')
  const before = join(folder, 'before.jsonl')
  const plan = await watched([child, folder, endpoint.url], before)
  const seen = networkEvents(before).filter(({ kind }) => kind === 'watching')
  expect(seen.some(({ thread }) => thread === 'worker')).toBe(true)
  expect(seen.some(({ entry }) => entry.includes('inference.entry'))).toBe(true)
  expect(outgoing(before)).toEqual([])
  expect(endpoint.requests).toEqual([])

  const after = join(folder, 'after.jsonl')
  await watched([child, folder, endpoint.url, plan], after)
  expect(endpoint.requests.length).toBeGreaterThan(4)
  const targets = outgoing(after).map(({ host, port }) => `${host}:${port}`)
  expect([...new Set(targets)]).toEqual([new URL(endpoint.url).host])
})
