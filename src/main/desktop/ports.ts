import { ipcMain, MessageChannelMain, type MessagePortMain } from 'electron'
import type { Operations } from '../../contract/operations.ts'
import type { Port } from '../../contract/port.ts'
import { servePort } from '../port.ts'
import { pageAddress } from './page-protocol.ts'

/** Gives each page that asks a port of its own to the contract; no other page, and no frame inside one, gets one. Resolves with the first. */
export function servePorts(operations: Operations, logBug: (error: unknown) => void): Promise<void> {
  return new Promise((resolve) => {
    ipcMain.on('etalon:connect', ({ senderFrame: frame }) => {
      if (frame === null || frame.parent !== null || !frame.url.startsWith(pageAddress)) return
      const { port1, port2 } = new MessageChannelMain()
      servePort(portOver(port1), operations, logBug)
      frame.postMessage('etalon:port', null, [port2])
      resolve()
    })
  })
}

/** Electron's port as ours. Typed arrays are cloned: only ports can be transferred. */
function portOver(port: MessagePortMain): Port {
  return {
    postMessage: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', ({ data }) => listener(data))
      port.start()
    },
    onClose: (listener) => port.on('close', listener),
    close: () => port.close(),
  }
}
