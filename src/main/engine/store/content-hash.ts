import { createHash } from 'node:crypto'

/**
 * The first 16 bytes of the SHA-256 of what a document says: channel names and texts, in the channels' order.
 *
 * Hashed is `JSON.stringify([[name, text], ...])`, in which no two documents look alike. Ids and metadata do not count.
 */
export function contentHash(channels: readonly string[], texts: readonly string[]): Buffer {
  const said = JSON.stringify(channels.map((name, ordinal) => [name, texts[ordinal] ?? '']))
  return createHash('sha256').update(said).digest().subarray(0, 16)
}
