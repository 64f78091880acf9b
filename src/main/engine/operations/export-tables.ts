import { type PooledBlock, pooledBlockCount, readPooledBlock } from '../store/activations/read-pooled-block.ts'
import { storedBlocks } from '../store/activations/stored-block.ts'
import { documentsFrom, textOf } from '../store/documents.ts'
import type { TableColumn, TableRows } from '../table-files/table.ts'
import { labelsOf } from './labels-of.ts'
import { type LatentTotals, share, totalsOf } from './latent-totals.ts'
import type { ProjectReading } from './project-reading.ts'
import type { ReadSubject } from './subjects.ts'

/** What an export is made from. A matrix row is a document of a channel: those of the first subject by ordinal, then of the next. */
export type Exported = {
  readonly project: ProjectReading
  readonly subjects: readonly [ReadSubject, ...ReadSubject[]]
  readonly dSae: number
}

/** Some rows, and how many of the table's `total` steps they bring. */
export type Piece = { readonly rows: TableRows; readonly steps: number }

export type ExportTable = {
  readonly name: 'documents' | 'pooled' | 'latents' | 'labels'
  readonly columns: readonly TableColumn[]
  readonly total: number
  readonly unit: string
  pieces(): Iterable<Piece>
}

const documentsAtOnce = 256
const latentsAtOnce = 4096

export function exportTables(exported: Exported): Readonly<Record<ExportTable['name'], ExportTable>> {
  return {
    documents: documentsTable(exported),
    pooled: pooledTable(exported),
    latents: latentsTable(exported),
    labels: labelsTable(exported),
  }
}

/** The blocks of all subjects in order, each with the matrix row of its first document. */
export function* pooledBlocks({ project, subjects }: Exported): Generator<PooledBlock & { readonly firstRow: number }> {
  let base = 0
  for (const { encoding } of subjects) {
    const blocks = pooledBlockCount(project.db, encoding.encoding)
    for (let block = 0; block < blocks; block++) {
      const read = readPooledBlock(project.db, encoding.encoding, block)
      yield { ...read, firstRow: base + read.firstOrdinal }
    }
    base += encoding.documents
  }
}

export function documentCount({ subjects }: Exported): number {
  return subjects.reduce((sum, { encoding }) => sum + encoding.documents, 0)
}

function documentsTable(exported: Exported): ExportTable {
  const columns = [
    { name: 'row', type: 'int32' },
    { name: 'corpus', type: 'text' },
    { name: 'channel', type: 'text' },
    { name: 'document', type: 'text' },
    { name: 'ordinal', type: 'int32' },
    { name: 'characters', type: 'int32' },
    { name: 'tokens', type: 'int32' },
    { name: 'metadata', type: 'text' },
  ] as const
  return { name: 'documents', columns, total: documentCount(exported), unit: 'documents', pieces: () => documentPieces(exported) }
}

function* documentPieces({ project, subjects }: Exported): Generator<Piece> {
  let base = 0
  for (const { corpus, channel, encoding } of subjects) {
    const blocks = pooledBlockCount(project.db, encoding.encoding)
    for (const { firstOrdinal, documents: count, tokenStarts } of storedBlocks(project.db, encoding.encoding, 0, blocks)) {
      for (let from = 0; from < count; from += documentsAtOnce) {
        const documents = documentsFrom(project.db, corpus.corpus, firstOrdinal + from, Math.min(documentsAtOnce, count - from))
        const rows = [
          documents.map(({ ordinal }) => base + ordinal),
          documents.map(() => corpus.name),
          documents.map(() => channel.name),
          documents.map(({ id }) => id),
          documents.map(({ ordinal }) => ordinal),
          documents.map(({ ordinal }) => textOf(project.db, channel.channel, ordinal)?.length ?? 0),
          documents.map((_, at) => (tokenStarts[from + at + 1] ?? 0) - (tokenStarts[from + at] ?? 0)),
          documents.map(({ metadata }) => JSON.stringify(metadata)),
        ]
        yield { rows, steps: documents.length }
      }
    }
    base += encoding.documents
  }
}

function pooledTable(exported: Exported): ExportTable {
  const columns = [
    { name: 'row', type: 'int32' },
    { name: 'latent', type: 'int32' },
    { name: 'activation', type: 'float32' },
  ] as const
  return { name: 'pooled', columns, total: documentCount(exported), unit: 'documents', pieces: () => pooledPieces(exported) }
}

function* pooledPieces(exported: Exported): Generator<Piece> {
  for (const { firstRow, documents, starts, latents, maxima } of pooledBlocks(exported)) {
    const rows = new Uint32Array(latents.length)
    for (let document = 0; document < documents; document++) rows.fill(firstRow + document, starts[document], starts[document + 1])
    yield { rows: [rows, latents, maxima], steps: documents }
  }
}

/** Every latent, dead ones too: as many rows as the matrix has columns. */
function latentsTable({ project, subjects, dSae }: Exported): ExportTable {
  const [{ lens }] = subjects
  const labels = labelsOf(project, lens)
  const all = totalsOf(project, subjects, dSae)
  const frequency = (totals: LatentTotals, latent: number) => share(totals.present[latent], totals.documents)
  const columns: readonly TableColumn[] = [
    { name: 'latent', type: 'int32' },
    { name: 'label', type: 'text', nullable: true },
    { name: 'origin', type: 'text', nullable: true },
    { name: 'documentFrequency', type: 'float64' },
    { name: 'tokenDensity', type: 'float64' },
    { name: 'maxActivation', type: 'float32' },
    ...subjects.map((subject) => ({ name: `documentFrequency:${nameOf(subject)}`, type: 'float64' as const })),
  ]
  const perSubject = subjects.map((subject) => totalsOf(project, [subject], dSae))
  function* pieces(): Generator<Piece> {
    for (let first = 0; first < dSae; first += latentsAtOnce) {
      const latents = Uint32Array.from({ length: Math.min(latentsAtOnce, dSae - first) }, (_, at) => first + at)
      const rows = [
        latents,
        Array.from(latents, (latent) => labels.get(latent)?.text ?? null),
        Array.from(latents, (latent) => labels.get(latent)?.origin ?? null),
        Float64Array.from(latents, (latent) => frequency(all, latent)),
        Float64Array.from(latents, (latent) => share(all.tokensActive[latent], all.tokens)),
        Float32Array.from(latents, (latent) => all.maxima[latent] ?? 0),
        ...perSubject.map((totals) => Float64Array.from(latents, (latent) => frequency(totals, latent))),
      ]
      yield { rows, steps: latents.length }
    }
  }
  return { name: 'latents', columns, total: dSae, unit: 'latents', pieces }
}

/** By corpus, and by channel where the corpus has several. */
function nameOf({ corpus, channel }: ReadSubject): string {
  return corpus.channels.length > 1 ? `${corpus.name}/${channel.name}` : corpus.name
}

function labelsTable({ project, subjects }: Exported): ExportTable {
  const labels = [...labelsOf(project, subjects[0].lens)]
  const columns = [
    { name: 'latent', type: 'int32' },
    { name: 'label', type: 'text' },
    { name: 'notes', type: 'text' },
    { name: 'origin', type: 'text' },
    { name: 'author', type: 'text' },
    { name: 'score', type: 'float64', nullable: true },
    { name: 'at', type: 'text' },
  ] as const
  const rows = [
    labels.map(([latent]) => latent),
    labels.map(([, { text }]) => text),
    labels.map(([, { notes }]) => notes),
    labels.map(([, { origin }]) => origin),
    labels.map(([, { author }]) => author),
    labels.map(([, { score }]) => score),
    labels.map(([, { at }]) => at),
  ]
  return { name: 'labels', columns, total: labels.length, unit: 'labels', pieces: () => [{ rows, steps: labels.length }] }
}
