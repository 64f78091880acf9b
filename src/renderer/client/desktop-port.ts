import type { Port } from '../../contract/port.ts'

/** Gives the ports that the preload script hands to the page, one per call; a new one comes when the main process was restarted. */
export function receiveDesktopPorts(): () => Promise<Port> {
  const arrived: Port[] = []
  const waiting: ((port: Port) => void)[] = []
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const [port] = event.ports
    if (event.source !== window || port === undefined || !isHandOver(event.data)) return
    const taker = waiting.shift()
    if (taker === undefined) arrived.push(portOver(port))
    else taker(portOver(port))
  })
  return () => {
    const port = arrived.shift()
    return port === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(port)
  }
}

const isHandOver = (data: unknown) => typeof data === 'object' && data !== null && (data as { etalon?: unknown }).etalon === 'port'

function portOver(port: MessagePort): Port {
  return {
    postMessage: (message, transfer) => port.postMessage(message, { transfer: [...(transfer ?? [])] }),
    onMessage: (listener) => {
      port.onmessage = ({ data }) => listener(data)
    },
    onClose: (listener) => port.addEventListener('close', listener),
    close: () => port.close(),
  }
}
