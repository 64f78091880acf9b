import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Failure } from '../../../../contract/failure.ts'
import { delphiName } from './delphi-name.ts'
import { largestRow, tooLarge } from './found-row.ts'
import { jsonIn } from './json-lines.ts'
import type { LabelCollection } from './label-collection.ts'
import { type LabelScore, nothingKnown } from './label-entry.ts'
import { isRecord, rowLabels } from './label-row.ts'

/** Small files are read in turns of so many, so that others get their turn between. */
const turn = 256

type DelphiFile = { readonly path: string; readonly name: string; readonly latent: number }

/**
 * Adds the labels of delphi: a file with one explanation a latent, in `explanations`, and scores in `scores/<scorer>`, where there are.
 *
 * Throws Failure 'bad-input' where the folder holds several modules of which none, or more than one, has the wanted name.
 * @param explanations the folder with the explanations
 * @param scores the folder with a folder for each scorer, or null
 * @param hook of the lens, to choose among several modules
 */
export async function readDelphiFolder(
  explanations: string,
  scores: string | null,
  hook: string,
  into: LabelCollection,
  signal?: AbortSignal,
): Promise<void> {
  const { module, files } = await filesOf(explanations, hook, signal)
  into.tell({ ...nothingKnown, sae: module === '' ? null : module })
  const found = scores === null ? new Map<number, LabelScore[]>() : await scoresOf(scores, module, into, signal)
  await inTurns(files, signal, (file) => addExplanation(file, found.get(file.latent) ?? [], into))
}

/** Adds the label of one file of delphi's, without a score. */
export function readDelphiFile(path: string, into: LabelCollection): void {
  const name = basename(path)
  const parts = delphiName(name)
  if (parts === null) return into.skip(name, null, 'is not named for a latent')
  if (parts.module !== '') into.tell({ ...nothingKnown, sae: parts.module })
  addExplanation({ path, name, latent: parts.latent }, [], into)
}

async function filesOf(
  folder: string,
  hook: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly module: string; readonly files: readonly DelphiFile[] }> {
  const modules = new Map<string, DelphiFile[]>()
  await inTurns(await readdir(folder), signal, (name) => {
    const parts = delphiName(name)
    if (parts === null) return
    const files = modules.get(parts.module) ?? []
    modules.set(parts.module, files)
    files.push({ path: join(folder, name), name, latent: parts.latent })
  })
  const layer = /\d+/.exec(hook)?.[0]
  const names = [...modules.keys()]
  const wanted = names.length === 1 ? names : names.filter((name) => name === hook || /\d+/.exec(name)?.[0] === layer)
  const [module] = wanted
  if (module === undefined || wanted.length > 1) {
    throw new Failure(
      'bad-input',
      `${basename(folder)} holds explanations of ${names.length} modules (${names.slice(0, 4).join(', ')}), and it is not clear which is ${hook}.`,
      'Give a folder with the explanations of one module.',
    )
  }
  return { module, files: (modules.get(module) ?? []).toSorted((a, b) => a.latent - b.latent) }
}

function addExplanation({ path, name, latent }: DelphiFile, scores: readonly LabelScore[], into: LabelCollection): void {
  const content = contentOf(path)
  if ('reason' in content) return into.skip(name, null, content.reason)
  const explanations = Array.isArray(content.value) ? (content.value as readonly unknown[]) : [content.value]
  for (const each of explanations) {
    const text: unknown = isRecord(each) ? (each['explanation'] ?? each['label']) : each
    const [row] = rowLabels({ latent, text: text ?? undefined }, Infinity)
    if (row === undefined || 'outside' in row) continue
    if ('reason' in row) into.skip(name, null, row.reason)
    else into.take(name, { ...row.label, scores }, 'delphi', row.notice)
  }
}

/** The scores of each latent, detection before fuzzing before others. */
async function scoresOf(
  folder: string,
  module: string,
  into: LabelCollection,
  signal: AbortSignal | undefined,
): Promise<Map<number, LabelScore[]>> {
  const found = new Map<number, LabelScore[]>()
  const scorers = (await readdir(folder, { withFileTypes: true })).filter((each) => each.isDirectory()).map(({ name }) => name)
  for (const scorer of scorers.toSorted((a, b) => orderOf(a) - orderOf(b) || (a < b ? -1 : 1))) {
    const files: DelphiFile[] = []
    for (const name of await readdir(join(folder, scorer))) {
      const parts = delphiName(name)
      if (parts?.module === module)
        files.push({ path: join(folder, scorer, name), name: `${scorer}/${name}`, latent: parts.latent })
    }
    const method = scorer === 'fuzz' ? 'fuzzing' : scorer
    await inTurns(files, signal, ({ path, name, latent }) => {
      const content = contentOf(path)
      const value = 'reason' in content ? content.reason : scoreIn(content.value)
      if (typeof value === 'string') return into.skip(name, null, value)
      const scores = found.get(latent) ?? []
      found.set(latent, scores)
      scores.push({ method, value })
    })
  }
  return found
}

function orderOf(scorer: string): number {
  return scorer === 'detection' ? 0 : scorer === 'fuzz' || scorer === 'fuzzing' ? 1 : 2
}

/**
 * Balanced accuracy over judged examples: half the share of activating ones judged so, and half the share of the others judged so.
 * Examples without a judgement are left out. A reason where there are none of a kind, or the file is no list of them.
 */
function scoreIn(value: unknown): number | string {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (!Array.isArray(value)) return 'is not a list of judged examples'
  const right = [0, 0]
  const judged = [0, 0]
  for (const each of value as readonly unknown[]) {
    if (!isRecord(each)) continue
    const truth = each['activating'] ?? each['ground_truth']
    const { prediction } = each
    if (typeof truth !== 'boolean' || (typeof prediction !== 'boolean' && typeof prediction !== 'number')) continue
    const kind = truth ? 1 : 0
    judged[kind]!++
    if (Number(prediction) >= 0.5 === truth) right[kind]!++
  }
  if (judged[0] === 0 || judged[1] === 0) return 'has no judged example of one of the two kinds'
  return (right[0]! / judged[0]! + right[1]! / judged[1]!) / 2
}

/** A file's JSON; its text as it is where it is none. */
function contentOf(path: string): { readonly value: unknown } | { readonly reason: string } {
  let file: number | null = null
  try {
    file = openSync(path, 'r')
    const { size } = fstatSync(file)
    if (size > largestRow) return { reason: tooLarge }
    const bytes = Buffer.allocUnsafe(size)
    const content = bytes.subarray(0, readSync(file, bytes, 0, size, 0))
    const json = jsonIn(content)
    if (json === undefined) return { reason: 'is empty' }
    if ('value' in json || json.reason.endsWith('UTF-8')) return json
    const text = content.toString('utf8')
    return /^\s*["[{]/.test(text) ? json : { value: text }
  } catch (error) {
    return { reason: `cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'an error'}` }
  } finally {
    if (file !== null) closeSync(file)
  }
}

async function inTurns<Item>(items: readonly Item[], signal: AbortSignal | undefined, each: (item: Item) => void): Promise<void> {
  for (let from = 0; from < items.length; from += turn) {
    signal?.throwIfAborted()
    for (let at = from; at < Math.min(items.length, from + turn); at++) each(items[at]!)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
