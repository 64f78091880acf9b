import type { DocumentGroup } from '../../../contract/analyses.ts'

const longest = 60

/** A group of documents in a few words: its own, the value where it is one of a column, else its corpora. Cut where it is long. */
export function groupTitle({ corpora, where, name }: DocumentGroup): string {
  const values = Object.values(where ?? {})
  const title = name ?? (values.length > 0 ? values.join(', ') : corpora.join(' + '))
  return title.length > longest ? `${title.slice(0, longest).trimEnd()}…` : title
}
