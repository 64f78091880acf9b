import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../../contract/failure.ts'
import { readModel } from '../graph/read-model.ts'
import { parseHookPoint, sameHookPoint } from '../reader/hook-point.ts'
import type { TokenizerFiles } from '../reader/tokenizer.ts'
import { decoderDirections, decoderNeighbours } from '../sae/decoder-neighbours.ts'
import { openSae } from '../sae/open-sae.ts'
import type { SaeSettings } from '../sae/sae-encoder.ts'
import { readFloats } from '../tensor-files/read-floats.ts'
import { openSafetensors } from '../tensor-files/safetensors.ts'
import { FileDigests } from './file-digests.ts'
import type { Lens } from './lens.ts'
import { withLensFile } from './lens-file.ts'
import { lensFrame } from './lens-frame.ts'
import { type LensContents, lensContents, lensHash } from './lens-hash.ts'
import { readLensLabels } from './lens-labels.ts'
import { openPlaces } from './lens-place.ts'
import { type LensManifest, parseManifest } from './manifest.ts'
import { readReaderConfig, unknownReader } from './reader-config.ts'

/**
 * `digestCache`: a file in which digests of unchanged files are kept from one time to the next. `home`: this user's own folder, whose lenses
 * may name files outside theirs; without it none may.
 */
export type OpenLensOptions = { readonly digestCache?: string | null; readonly home?: string | null }

/** Opens the lens in a folder that holds a lens.json. Throws a `Failure` naming the file that is missing or not in order. */
export async function openLens(folder: string, { digestCache = null, home = null }: OpenLensOptions = {}): Promise<Lens> {
  const manifestFile = join(folder, 'lens.json')
  const manifest = parseManifest(await withLensFile(manifestFile, () => readFile(manifestFile, 'utf8')), manifestFile)
  const { reader } = manifest
  const named = [reader.graph, reader.tokenizer, reader.tokenizerConfig, reader.config, manifest.sae, manifest.labels]
  const at = await openPlaces({ folder, added: manifest.added, home }, named)
  const graphFile = at(reader.graph)
  const graph = await withLensFile(graphFile, () => readModel(graphFile))
  const { encoder, hook, names, training } = await withLensFile(at(manifest.sae), () =>
    openSae(at(manifest.sae), given(manifest.saeSettings)),
  )
  checkHook(manifest, hook, manifestFile)
  const config = reader.config === undefined ? unknownReader : await readReaderConfig(at(reader.config))
  checkWidth(manifest, config.width, encoder.dIn)
  const tokenizer: TokenizerFiles = {
    tokenizer: at(reader.tokenizer),
    config: reader.tokenizerConfig === undefined ? null : at(reader.tokenizerConfig),
  }
  const { documents } = manifest
  const { file: chatTemplate, frame } = await withLensFile(folder, () => lensFrame(documents, tokenizer))
  const digests = new FileDigests(digestCache)
  const parts = { graphFile, graph, encoder, tokenizer, chatTemplate }
  const contents = await withLensFile(folder, () => lensContents(parts, digests))
  checkContents(manifest, contents)
  return {
    folder,
    hash: lensHash(manifest, encoder, contents),
    contents: contents.contents,
    name: manifest.name,
    title: manifest.title ?? manifest.name,
    description: manifest.description,
    license: manifest.license,
    hook: manifest.hook,
    contextSize: manifest.contextSize,
    documents,
    frame,
    dSae: encoder.dSae,
    dModel: encoder.dIn,
    tokenizerFiles: tokenizer,
    thresholds:
      manifest.thresholds === undefined
        ? new Float32Array(encoder.dSae)
        : await readThresholds(at(manifest.thresholds), encoder.dSae),
    graph,
    reader: config,
    encoder,
    saeNames: names,
    training: { ...training, hook },
    labels: async () => (manifest.labels === undefined ? [] : readLensLabels(at(manifest.labels), encoder.dSae)),
    neighbours: async (latent, k) => (encoder.decoder === null ? [] : decoderNeighbours(encoder.decoder, latent, k)),
    directions: async (latents) => (encoder.decoder === null ? null : decoderDirections(encoder.decoder, latents)),
  }
}

/** Settings that are given; what is not is left out. */
function given({ k, inputScale, centre }: LensManifest['saeSettings']): SaeSettings {
  return {
    ...(k === undefined ? {} : { k }),
    ...(inputScale === undefined ? {} : { inputScale }),
    ...(centre === undefined ? {} : { centre }),
  }
}

/** A lens that names files outside its folder says what they held when it was added: what was checked then is what is read. */
function checkContents({ name, contents: expected }: LensManifest, { files, contents }: LensContents): void {
  if (expected === undefined) return
  for (const [part, digests] of Object.entries(contents))
    for (const [at, digest] of digests.entries()) {
      if (expected[part]?.[at] === digest) continue
      throw new Failure(
        'lens-invalid',
        `${files[part]?.[at] ?? part} has changed since the lens ${name} was added.`,
        'Put the file back as it was, or add the lens again.',
      )
    }
}

function checkHook(manifest: LensManifest, trainedOn: string | null, manifestFile: string): void {
  const wanted = parseHookPoint(manifest.hook)
  if (trainedOn === null || sameHookPoint(wanted, parseHookPoint(trainedOn))) return
  throw new Failure(
    'lens-invalid',
    `${manifestFile} names the hook ${manifest.hook}, but its SAE was trained on ${trainedOn}.`,
    `Set "hook" to ${trainedOn}.`,
  )
}

function checkWidth(manifest: LensManifest, readerWidth: number | null, saeWidth: number): void {
  if (readerWidth === null || readerWidth === saeWidth) return
  throw new Failure(
    'lens-invalid',
    `The reader of ${manifest.name} is ${readerWidth} wide, but its SAE reads ${saeWidth}.`,
    'Use the reader that the SAE was trained on.',
  )
}

async function readThresholds(path: string, dSae: number): Promise<Float32Array> {
  const { tensors } = await withLensFile(path, () => openSafetensors(path))
  const presence = tensors.get('presence')
  if (presence?.shape.join() === String(dSae)) return readFloats(presence)
  throw new Failure('lens-invalid', `${path} does not hold "presence" with ${dSae} values.`, 'Download the lens again.')
}
