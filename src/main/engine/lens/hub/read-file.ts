import type { IncomingHttpHeaders } from 'node:http'
import { brokenOff, notWhatWasAsked } from './hub-fault.ts'
import type { HubFile } from './hub-file.ts'
import type { Hub } from './hub.ts'
import { type RemoteFile, remoteFile } from './remote-file.ts'
import type { RepositoryAtCommit } from './repository.ts'

/** Bytes of a file from `from` on; `to` is not included. */
export type ByteRange = { readonly from: number; readonly to: number }

/**
 * Reads a part of a file as it comes, once: trying again is the caller's, by `hub.persist`. What a server that knows no ranges sends before
 * it is left out, and whoever has enough leaves. Throws `HubFault`s.
 */
export async function* readRange(
  hub: Hub,
  { url, about, size }: RemoteFile,
  { from, to }: ByteRange,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  const whole = from === 0 && to === size
  const body = await hub.get(url, whole ? {} : { range: `bytes=${from}-${to - 1}` }, about, signal)
  const wrong = wrongPart(body.statusCode ?? 0, body.headers, size, from)
  if (wrong !== null) body.destroy()
  if (wrong !== null) throw notWhatWasAsked(about, wrong)
  let skip = body.statusCode === 206 ? 0 : from
  let left = to - from
  for await (const chunk of hub.chunks(body, about, signal)) {
    const used = chunk.subarray(Math.min(skip, chunk.length))
    skip -= chunk.length - used.length
    if (used.length > left && to === size) throw notWhatWasAsked(about, `it has more than ${size} bytes`)
    if (used.length > 0) yield used.subarray(0, left)
    left -= used.length
    if (left <= 0 && to < size) return
  }
  if (left > 0) throw brokenOff(about, 'the answer ended early')
}

/** Why what is coming cannot be what was asked for; null where it may be. */
function wrongPart(status: number, headers: IncomingHttpHeaders, size: number, from: number): string | null {
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') return 'it is packed, though that was not asked for'
  if (status === 206) {
    const [, first, total] = /^bytes (\d{1,16})-\d{1,16}\/(\d{1,16}|\*)$/.exec(headers['content-range'] ?? '') ?? []
    return Number(first) === from && (total === '*' || Number(total) === size) ? null : 'it is another part than was asked for'
  }
  const length = headers['content-length']
  return length === undefined || Number(length) === size ? null : `it has ${length} bytes in place of ${size}`
}

/** A part of a file, whole. Throws `Failure`s. */
export function readBytes(
  hub: Hub,
  at: RepositoryAtCommit,
  file: HubFile,
  range: ByteRange,
  signal: AbortSignal,
): Promise<Buffer<ArrayBuffer>> {
  return hub.persist(signal, async () => {
    const chunks: Buffer[] = []
    if (range.to > range.from)
      for await (const chunk of readRange(hub, remoteFile(hub, at, file), range, signal)) chunks.push(chunk)
    return Buffer.concat(chunks)
  })
}
