import { prepare, type Connection } from './connection.ts'

/** Documents of two corpora that have the same id, as ordinals in each, [pairs], in the order of the first. */
export type PairedOrdinals = { readonly first: Int32Array; readonly second: Int32Array }

export function pairedOrdinals(db: Connection, first: number, second: number): PairedOrdinals {
  const pairs = prepare<readonly [number, number]>(
    db,
    `SELECT a.document & 4294967295, b.document & 4294967295
     FROM documents AS a JOIN documents AS b ON b.corpus = ? AND b.id = a.id
     WHERE a.corpus = ?
     ORDER BY a.document`,
    'arrays',
  ).all(second, first)
  return { first: Int32Array.from(pairs, (pair) => pair[0]), second: Int32Array.from(pairs, (pair) => pair[1]) }
}
