import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'

/** Electron's port of the main process: delivers `{ data, ports }`, only once started, and transfers nothing but ports. */
export class MessagePortMain extends EventEmitter {
  /** What the page gets when this is sent to it. */
  readonly port: MessagePort

  constructor(port: MessagePort) {
    super()
    this.port = port
    port.on('close', () => this.emit('close'))
  }

  start(): void {
    this.port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }))
  }

  postMessage(message: unknown, transfer: readonly MessagePortMain[] = []): void {
    if (!transfer.every((each) => each instanceof MessagePortMain)) throw new TypeError('Invalid value for transfer')
    this.port.postMessage(
      message,
      transfer.map((each) => each.port),
    )
  }

  close(): void {
    this.port.close()
  }
}

export class MessageChannelMain {
  readonly port1: MessagePortMain
  readonly port2: MessagePortMain

  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = new MessagePortMain(port1)
    this.port2 = new MessagePortMain(port2)
  }
}
