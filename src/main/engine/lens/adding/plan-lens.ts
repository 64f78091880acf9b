import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { Failure } from '../../../../contract/failure.ts'
import type { FoundLabels, FoundReader, FoundSae, LensParts, LensPlan, PlannedDownload } from '../../../../contract/lenses.ts'
import { parseHookPoint } from '../../reader/hook-point.ts'
import { ownLenses } from '../added-lenses.ts'
import type { Hub } from '../hub/hub.ts'
import { type DownloadPlan, type DownloadRequest, planDownload } from '../hub/plan-download.ts'
import { hubCache } from '../lens-place.ts'
import { parseReaderConfig, unknownReader } from '../reader-config.ts'
import { findReader } from './find-reader.ts'
import { findSae } from './find-sae.ts'
import { saidOfSae } from './said-of-sae.ts'
import { sameModel } from './same-model.ts'
import { openSource, type SourceFiles } from './source-files.ts'
import { parseSource } from './source.ts'

/** Labels on this machine have no source: they are read from where they lie. */
export type PlannedLabels = { readonly source: SourceFiles | null; readonly found: FoundLabels }

/** What a lens will be made of, and what is to be downloaded for it. */
export type PlannedLens = {
  readonly plan: LensPlan
  readonly reader: { readonly source: SourceFiles; readonly found: FoundReader }
  readonly sae: { readonly source: SourceFiles; readonly found: FoundSae }
  readonly labels: PlannedLabels | null
  readonly downloads: readonly { readonly request: DownloadRequest; readonly plan: DownloadPlan }[]
}

/**
 * Finds the pieces, checks that they fit as far as settings and headers show, and asks the hub what is to be downloaded. Throws a `Failure`
 * for what cannot be a lens.
 */
export async function planLens(parts: LensParts, hub: Hub, home: string, signal: AbortSignal): Promise<PlannedLens> {
  const readerSource = await openSource(await parseSource(parts.reader), hub, home, signal)
  const saeSource = await openSource(await parseSource(parts.sae), hub, home, signal)
  const reader = { source: readerSource, found: findReader(readerSource.files, readerSource.named, readerSource.name) }
  const sae = { source: saeSource, found: findSae(saeSource.files, saeSource.named, saeSource.name) }
  const labels = parts.labels === undefined ? null : await findLabels(parts.labels, hub, home, signal)
  const said = await lookAt(sae)
  const hook = parts.hook ?? said.hook
  if (hook !== null) parseHookPoint(hook)
  await checkShapes(reader, sae)
  const name = await freeName(parts.name ?? nameOf(reader.source, sae), home)
  const downloads = await planDownloads(
    [
      filesOf(reader.source, readerFiles(reader.found)),
      filesOf(sae.source, sae.found.files),
      ...(labels === null || labels.source === null ? [] : [filesOf(labels.source, [labels.found.path])]),
    ],
    hub,
    home,
    signal,
  )
  const readerTitle = reader.source.title
  const isOther = said.model !== null && reader.source.repository !== null && !sameModel(said.model, readerTitle)
  const warnings = isOther
    ? [`The SAE was trained on ${said.model}, and the reader is ${readerTitle}: make sure that they are one model.`]
    : []
  const plans = downloads.map(({ plan }) => plan)
  const shown = [name, parts, plans.map(({ id }) => id), reader.found, sae.found]
  return {
    plan: {
      id: createHash('sha256').update(JSON.stringify(shown)).digest('hex'),
      name,
      reader: reader.found,
      sae: sae.found,
      labels: labels?.found ?? null,
      hook,
      downloads: plans.map(shownDownload),
      bytes: sum(plans, ({ bytes }) => bytes),
      missing: sum(plans, ({ missing }) => missing),
      free: plans[0]?.free ?? null,
      endpoint: plans[0]?.endpoint ?? null,
      token: hub.token,
      warnings,
    },
    reader,
    sae,
    labels,
    downloads,
  }
}

async function findLabels(text: string, hub: Hub, home: string, signal: AbortSignal): Promise<PlannedLabels> {
  const at = await parseSource(text)
  if (at.kind === 'local') return { source: null, found: { from: at.path, path: at.path } }
  const source = await openSource(at, hub, home, signal)
  if (source.files.some(({ path }) => path === at.path)) return { source, found: { from: source.name, path: at.path } }
  throw new Failure(
    'not-found',
    `${source.name} is no file of labels.`,
    'Name the file of the repository, such as owner/name:folder/labels.json, or a file or folder on this machine.',
  )
}

/** What the settings beside an SAE say. */
async function lookAt({ source, found }: PlannedLens['sae']): Promise<ReturnType<typeof saidOfSae>> {
  for (const path of found.files.filter((each) => each.endsWith('.json'))) {
    const said = saidOfSae(await source.text(path))
    if (said.hook !== null || said.model !== null) return said
  }
  return { hook: null, model: null }
}

/** The SAE's largest matrix has the reader's width as a side. */
async function checkShapes(reader: PlannedLens['reader'], sae: PlannedLens['sae']): Promise<void> {
  const { config } = reader.found
  const { width } = config === null ? unknownReader : parseReaderConfig(await reader.source.text(config), config)
  const { tensors } = await sae.source.tensors(sae.found.weights)
  let shape: readonly number[] = []
  for (const each of tensors.values()) if (each.shape.length === 2 && product(each.shape) > product(shape)) ({ shape } = each)
  if (shape.length === 0)
    throw new Failure('lens-invalid', `${sae.source.name} holds no matrix, so no SAE.`, 'Name the folder or file of the SAE.')
  if (width === null || shape.includes(width)) return
  throw new Failure(
    'lens-invalid',
    `The reader is ${width} wide, but the SAE's matrices are ${shape.join(' by ')}.`,
    'Use the reader that the SAE was trained on.',
  )
}

function product(shape: readonly number[]): number {
  return shape.length === 0 ? 0 : shape.reduce((a, b) => a * b, 1)
}

function readerFiles({ graph, weights, tokenizer, tokenizerConfig, config, chatTemplate }: FoundReader): readonly string[] {
  return [graph, ...weights, tokenizer, tokenizerConfig, config, chatTemplate].filter((each) => each !== null)
}

function nameOf(reader: SourceFiles, { found, source }: PlannedLens['sae']): string {
  const tail = found.path === '.' ? source.title : posix.basename(found.path).replace(/\.(?:pt|pth|bin|safetensors)$/, '')
  return `${reader.title}-${tail}`
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[^a-z0-9]+/i, '')
    .slice(0, 100)
}

async function freeName(name: string, home: string): Promise<string> {
  if ((await stat(join(ownLenses(home), name)).catch(() => null)) === null) return name
  throw new Failure(
    'conflict',
    `There is a lens ${name} already.`,
    'Give another name, or remove that one first: etalon lens remove.',
  )
}

function filesOf(
  source: SourceFiles,
  paths: readonly string[],
): { readonly source: SourceFiles; readonly paths: readonly string[] } {
  return { source, paths }
}

/** One download for each repository at one commit. */
async function planDownloads(
  wanted: readonly ReturnType<typeof filesOf>[],
  hub: Hub,
  home: string,
  signal: AbortSignal,
): Promise<PlannedLens['downloads']> {
  const requests = new Map<string, DownloadRequest>()
  for (const { source, paths } of wanted) {
    if (source.repository === null) continue
    const { repository, revision, commit } = source.repository
    const before = requests.get(`${repository.id} ${commit}`)
    requests.set(`${repository.id} ${commit}`, { repository, revision, paths: [...new Set([...(before?.paths ?? []), ...paths])] })
  }
  const planned: { request: DownloadRequest; plan: DownloadPlan }[] = []
  for (const request of requests.values()) planned.push({ request, plan: await planDownload(hub, hubCache(home), request, signal) })
  return planned
}

function shownDownload({
  repository,
  revision,
  commit,
  page,
  license,
  gated,
  folder,
  files,
  bytes,
  missing,
}: DownloadPlan): PlannedDownload {
  return {
    repository: repository.id,
    revision,
    commit,
    page,
    license,
    gated: gated !== null,
    folder,
    files: files.map(({ path, size, missing: left }) => ({ path, size, missing: left })),
    bytes,
    missing,
  }
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, each) => total + of(each), 0)
}
