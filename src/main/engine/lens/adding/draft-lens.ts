import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { Failure } from '../../../../contract/failure.ts'
import type { LensCheck, LensParts } from '../../../../contract/lenses.ts'
import type { DocumentReading } from '../../../../contract/project.ts'
import { fileFailure } from '../../table-files/file-failure.ts'
import { parseHookPoint } from '../../reader/hook-point.ts'
import { openTokenizer, type Tokenizer } from '../../reader/tokenizer.ts'
import { openSae } from '../../sae/open-sae.ts'
import type { OpenedSae, SaeSettings, SaeTraining } from '../../sae/sae-encoder.ts'
import { noteAdded, ownLenses } from '../added-lenses.ts'
import { checkFile } from '../lens-check.ts'
import { withLensFile } from '../lens-file.ts'
import { type LensLabel, labelsName, writeLensLabels } from '../lens-labels.ts'
import { type LensPlace, pointedPath } from '../lens-place.ts'
import type { Lens } from '../lens.ts'
import type { WrittenManifest } from '../manifest.ts'
import { openLens, type OpenLensOptions } from '../open-lens.ts'
import { readReaderConfig, unknownReader } from '../reader-config.ts'
import { writeJson } from '../write-json.ts'
import { writeThresholds } from './write-thresholds.ts'
import type { PlannedLens } from './plan-lens.ts'

/** What is known of a lens beside what it is made of. */
export type LensTexts = { readonly title?: string; readonly description?: string; readonly license?: string }

/** Where nothing says how many tokens an SAE was trained to read at once. */
const usualContext = 1024

/** A lens that is being added: a folder out of sight beside the others, to be tried, and then kept or thrown away. */
export class DraftLens {
  readonly lens: Lens
  /** Where the labels lie that it is to get; null without. */
  readonly labelFile: string | null
  readonly #manifest: WrittenManifest
  readonly #home: string

  private constructor(lens: Lens, labelFile: string | null, manifest: WrittenManifest, home: string) {
    this.lens = lens
    this.labelFile = labelFile
    this.#manifest = manifest
    this.#home = home
  }

  /** Writes and opens a lens of what is here by now. Throws `Failure`s for what does not fit together. */
  static async write(
    { plan, reader, sae, labels }: PlannedLens,
    parts: LensParts,
    texts: LensTexts,
    options: Required<OpenLensOptions> & { readonly home: string },
  ): Promise<DraftLens> {
    const { home } = options
    const { graph, tokenizer, tokenizerConfig, config } = reader.found
    const place = (path: string) => reader.source.place(path)
    const saePlace = sae.source.place(sae.found.path)
    const opened = await withLensFile(pathOf(saePlace, home), () => openSae(pathOf(saePlace, home), settingsOf(parts)))
    const hook = hookOf(parts, opened)
    const shape = config === null ? unknownReader : await readReaderConfig(pathOf(place(config), home))
    const files = {
      tokenizer: pathOf(place(tokenizer), home),
      config: tokenizerConfig === null ? null : pathOf(place(tokenizerConfig), home),
    }
    const { training = {} } = opened
    const labelFile = labels === null ? null : pathOf(labels.source?.place(labels.found.path) ?? { file: labels.found.path }, home)
    const word = randomBytes(16).toString('hex')
    const manifest: WrittenManifest = {
      format: 1,
      name: plan.name,
      title: texts.title ?? `${reader.source.title}, ${hook}, ${opened.encoder.dSae.toLocaleString('en-US')} latents`,
      description: texts.description ?? `Added from ${reader.source.name} and ${sae.source.name}.`,
      reader: {
        graph: place(graph),
        tokenizer: place(tokenizer),
        ...(tokenizerConfig === null ? {} : { tokenizerConfig: place(tokenizerConfig) }),
        ...(config === null ? {} : { config: place(config) }),
      },
      hook,
      sae: saePlace,
      saeSettings: settingsOf(parts),
      contextSize: Math.min(parts.contextSize ?? training.contextSize ?? usualContext, shape.longest ?? Infinity),
      documents: readingOf(parts, training, await withLensFile(files.tokenizer, () => openTokenizer(files))),
      license: texts.license ?? licenseOf({ reader, sae }),
      added: word,
    }
    const folder = join(ownLenses(home), `.adding-${word.slice(0, 8)}`)
    try {
      await inHome(folder, async () => {
        await mkdir(folder, { recursive: true })
        await writeJson(join(folder, 'lens.json'), manifest)
        await noteAdded(home, posix.basename(folder), word)
      })
      const lens = await openLens(folder, options)
      return new DraftLens(lens, labelFile, { ...manifest, contents: mutable(lens.contents) }, home)
    } catch (error) {
      await discard(folder, home)
      throw error
    }
  }

  /** Gives it its name, with its thresholds, its labels and what the self-test found. Its folder. */
  async keep(thresholds: Float32Array, check: LensCheck, labels: readonly LensLabel[]): Promise<string> {
    const { folder, name } = this.lens
    const kept = join(ownLenses(this.#home), name)
    await inHome(kept, async () => {
      await writeFile(join(folder, 'thresholds.safetensors'), writeThresholds(thresholds))
      await writeJson(checkFile(folder), check)
      if (labels.length > 0) await writeLensLabels(join(folder, labelsName), labels)
      await writeJson(join(folder, 'lens.json'), {
        ...this.#manifest,
        thresholds: 'thresholds.safetensors',
        ...(labels.length > 0 ? { labels: labelsName } : {}),
      })
      await noteAdded(this.#home, name, this.#manifest.added ?? null)
      await rename(folder, kept)
      await noteAdded(this.#home, posix.basename(folder), null)
    })
    return kept
  }

  discard(): Promise<void> {
    return discard(this.lens.folder, this.#home)
  }
}

async function discard(folder: string, home: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  await noteAdded(home, posix.basename(folder), null).catch(() => undefined)
}

/** What the file system refuses becomes a `Failure`. */
async function inHome<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw fileFailure(error, path)
  }
}

function pathOf(place: LensPlace, home: string): string {
  return typeof place === 'string' ? place : pointedPath(place, home)
}

function settingsOf({ k, inputScale, centre }: LensParts): SaeSettings {
  return {
    ...(k === undefined ? {} : { k }),
    ...(inputScale === undefined ? {} : { inputScale }),
    ...(centre === undefined ? {} : { centre }),
  }
}

function hookOf({ hook, sae }: LensParts, opened: OpenedSae): string {
  const known = hook ?? opened.hook
  if (known === null)
    throw new Failure(
      'bad-input',
      `The SAE of ${sae} does not say where in the reader it was trained.`,
      'Say where, such as --hook blocks.8.hook_resid_post.',
    )
  parseHookPoint(known)
  return known
}

/** As the SAE was trained, as far as it says so; else with what the tokenizer itself puts around a text. */
function readingOf({ as = 'raw', outer }: LensParts, { bos }: SaeTraining, tokenizer: Tokenizer): DocumentReading {
  if (outer !== undefined) return { as, outer }
  // A template names the BOS itself.
  if (as !== 'raw') return { as, outer: 'none' }
  // Encoders like BERT know no text without what is around it.
  if (bos === undefined || tokenizer.after.length > 0) return { as, outer: 'own' }
  return { as, outer: bos && tokenizer.bos !== null ? 'bos' : 'none' }
}

function licenseOf({ reader, sae }: Pick<PlannedLens, 'reader' | 'sae'>): string {
  const named = [
    ['reader', reader.source.repository?.license],
    ['SAE', sae.source.repository?.license],
  ].flatMap(([of, license]) => (license === null || license === undefined ? [] : [`${of}: ${license}`]))
  return named.join('; ')
}

function mutable(contents: Lens['contents']): Record<string, string[]> {
  return Object.fromEntries(Object.entries(contents).map(([part, digests]) => [part, [...digests]]))
}
