import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What one process or thread did. `watching`: it was watched from its start. */
export type NetworkEvent = {
  readonly kind: 'watching' | 'connection' | 'lookup' | 'datagram'
  /** An address, a name or the path of a local socket; absent of `watching`. */
  readonly host?: string
  readonly port?: number | null
  /** Whether that is not this machine. */
  readonly away?: boolean
  readonly pid: number
  readonly thread: 'main' | 'worker'
  /** The file that the process runs. */
  readonly entry: string
}

const preload = join(import.meta.dirname, 'network-watch.cjs')

/** Variables under which a process, its threads and what it starts write what goes out into `file` (network-watch.cjs). */
export function watchedEnvironment(file: string): Readonly<Record<'NODE_OPTIONS' | 'ETALON_NETWORK_LOG', string>> {
  return { NODE_OPTIONS: `--require=${JSON.stringify(preload)}`, ETALON_NETWORK_LOG: file }
}

/** What was written so far; nothing where no process was watched. */
export function networkEvents(file: string): readonly NetworkEvent[] {
  let text = ''
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return []
  }
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as NetworkEvent)
}

/** All but the notes that somebody is watched. */
export function outgoing(file: string): readonly NetworkEvent[] {
  return networkEvents(file).filter(({ kind }) => kind !== 'watching')
}
