import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Failure } from '../../../../contract/failure.ts'
import { fileFailure } from '../../corpora/file-failure.ts'
import { readDelphiFile, readDelphiFolder } from './delphi-folder.ts'
import { delphiName } from './delphi-name.ts'
import { expected, LabelCollection } from './label-collection.ts'
import { nothingKnown, type ReadLabels } from './label-entry.ts'
import { isRecord } from './label-row.ts'
import { readLabelFile } from './read-label-file.ts'

const readable = /\.(?:jsonl|ndjson|json|csv|tsv)(?:\.gz)?$/i
/** What the same tools put beside labels: no labels. */
const beside = /^(?:source|sourceset|release|model|inference_hosts?|run_settings|run_config|skipped_indexes|config|\.)/i

export type ReadLabelsOptions = {
  readonly dSae: number
  /** of the lens, to choose among the modules in a folder of delphi's */
  readonly hook: string
  readonly signal?: AbortSignal
}

/**
 * The labels of a file, or of a folder as Neuronpedia, SAEDashboard or delphi leave it, told by their content.
 *
 * Files of a folder that cannot be read, and rows that hold no label, are left out and listed. Whether the labels belong to the lens is
 * for `refuseOtherSae` to judge. Throws a Failure where nothing can be read, and the signal's reason once it is aborted.
 */
export async function readLabels(path: string, { dSae, hook, signal }: ReadLabelsOptions): Promise<ReadLabels> {
  const status = await stat(path).catch((error) => Promise.reject(fileFailure(error, path)))
  const into = new LabelCollection(basename(path), dSae)
  if (!status.isDirectory()) {
    if (path.endsWith('.txt') && delphiName(basename(path)) !== null) readDelphiFile(path, into)
    else await readLabelFile(path, basename(path), into, signal)
    return into.finish()
  }
  const names = await readdir(path).catch((error) => Promise.reject(fileFailure(error, path)))
  const inside = names.includes('explanations') ? join(path, 'explanations') : path
  const files = inside === path ? names : await readdir(inside).catch((error) => Promise.reject(fileFailure(error, inside)))
  await tellSource(names.includes('source.jsonl') ? path : dirname(path), into)
  if (files.some((name) => delphiName(name) !== null)) {
    const parent = inside === path ? dirname(path) : path
    await readDelphiFolder(inside, await folderIn(parent, 'scores'), hook, into, signal)
    return into.finish()
  }
  const wanted = files.filter((name) => readable.test(name) && !beside.test(name)).toSorted(byNumber)
  if (wanted.length === 0) throw new Failure('bad-input', `${basename(path)} holds no file with labels.`, expected)
  for (const name of wanted) {
    const shown = inside === path ? name : `explanations/${name}`
    try {
      await readLabelFile(join(inside, name), shown, into, signal)
    } catch (error) {
      // rows of another SAE make the whole folder wrong, a file that cannot be read only itself
      if (!(error instanceof Failure) || error.code === 'conflict') throw error
      into.skip(shown, null, error.message.replace(`${name} `, '').replace(/\.$/, ''))
    }
  }
  return into.finish()
}

/** Neuronpedia's `source.jsonl`, which says which SAE a folder is of. */
async function tellSource(folder: string, into: LabelCollection): Promise<void> {
  const text = await readFile(join(folder, 'source.jsonl'), 'utf8').catch(() => null)
  if (text === null || text.length > 1 << 20) return
  try {
    const source: unknown = JSON.parse(text.split('\n', 1)[0] ?? '')
    if (!isRecord(source) || typeof source['id'] !== 'string') return
    const given: unknown = source['saelensConfig']
    const config = isRecord(given) ? given : {}
    into.tell({
      ...nothingKnown,
      model: typeof source['modelId'] === 'string' ? source['modelId'] : null,
      sae: source['id'],
      hook: typeof config['hook_name'] === 'string' ? config['hook_name'] : null,
      dSae: typeof config['d_sae'] === 'number' ? config['d_sae'] : null,
    })
  } catch (error) {
    if (error instanceof Failure) throw error
    into.skip('source.jsonl', 1, 'is not valid JSON')
  }
}

async function folderIn(parent: string, name: string): Promise<string | null> {
  const folder = join(parent, name)
  return (await stat(folder).catch(() => null))?.isDirectory() === true ? folder : null
}

/** batch-2 before batch-10. */
function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}
