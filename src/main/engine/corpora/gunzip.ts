import { createGunzip } from 'node:zlib'

/**
 * Decompressed bytes, to the last that can be had: a gzip that breaks off ends quietly, after `onBroken` was told why.
 * Several members in one file are read on; zeros after the last one, which tape and block devices leave, are passed over.
 *
 * Piece by piece, each written and emptied before the next: a stream that is read through a pipe drops what it had
 * ready when the error comes, so how many rows survive would depend on timing.
 */
export async function* gunzipBytes(pieces: AsyncIterable<Buffer>, onBroken: (reason: string) => void): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 1 << 17 })
  const ready: Buffer[] = []
  gunzip.on('data', (bytes: Buffer) => ready.push(bytes))
  const ended = new Promise<NodeJS.ErrnoException | 'end'>((resolve) => gunzip.on('error', resolve).on('end', () => resolve('end')))
  try {
    let outcome: NodeJS.ErrnoException | 'end' | 'written' = 'written'
    for await (const piece of pieces) {
      outcome = await Promise.race([
        ended,
        new Promise<'written'>((resolve) => gunzip.write(piece, (error) => error ?? resolve('written'))),
      ])
      yield* ready.splice(0)
      if (outcome !== 'written') break
    }
    if (outcome === 'written') {
      gunzip.end()
      outcome = await ended
      yield* ready.splice(0)
    }
    if (outcome instanceof Error)
      onBroken(outcome.code === 'Z_BUF_ERROR' ? 'the gzip data is cut short' : 'the gzip data is damaged')
  } finally {
    gunzip.destroy()
  }
}
