import { onTestFinished } from 'vitest'
import type { Connection } from '../../../src/main/engine/store/connection.ts'
import { beginImport, commitDocuments, finishImport, type ImportDocument } from '../../../src/main/engine/store/imports.ts'
import { housekeepingStep } from '../../../src/main/engine/store/housekeeping.ts'
import { recordLens } from '../../../src/main/engine/store/lenses.ts'
import { closeStore, openStoreForWriting } from '../../../src/main/engine/store/open-store.ts'
import type { StoredCorpus } from '../../../src/main/engine/store/corpora.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** An empty store in a temporary folder, open for writing, that need not survive a power cut. */
export function temporaryStore(): { readonly db: Connection; readonly folder: string } {
  const folder = temporaryFolder()
  const db = openStoreForWriting(folder)
  db.pragma('synchronous = OFF')
  onTestFinished(() => closeStore(db))
  return { db, folder }
}

export const textChannel = { name: 'text', field: 'text', role: null } as const

export function importOf(name: string, fingerprint = 'first'): Parameters<typeof beginImport>[1] {
  return { name, kind: 'jsonl', source: `${name}.jsonl`, gzip: false, fingerprint, mapping: {}, channels: [textChannel] }
}

export function documentOf(row: number, text: string, more: Partial<ImportDocument> = {}): ImportDocument {
  return { row, id: `d${row}`, metadata: {}, texts: [text], ...more }
}

/** A ready corpus of one channel with these texts. */
export function importTexts(db: Connection, name: string, texts: readonly string[], fingerprint = 'first'): StoredCorpus {
  const documents = texts.map((text, ordinal) => documentOf(ordinal + 1, text))
  return importDocuments(db, name, documents, fingerprint)
}

export function importDocuments(
  db: Connection,
  name: string,
  documents: readonly ImportDocument[],
  fingerprint = 'first',
): StoredCorpus {
  const { corpus } = beginImport(db, importOf(name, fingerprint))
  commitDocuments(db, corpus, { documents, problems: [] }, documents.length)
  return finishImport(db, corpus)
}

export function lensNumber(db: Connection, hash = 'a-lens'): number {
  return recordLens(db, {
    hash,
    name: hash,
    title: hash,
    folder: '/lens',
    manifest: { d_sae: 64 },
    dSae: 64,
    hook: 'blocks.2.hook_resid_post',
  }).lens
}

export function keepHouse(db: Connection): void {
  while (housekeepingStep(db)) continue
}

export function channelOf(corpus: StoredCorpus, ordinal = 0): number {
  const channel = corpus.channels[ordinal]
  if (channel === undefined) throw new Error(`no channel ${ordinal}`)
  return channel.channel
}

/** The Failure a call throws, as a value; the call must throw one. */
export function failureOf(call: () => unknown): { readonly code: string; readonly message: string; readonly hint: string } {
  try {
    call()
  } catch (error) {
    const { code, message, hint } = error as { code?: string; message?: string; hint?: string }
    if (code !== undefined && message !== undefined && hint !== undefined) return { code, message, hint }
    throw error
  }
  throw new Error('nothing was thrown')
}
