import { decodeFrame, encodeFrame } from '../../contract/frames.ts'
import type { Port } from '../../contract/port.ts'
import { ConnectionRefused } from './connection.ts'

/** Close code of the host for a wrong token. */
const wrongToken = 4401

/** A port over a WebSocket to this page's own origin: first the token as text, then, after the host's welcome, binary frames. */
export function openSocketPort(token: string): Promise<Port> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/port`)
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => socket.send(JSON.stringify({ token }))
    socket.onclose = ({ code }) =>
      reject(
        code === wrongToken ? new ConnectionRefused('The host does not know this token.') : new Error('The host is not there.'),
      )
    socket.onmessage = () => resolve(portOver(socket))
  })
}

function portOver(socket: WebSocket): Port {
  return {
    postMessage: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(encodeFrame(message))
    },
    onMessage: (listener) => {
      socket.onmessage = ({ data }) => {
        if (data instanceof ArrayBuffer) listener(decodeFrame(new Uint8Array(data)))
      }
    },
    onClose: (listener) => {
      socket.onclose = listener
    },
    close: () => socket.close(),
  }
}
