import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { DocumentRow, sourceSchema } from '../../contract/documents.ts'
import type { LatentRow, latentsInput } from '../../contract/latents.ts'
import { api } from './api.ts'
import { settled } from './settled.ts'

/** Rows are asked for in pieces of so many; rows in view share the answer of their piece. */
const latentsTogether = 100
const documentsTogether = 30

export type LatentTable = Omit<z.input<typeof latentsInput>, 'offset' | 'limit'>

/** One row of the latent table; undefined until its piece is there. */
export function useLatentRow(table: LatentTable, row: number): LatentRow | undefined {
  const offset = Math.floor(row / latentsTogether) * latentsTogether
  const input = { ...table, offset, limit: latentsTogether }
  return useQuery({
    queryKey: ['latents', 'list', input],
    queryFn: async ({ signal }) => {
      if (offset > 0) await settled(signal)
      return api.latents.list.query(input, { signal })
    },
    select: ({ rows }) => rows[row - offset],
  }).data
}

/** The first piece of the table: what it holds in all. */
export function useLatentTable(table: LatentTable) {
  const input = { ...table, offset: 0, limit: latentsTogether }
  return useQuery({
    queryKey: ['latents', 'list', input],
    queryFn: ({ signal }) => api.latents.list.query(input, { signal }),
    placeholderData: (before) => before,
  })
}

export type PaneRows = {
  readonly source: z.input<typeof sourceSchema>
  /** Documents by row; -1 where the row has none here. */
  readonly ordinals: Int32Array
  /** The name of the order that the ordinals are of. */
  readonly order: string
  readonly latent: number | null
  /** Latents lit beside it. */
  readonly beside: readonly number[]
  /** Words that the excerpts begin near; '': none. */
  readonly words: string
  readonly characters: number
}

/** Pieces out of view are kept so long, in milliseconds: a long scroll must not fill the memory. */
const piecesKept = 20_000

type PaneRow = {
  /** Undefined until its piece is there, null where the row has none. */
  readonly document: DocumentRow | null | undefined
  readonly error: unknown
}

/** The document in one row of a pane. */
export function usePaneRow(rows: PaneRows, row: number): PaneRow {
  const ordinal = rows.ordinals[row] ?? -1
  const piece = Math.floor(row / documentsTogether)
  const { source, latent, beside, words, characters, order } = rows
  const { data, error } = useQuery({
    queryKey: ['rows', 'piece', source, latent, beside, words, characters, order, piece],
    queryFn: async ({ signal }) => {
      await settled(signal)
      const all = rows.ordinals.subarray(piece * documentsTogether, (piece + 1) * documentsTogether)
      const ordinals = [...all].filter((each) => each >= 0)
      const asked = {
        source,
        ordinals,
        characters,
        ...(latent === null ? {} : { latent }),
        ...(beside.length === 0 ? {} : { beside: [...beside] }),
        ...(words === '' ? {} : { words }),
      }
      return api.documents.rows.query(asked, { signal })
    },
    enabled: ordinal >= 0,
    gcTime: piecesKept,
    select: (documents) => documents.find((each) => each.ordinal === ordinal) ?? null,
  })
  return { document: ordinal < 0 ? null : data, error }
}
