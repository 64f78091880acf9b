import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'

const child = fileURLToPath(new URL('./utility.child.ts', import.meta.url))

/** Electron's child, over one of Node's: messages are cloned, and only ports could be transferred. */
export class UtilityProcess extends EventEmitter {
  readonly #process

  constructor(entry: string, stdio: 'ignore' | 'inherit') {
    super()
    this.#process = fork(child, [entry], {
      serialization: 'advanced',
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', stdio, stdio, 'ipc'],
    })
    this.#process.on('message', (message) => this.emit('message', message))
    this.#process.on('exit', (code, signal) => this.emit('exit', signal === null ? (code ?? 0) : 9))
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw new TypeError('Invalid value for transfer')
    if (this.#process.connected) this.#process.send({ message }, () => undefined)
  }

  kill(): boolean {
    return this.#process.kill()
  }
}

export const utilityProcess = {
  fork: (entry: string, _words: readonly string[] = [], options: { readonly stdio?: 'ignore' | 'inherit' } = {}): UtilityProcess =>
    new UtilityProcess(entry, options.stdio ?? 'inherit'),
}
