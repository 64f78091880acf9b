import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openLens } from '../../src/main/engine/lens/open-lens.ts'
import type { ActivationBlock } from '../../src/main/engine/numerics/activation-block.ts'
import type { BinaryMatrix } from '../../src/main/engine/numerics/binary-matrix.ts'
import { transpose } from '../../src/main/engine/numerics/binary-matrix.ts'
import { type Random, seededRandom } from '../../src/main/engine/numerics/seeded-random.ts'
import { commitBlock } from '../../src/main/engine/store/activations/commit-block.ts'
import { finishEncoding as finishActivations } from '../../src/main/engine/store/activations/finish-encoding.ts'
import type { Connection } from '../../src/main/engine/store/connection.ts'
import { beginEncoding, finishEncoding } from '../../src/main/engine/store/encodings.ts'
import { beginImport, commitDocuments, finishImport } from '../../src/main/engine/store/imports.ts'
import { recordLens, type StoredLens } from '../../src/main/engine/store/lenses.ts'
import { closeStore, openStoreForWriting } from '../../src/main/engine/store/open-store.ts'
import { syntheticProperties } from '../../test/support/synthetic-properties.ts'
import { writeTinyLens } from '../../test/support/tiny-lens.ts'
import { writeSafetensors } from '../../test/support/write-safetensors.ts'

export type SyntheticSizes = {
  /** Of each of the two corpora. */
  readonly documents: number
  readonly latents: number
  /** Mean latents present in a document. */
  readonly present: number
  readonly seed: number
}

const corpora = ['a', 'b'] as const
const tokens = 200
const blockDocuments = 64

/**
 * A project of two corpora, `a` and `b`, as if read by a lens of many latents: frequencies by power law; one latent in fifty is half as
 * frequent in `b`. Documents have 200 words; a latent is active on one to three of the tokens. Presence thresholds are 0.
 *
 * Beside it, for those who read it in other ways, `a.starts`, `a.latents` and `a.maxima` (and of `b`): rows by document, 32-bit, pooled.
 */
export async function writeSyntheticProject(folder: string, sizes: SyntheticSizes): Promise<void> {
  const { documents, latents, present, seed } = sizes
  const all = transpose(syntheticProperties({ properties: latents, documents: 2 * documents, present, spread: 0.5, seed }))
  const lensFolder = join(folder, 'lens')
  writeWideLens(lensFolder, latents)
  const lens = await openLens(lensFolder, { digestCache: join(folder, 'digests.json') })
  const db = openStoreForWriting(join(folder, '.etalon'))
  try {
    db.pragma('synchronous = OFF')
    const { hash, name, title, dSae, hook } = lens
    const stored = recordLens(db, { hash, name, title, folder: lensFolder, manifest: {}, dSae, hook })
    for (const [at, corpus] of corpora.entries()) {
      const random = seededRandom(seed * 10 + at)
      const rows = pooledRows(all, at * documents, documents, (latent) => (at === 1 && latent % 50 === 7 ? 0.5 : 1), random)
      writeFileSync(join(folder, `${corpus}.starts`), rows.starts)
      writeFileSync(join(folder, `${corpus}.latents`), rows.latents)
      writeFileSync(join(folder, `${corpus}.maxima`), rows.maxima)
      writeCorpus(db, stored, corpus, rows, random)
    }
  } finally {
    closeStore(db)
  }
}

type Rows = { readonly starts: Uint32Array; readonly latents: Uint32Array; readonly maxima: Float32Array }

function pooledRows(
  { starts, indices }: BinaryMatrix,
  first: number,
  documents: number,
  kept: (latent: number) => number,
  random: Random,
): Rows {
  const rows = { starts: new Uint32Array(documents + 1), latents: indices.slice(starts[first], starts[first + documents]) }
  let end = 0
  for (let row = 0; row < documents; row++) {
    for (let at = starts[first + row]!; at < starts[first + row + 1]!; at++)
      if (random() < kept(indices[at]!)) rows.latents[end++] = indices[at]!
    rows.starts[row + 1] = end
  }
  const maxima = Float32Array.from({ length: end }, () => 0.05 - 2 * Math.log(1 - random()))
  return { starts: rows.starts, latents: rows.latents.slice(0, end), maxima }
}

function writeCorpus(db: Connection, lens: StoredLens, name: string, rows: Rows, random: Random): void {
  const documents = rows.starts.length - 1
  const { corpus } = beginImport(db, {
    name,
    kind: 'jsonl',
    source: `${name}.jsonl`,
    gzip: false,
    fingerprint: name,
    mapping: {},
    channels: [{ name: 'text', field: 'text', role: null }],
  })
  for (let first = 0; first < documents; first += 1000) {
    const batch = Array.from({ length: Math.min(1000, documents - first) }, (_, at) => {
      return { row: first + at + 1, id: `${name}${first + at}`, metadata: {}, texts: [words(random)] }
    })
    commitDocuments(db, corpus, { documents: batch, problems: [] }, first + batch.length)
  }
  const { channels } = finishImport(db, corpus)
  const { encoding } = beginEncoding(db, {
    corpus,
    channel: channels[0]!.channel,
    lens: lens.lens,
    identity: `synthetic ${name}`,
    settings: {},
    device: 'none',
  })
  const thresholds = new Float32Array(lens.dSae)
  for (let first = 0, block = 0; first < documents; first += blockDocuments, block++)
    commitBlock(db, encoding, block, blockOf(rows, first, Math.min(blockDocuments, documents - first), random), thresholds)
  for (const step of finishActivations(db, encoding, thresholds)) void step
  finishEncoding(db, encoding, { documents, tokens: documents * tokens, nonzeros: rows.latents.length, seconds: 0 })
}

function blockOf(rows: Rows, firstOrdinal: number, documentCount: number, random: Random): ActivationBlock {
  const first = rows.starts[firstOrdinal]!
  const entries = rows.starts[firstOrdinal + documentCount]! - first
  const activation = {
    token: new Uint32Array(3 * entries),
    latent: new Uint32Array(3 * entries),
    value: new Float32Array(3 * entries),
  }
  let end = 0
  for (let document = 0; document < documentCount; document++) {
    for (let at = rows.starts[firstOrdinal + document]!; at < rows.starts[firstOrdinal + document + 1]!; at++) {
      const count = random() < 0.5 ? 1 : random() < 0.5 ? 2 : 3
      const from = Math.floor(random() * (tokens - 3))
      for (let each = 0; each < count; each++) {
        activation.token[end] = document * tokens + from + each
        activation.latent[end] = rows.latents[at]!
        activation.value[end++] = rows.maxima[at]! / (1 + each)
      }
    }
  }
  const places = Int32Array.from({ length: documentCount * tokens }, (_, token) => 2 * (token % tokens))
  return {
    firstOrdinal,
    documentCount,
    tokenStarts: Uint32Array.from({ length: documentCount + 1 }, (_, document) => document * tokens),
    tokenIds: places.map(() => Math.floor(256 * random())),
    starts: places,
    ends: places.map((place) => place + 1),
    activationToken: activation.token.subarray(0, end),
    activationLatent: activation.latent.subarray(0, end),
    activationValue: activation.value.subarray(0, end),
  }
}

function words(random: Random): string {
  return Array.from({ length: tokens }, () => Math.floor(50_000 * random() * random()).toString(36)).join(' ')
}

/** The tiny lens with as many latents as wanted, all thresholds 0. */
function writeWideLens(folder: string, dSae: number): void {
  mkdirSync(folder, { recursive: true })
  writeTinyLens(folder)
  const random = seededRandom(1)
  const dModel = 8
  const values = (length: number) => Float32Array.from({ length }, () => random() - 0.5)
  const config = { architecture: 'jumprelu', d_in: dModel, d_sae: dSae, apply_b_dec_to_input: true, normalize_activations: 'none' }
  writeFileSync(join(folder, 'sae/cfg.json'), JSON.stringify({ ...config, metadata: { hook_name: 'blocks.1.hook_resid_post' } }))
  writeFileSync(
    join(folder, 'sae/sae_weights.safetensors'),
    writeSafetensors({
      W_enc: { shape: [dModel, dSae], values: values(dModel * dSae) },
      b_enc: { shape: [dSae], values: values(dSae) },
      W_dec: { shape: [dSae, dModel], values: values(dSae * dModel) },
      b_dec: { shape: [dModel], values: values(dModel) },
      threshold: { shape: [dSae], values: values(dSae) },
    }),
  )
  writeFileSync(
    join(folder, 'thresholds.safetensors'),
    writeSafetensors({ presence: { shape: [dSae], values: new Float32Array(dSae) } }),
  )
  writeFileSync(join(folder, 'labels.jsonl'), '')
}
