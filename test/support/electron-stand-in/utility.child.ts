// A utility process: gives the module named by the first argument a `process.parentPort`, and ends with its parent.
import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'

const [entry = ''] = process.argv.slice(2)
const waiting: unknown[] = []
const port = Object.assign(new EventEmitter(), { postMessage: (message: unknown) => process.send?.(message) })
let isStarted = false
process.on('message', ({ message }: { message: unknown }) => {
  if (isStarted) port.emit('message', { data: message, ports: [] })
  else waiting.push(message)
})
port.on('newListener', (name) => {
  if (name !== 'message' || isStarted) return
  isStarted = true
  queueMicrotask(() => waiting.splice(0).forEach((message) => port.emit('message', { data: message, ports: [] })))
})
process.on('disconnect', () => process.exit(0))
Object.assign(process, { parentPort: port })
await import(pathToFileURL(entry).href)
