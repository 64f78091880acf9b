import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openLens } from '../../../../src/main/engine/lens/open-lens.ts'
import type { ActivationBlock } from '../../../../src/main/engine/numerics/activation-block.ts'
import { hashPair } from '../../../../src/main/engine/numerics/hash-pair.ts'
import { ProjectReading } from '../../../../src/main/engine/operations/project-reading.ts'
import { openTokenizer, type Tokenizer } from '../../../../src/main/engine/reader/tokenizer.ts'
import { commitBlock } from '../../../../src/main/engine/store/activations/commit-block.ts'
import { finishEncoding as finishActivations } from '../../../../src/main/engine/store/activations/finish-encoding.ts'
import type { Connection } from '../../../../src/main/engine/store/connection.ts'
import type { StoredCorpus } from '../../../../src/main/engine/store/corpora.ts'
import { beginEncoding, finishEncoding } from '../../../../src/main/engine/store/encodings.ts'
import { beginImport, commitDocuments, finishImport } from '../../../../src/main/engine/store/imports.ts'
import { recordLens } from '../../../../src/main/engine/store/lenses.ts'
import { closeStore, openStoreForWriting } from '../../../../src/main/engine/store/open-store.ts'
import { tiny, writeTinyLens } from '../../../support/tiny-lens.ts'

/** A document: a text for each channel, and metadata. */
export type Row = { readonly texts: readonly string[]; readonly metadata?: Readonly<Record<string, unknown>>; readonly id?: string }

/** A corpus of `read-project`: its first channel is `text`. */
export type PlantedCorpus = { readonly name: string; readonly channels: readonly string[]; readonly rows: readonly Row[] }

export type ReadProject = {
  readonly project: ProjectReading
  readonly db: Connection
  readonly lens: number
  readonly tokenizer: Tokenizer
  readonly thresholds: Float32Array
  close(): Promise<void>
}

const blockDocuments = 16

/**
 * Corpora in a store, every channel read by the tiny lens's tokenizer and, in place of its SAE, by `plantedActivation`; one encoding of
 * each channel for each strength, in which activations are so many times as strong.
 */
export async function readProject(
  folder: string,
  corpora: readonly PlantedCorpus[],
  strengths: Readonly<Partial<Record<'float32' | 'int8', number>>> = { float32: 1 },
): Promise<ReadProject> {
  const db = openStoreForWriting(folder)
  db.pragma('synchronous = OFF')
  const lensFolder = join(folder, 'tiny')
  mkdirSync(lensFolder)
  writeTinyLens(lensFolder)
  const opened = await openLens(lensFolder)
  const { hash, name, title, dSae, hook, thresholds } = opened
  const { lens } = recordLens(db, { hash, name, title, folder: lensFolder, manifest: {}, dSae, hook })
  const tokenizer = await openTokenizer(opened.tokenizerFiles)
  const stored = corpora.map((corpus) => importCorpus(db, corpus))
  for (const [precision, strength] of Object.entries(strengths))
    stored.forEach((corpus, at) => {
      for (const [place, channel] of corpus.channels.entries()) {
        const identity = `${corpus.name} ${channel.name} ${precision}`
        const begun = { corpus: corpus.corpus, channel: channel.channel, lens, identity, settings: { precision }, device: 'none' }
        const { encoding } = beginEncoding(db, begun)
        const texts = corpora[at]!.rows.map((row) => row.texts[place]!)
        let tokens = 0
        for (let first = 0, block = 0; first < texts.length; first += blockDocuments, block++) {
          const read = blockOf(tokenizer, texts.slice(first, first + blockDocuments), first, strength)
          commitBlock(db, encoding, block, read, thresholds)
          tokens += read.tokenIds.length
        }
        for (const step of finishActivations(db, encoding, thresholds)) void step
        finishEncoding(db, encoding, { documents: texts.length, tokens, nonzeros: tokens, seconds: 1 })
      }
    })
  const place = { folder, store: folder, resources: folder, home: folder, version: 'test', host: 'test' }
  const project = new ProjectReading(place)
  const close = async () => {
    await project.close()
    closeStore(db)
  }
  return { project, db, lens, tokenizer, thresholds, close }
}

/** Of a latent on a token: fixed by the token and its place; 0 on most. Few latents are active in one token, odd ones weakly. */
export function plantedActivation(token: number, place: number, latent: number): number {
  const drawn = hashPair(token, latent)
  if (drawn % 9 !== 0) return 0
  return Math.fround((latent % 2 === 1 ? 0.3 : 0.1) + (hashPair(drawn, place) / 2 ** 32) * (latent % 2 === 1 ? 0.3 : 1.5))
}

/** [tokens] of a latent in a text as it is read. */
export function plantedActivations(tokenizer: Tokenizer, text: string, latent: number, strength = 1): Float32Array {
  return Float32Array.from(tokenizer.tokenize(text).ids, (token, place) => plantedActivation(token, place, latent) * strength)
}

function importCorpus(db: Connection, { name, channels, rows }: PlantedCorpus): StoredCorpus {
  const { corpus } = beginImport(db, {
    name,
    kind: 'jsonl',
    source: `${name}.jsonl`,
    gzip: false,
    fingerprint: 'first',
    mapping: {},
    channels: channels.map((channel) => ({ name: channel, field: channel, role: null })),
  })
  const documents = rows.map(({ texts, metadata = {}, id }, at) => ({ row: at + 1, id: id ?? `${name}-${at}`, metadata, texts }))
  commitDocuments(db, corpus, { documents, problems: [] }, documents.length)
  return finishImport(db, corpus)
}

function blockOf(tokenizer: Tokenizer, texts: readonly string[], firstOrdinal: number, strength: number): ActivationBlock {
  const read = texts.map((text) => tokenizer.tokenize(text))
  const tokenStarts = new Uint32Array(texts.length + 1)
  read.forEach(({ ids }, at) => (tokenStarts[at + 1] = tokenStarts[at]! + ids.length))
  const tokens: number[] = []
  const latents: number[] = []
  const values: number[] = []
  read.forEach(({ ids }, document) =>
    ids.forEach((token, place) => {
      for (let latent = 0; latent < tiny.dSae; latent++) {
        const value = plantedActivation(token, place, latent)
        if (value === 0) continue
        tokens.push(tokenStarts[document]! + place)
        latents.push(latent)
        values.push(value * strength)
      }
    }),
  )
  const joined = (part: 'ids' | 'starts' | 'ends') => Int32Array.from(read.flatMap((each) => Array.from(each[part])))
  return {
    firstOrdinal,
    documentCount: texts.length,
    tokenStarts,
    tokenIds: joined('ids'),
    starts: joined('starts'),
    ends: joined('ends'),
    activationToken: Uint32Array.from(tokens),
    activationLatent: Uint32Array.from(latents),
    activationValue: Float32Array.from(values),
  }
}
