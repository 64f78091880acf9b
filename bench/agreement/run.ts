/**
 * Holds what `etalon encode` stored against PyTorch running the same reader and SAE on the same documents.
 *
 * Pooled activations are exact in the store, so they are compared as they are: same tokens, same latents, relative difference at most 1e-4.
 * A JumpReLU activation whose value lies within rounding of its threshold may be on one side here and on the other there: such latents are
 * counted apart, with how far from the threshold they lie.
 *
 *     npm run bench:agreement -- [--documents 1000] [--texts FILE] [--python PATH] [--lens FOLDER]
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  readDocumentActivations,
  readDocumentPooled,
  readDocumentTokens,
} from '../../src/main/engine/store/activations/read-document.ts'
import { closeStore, openStoreForReading } from '../../src/main/engine/store/open-store.ts'
import { measureCommand } from '../measure-command.ts'
import { lensFolder, runPython } from '../peer.ts'
import { sampleTexts } from '../sample-texts.ts'

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '1000' },
    texts: { type: 'string' },
    python: { type: 'string' },
    lens: { type: 'string' },
  },
})
const lens = lensFolder(values.lens)
const folder = mkdtempSync(join(tmpdir(), 'etalon-agreement-'))
const tolerance = 1e-4

try {
  const file = join(folder, 'texts.jsonl')
  writeFileSync(
    file,
    sampleTexts(Number(values.documents), values.texts)
      .map((text) => `${JSON.stringify({ text })}\n`)
      .join(''),
  )
  runPython(values.python, join(import.meta.dirname, 'reference.py'), [lens, file, join(folder, 'reference')])
  const project = join(folder, 'project')
  mkdirSync(project)
  for (const command of [
    ['import', project, file],
    ['encode', project, '--lens', lens],
  ]) {
    const done = await measureCommand([...command, '--json'], { ETALON_HOME: join(folder, 'home') })
    if (done.code !== 0) throw new Error(done.stderr)
  }
  compare(join(project, '.etalon'))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function compare(store: string): void {
  const reference = load()
  const db = openStoreForReading(store)
  const documents = reference.documentOffsets.length - 1
  let tokensDiffer = 0
  let pooled = 0
  let largest = 0
  let beyond = 0
  let oneSided = 0
  let activations = 0
  for (let ordinal = 0; ordinal < documents; ordinal++) {
    const [first, end] = [Number(reference.documentOffsets[ordinal]), Number(reference.documentOffsets[ordinal + 1])]
    const ids = readDocumentTokens(db, 1, ordinal).tokenIds
    if (!sameNumbers(ids, reference.tokenIds.subarray(first, end))) tokensDiffer += 1
    activations += readDocumentActivations(db, 1, ordinal).tokens.length
    const expected = new Map<number, number>()
    for (let entry = Number(reference.rowOffsets[first]); entry < Number(reference.rowOffsets[end]); entry++) {
      const latent = reference.latents[entry] ?? 0
      expected.set(latent, Math.max(expected.get(latent) ?? 0, reference.values[entry] ?? 0))
    }
    const found = readDocumentPooled(db, 1, ordinal)
    found.latents.forEach((latent, at) => {
      const there = expected.get(latent)
      expected.delete(latent)
      if (there === undefined) oneSided += 1
      else {
        const difference = Math.abs((found.maxima[at] ?? 0) - there) / there
        pooled += 1
        largest = Math.max(largest, difference)
        if (difference > tolerance) beyond += 1
      }
    })
    oneSided += expected.size
  }
  closeStore(db)
  console.log(
    `${documents} documents, ${reference.tokenIds.length} tokens, ${activations} activations here, ${reference.values.length} in PyTorch`,
  )
  console.log(`documents whose tokens differ: ${tokensDiffer}`)
  console.log(
    `pooled activations compared: ${pooled}; largest relative difference ${largest.toExponential(2)}; above ${tolerance}: ${beyond}`,
  )
  console.log(`latents above their threshold on one side only: ${oneSided}`)
  if (tokensDiffer > 0 || beyond > 0) process.exitCode = 1
}

function sameNumbers(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at])
}

function load() {
  const bytes = (name: string) => {
    const { buffer, byteOffset, byteLength } = readFileSync(join(folder, 'reference', name))
    return buffer.slice(byteOffset, byteOffset + byteLength)
  }
  return {
    documentOffsets: new BigInt64Array(bytes('document_offsets.i64')),
    tokenIds: new Int32Array(bytes('token_ids.i32')),
    rowOffsets: new BigInt64Array(bytes('row_offsets.i64')),
    latents: new Int32Array(bytes('latents.i32')),
    values: new Float32Array(bytes('values.f32')),
  }
}
