import { useMemo, useState } from 'react'
import type { z } from 'zod'
import type { DocumentOrder, orderInput } from '../../../contract/documents.ts'
import { useOrder } from '../../client/document-queries.ts'

export type Find = {
  /** Null: the field is not open. */
  readonly words: string | null
  readonly setWords: (words: string | null) => void
  /** Rows in which they are found, ascending; null until they are known. */
  readonly rows: Int32Array | null
}

const nowhere = new Int32Array()

/** Words looked for in all documents of a list, whether they are in view or not: the engine is asked for the same list with those words. */
export function useFind(input: z.input<typeof orderInput>, order: DocumentOrder | undefined): Find {
  const [words, setWords] = useState<string | null>(null)
  const wanted = (words ?? '').trim()
  const filter = { ...input.filter, text: joined(input.filter?.text ?? '', wanted) }
  const { data, isPlaceholderData } = useOrder({ ...input, filter }, wanted !== '')
  const rows = useMemo(
    () => (order === undefined || data === undefined || isPlaceholderData ? null : rowsOf(order, data)),
    [order, data, isPlaceholderData],
  )
  return { words, setWords, rows: wanted === '' ? nowhere : rows }
}

/** Both are to be found; a quotation that was left open ends before the other. */
const joined = (filter: string, words: string) =>
  `${filter}${(filter.match(/["“”]/g)?.length ?? 0) % 2 === 1 ? '"' : ''} ${words}`.trim()

/** Where the rows of one order stand in another. */
function rowsOf(order: DocumentOrder, found: DocumentOrder): Int32Array {
  const places = order.ordinals.map((ordinals) => {
    const rowOf = new Map<number, number>()
    ordinals.forEach((ordinal, row) => ordinal >= 0 && rowOf.set(ordinal, row))
    return rowOf
  })
  const rows = Array.from({ length: found.rows }, (_, at) => {
    const pane = found.ordinals.findIndex((ordinals) => (ordinals[at] ?? -1) >= 0)
    return places[pane]?.get(found.ordinals[pane]?.[at] ?? -1) ?? -1
  })
  return Int32Array.from(rows.filter((row) => row >= 0)).sort()
}
