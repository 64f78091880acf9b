import { type ChildProcess, fork } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Port } from '../../../src/contract/port.ts'
import { connect, type EngineClient } from '../engine-client.ts'
import { repositoryRoot } from '../repository-files.ts'

type FromChild =
  | { readonly kind: 'page'; readonly message: unknown }
  | { readonly kind: 'port' }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }

/** A desktop host that runs under the stand-in, and the page of its window. */
export type RunningDesktop = {
  /** Speaks over the port that the preload script handed to the page. */
  readonly client: EngineClient
  changes(): AsyncGenerator<unknown>
  /** Has the stand-in do or tell something (`orders` of desktop.child.ts). */
  order(name: string, given?: unknown): Promise<unknown>
  readonly output: { readonly out: string; readonly error: string }
  /** Resolves when a line with this in it was written to stdout. */
  says(line: string): Promise<void>
  readonly ended: Promise<number | null>
  readonly process: ChildProcess
}

/** The folder that Electron would call the app's: its built preload script and resources, and a page of one line. */
export function productFolder(folder: string): string {
  const product = join(folder, 'product')
  mkdirSync(join(product, 'out', 'renderer', 'assets'), { recursive: true })
  symlinkSync(join(repositoryRoot, 'resources'), join(product, 'resources'), 'junction')
  symlinkSync(join(repositoryRoot, 'out', 'preload'), join(product, 'out', 'preload'), 'junction')
  writeFileSync(join(product, 'out', 'renderer', 'index.html'), '<!doctype html><title>the page</title>')
  writeFileSync(join(product, 'out', 'renderer', 'assets', 'a b.js'), 'export {}')
  writeFileSync(join(product, 'out', 'secret.txt'), 'secret')
  return product
}

/** Starts `entry` (a main entry) under the stand-in; resolves when the page has its port. */
export async function runDesktop(
  entry: string,
  product: string,
  environment: Readonly<Record<string, string>>,
): Promise<RunningDesktop> {
  const child = fork(join(import.meta.dirname, 'desktop.child.ts'), [entry], {
    serialization: 'advanced',
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, STAND_IN_PRODUCT: product, ETALON_PROJECT: '', ETALON_STORE: '', ...environment },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const output = { out: '', error: '' }
  child.stdout?.on('data', (chunk: Buffer) => (output.out += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (output.error += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))

  const toPage: ((message: unknown) => void)[] = []
  const waiting = new Map<number, (answer: unknown) => void>()
  let hand = () => {}
  const handed = new Promise<void>((resolve) => (hand = resolve))
  child.on('message', (message: FromChild) => {
    if (message.kind === 'page') toPage.forEach((listener) => listener(message.message))
    else if (message.kind === 'port') hand()
    else waiting.get(message.id)?.(message.answer)
  })
  const port: Port = {
    postMessage: (message) => void child.send({ kind: 'page', message }),
    onMessage: (listener) => void toPage.push(listener),
    onClose: (listener) => void child.once('exit', listener),
    close: () => undefined,
  }
  let last = 0
  const order = (name: string, given?: unknown) =>
    new Promise<unknown>((resolve) => {
      waiting.set((last += 1), resolve)
      child.send({ kind: 'order', id: last, name, given })
    })
  const says = (line: string) =>
    new Promise<void>((resolve) => {
      const look = () => output.out.includes(line) && resolve()
      child.stdout?.on('data', look)
      look()
    })
  const early = ended.then((code) => Promise.reject(new Error(`ended with ${code} before the page had a port:\n${output.error}`)))
  await Promise.race([handed, early])
  early.catch(() => undefined)
  const { client, changes } = connect(port)
  return { client, changes, order, output, says, ended, process: child }
}
