import type { DocumentRow } from '../../../contract/documents.ts'

/** Rows as they were last seen, so that another latent's arrival does not blank the text it is about to light. */
const seen = new Map<string, DocumentRow>()
const most = 600

const keyOf = (corpus: string, ordinal: number) => `${ordinal} ${corpus}`

export function rememberSeen(corpus: string, row: DocumentRow): void {
  const key = keyOf(corpus, row.ordinal)
  if (seen.get(key) === row) return
  seen.delete(key)
  seen.set(key, row)
  if (seen.size <= most) return
  for (const oldest of seen.keys()) {
    seen.delete(oldest)
    return
  }
}

export const lastSeen = (corpus: string, ordinal: number): DocumentRow | null => seen.get(keyOf(corpus, ordinal)) ?? null
