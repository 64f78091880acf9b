import { useQuery } from '@tanstack/react-query'
import { api } from './api.ts'
import { settled } from './settled.ts'

type Member = { readonly corpus: string; readonly ordinal: number; readonly id: string | null; readonly excerpt: string | null }

/** Rows are asked for in pieces of so many, and pieces out of view are kept so long, in milliseconds. */
const together = 30
const kept = 20_000
const characters = 240

/** Id and beginning of the document in one row of a list; null until they are there. Those that came with the list are not asked for. */
export function useMemberRow(members: readonly Member[], row: number, channel: string | null): Pick<Member, 'id' | 'excerpt'> {
  const member = members[row]
  const first = Math.floor(row / together) * together
  const asked = members.slice(first, first + together).filter(({ excerpt }) => excerpt === null)
  const { data } = useQuery({
    queryKey: ['rows', 'members', channel, asked.map(({ corpus, ordinal }) => [corpus, ordinal])],
    queryFn: async ({ signal }) => {
      await settled(signal)
      const corpora = [...new Set(asked.map(({ corpus }) => corpus))]
      const rows = await Promise.all(
        corpora.map(async (corpus) => {
          const ordinals = asked.filter((each) => each.corpus === corpus).map(({ ordinal }) => ordinal)
          const source = { corpus, ...(channel === null ? {} : { channel }) }
          const found = await api.documents.rows.query({ source, ordinals, characters }, { signal })
          return found.map(({ ordinal, id, excerpt }) => ({ corpus, ordinal, id, excerpt }))
        }),
      )
      return rows.flat()
    },
    enabled: member !== undefined && member.excerpt === null,
    gcTime: kept,
  })
  if (member === undefined || member.excerpt !== null) return member ?? { id: null, excerpt: null }
  return data?.find(({ corpus, ordinal }) => corpus === member.corpus && ordinal === member.ordinal) ?? { id: null, excerpt: null }
}
