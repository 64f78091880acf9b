import { createHash } from 'node:crypto'
import type { Connection } from '../../../src/main/engine/store/connection.ts'
import { corpusByName } from '../../../src/main/engine/store/corpora.ts'
import { beginImport, commitDocuments, finishImport, type ImportDocument } from '../../../src/main/engine/store/imports.ts'
import { housekeepingStep } from '../../../src/main/engine/store/housekeeping.ts'

const rows = 3000
const batch = 100

/** Imports 3,000 rows, some skipped and some with ids that repeat, in batches; `committed` is called after each. */
export function importSeeded(db: Connection, committed: () => void): void {
  if (corpusByName(db, 'seeded') === null) importRows(db, committed)
  while (housekeepingStep(db)) committed()
}

function importRows(db: Connection, committed: () => void): void {
  const { corpus, rowsRead } = beginImport(db, {
    name: 'seeded',
    kind: 'jsonl',
    source: 'seeded.jsonl',
    gzip: false,
    fingerprint: 'seeded',
    mapping: { text: 'prompt' },
    channels: [
      { name: 'prompt', field: 'prompt', role: 'user' },
      { name: 'response', field: 'response', role: null },
    ],
  })
  for (let row = rowsRead + 1; row <= rows; row += batch) {
    const wanted = Array.from({ length: Math.min(batch, rows - row + 1) }, (_, offset) => row + offset)
    const problems = wanted
      .filter((each) => each % 37 === 0)
      .map((each) => ({ row: each, file: 'seeded.jsonl', reason: 'no text' }))
    const documents = wanted.filter((each) => each % 37 !== 0).map(seededDocument)
    commitDocuments(db, corpus, { documents, problems }, Math.min(row + batch - 1, rows))
    committed()
  }
  finishImport(db, corpus)
  committed()
}

function seededDocument(row: number): ImportDocument {
  const bytes = createHash('sha256').update(String(row)).digest()
  const words = Array.from(bytes, (byte) => `w${byte % 100}`)
  return {
    row,
    id: row % 50 === 0 ? 'again' : `id ${row}`,
    metadata: { topic: words[0], length: bytes[1], nested: { even: row % 2 === 0 } },
    texts: [words.slice(0, 8).join(' '), `${words.join(' ')} 🙂 Ünïcödé`.repeat(1 + (bytes[2] ?? 0) / 16)],
  }
}

/** Everything a corpus is, but for the moment it was made. */
export function dumpOf(db: Connection): unknown {
  const all = (sql: string): unknown[] => db.prepare(sql).all()
  return {
    corpora: all(
      'SELECT name, kind, source, gzip, fingerprint, mapping, state, documents, skipped, notices, rows_read FROM corpora',
    ),
    channels: all('SELECT channel, corpus, ordinal, name, field, role, search_merged FROM channels'),
    documents: all('SELECT document, row, id, metadata, hex(content_hash) FROM documents'),
    texts: all('SELECT text, content FROM texts'),
    columns: all('SELECT * FROM metadata_columns'),
    problems: all('SELECT * FROM import_problems'),
    words: [1, 2].map((channel) => all(`SELECT hex(block) FROM texts_search_${channel}_data WHERE id > 10`).length),
  }
}
