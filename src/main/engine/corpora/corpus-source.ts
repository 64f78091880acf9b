/** How a corpus is stored. `json` is one array of objects, or objects one after the other. */
export type CorpusKind = 'jsonl' | 'json' | 'csv' | 'tsv' | 'parquet' | 'text-folder'

/** One corpus of the user's, found but not yet read. */
export type CorpusSource = {
  readonly name: string
  /** absolute */
  readonly path: string
  readonly kind: CorpusKind
  /** by the name's ending; what is decompressed is decided by the first bytes */
  readonly gzip: boolean
  /** on disk, of all files of a text folder together */
  readonly bytes: number
  /** newest modification time, milliseconds since 1970 */
  readonly modified: number
}

const fileName = /^(.+)\.(jsonl|ndjson|json|csv|tsv|parquet)(\.gz)?$/i

/** The corpus name, kind and compression a file name stands for; null when its ending is none of a corpus. */
export function parseFileName(name: string): { readonly name: string; readonly kind: CorpusKind; readonly gzip: boolean } | null {
  const parts = fileName.exec(name)
  if (parts === null) return null
  const [, base = '', ending = '', gzip] = parts
  const kind = ending.toLowerCase() === 'ndjson' ? 'jsonl' : (ending.toLowerCase() as CorpusKind)
  return { name: base.normalize('NFC'), kind, gzip: gzip !== undefined }
}

/** What each kind should hold, for hints that complete "Expected ...". */
export const expectedContent: Readonly<Record<CorpusKind, string>> = {
  jsonl: 'one JSON object a line, such as {"id": 1, "text": "..."}',
  json: 'a JSON array of objects, such as [{"id": 1, "text": "..."}] (in pandas: to_json(path, orient="records"))',
  csv: 'a header line with the column names, then one row a line, in UTF-8',
  tsv: 'a header line with the column names, then one row a line with tabs between cells, in UTF-8',
  parquet: 'a Parquet table with at least one column of text',
  'text-folder': '.txt or .md files in UTF-8, one document each',
}
