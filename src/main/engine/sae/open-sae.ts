import { readdir, stat } from 'node:fs/promises'
import { dirname, extname, join, resolve } from 'node:path'
import { Failure } from '../../../contract/failure.ts'
import { openTensorFile } from '../tensor-files/open-tensor-file.ts'
import { CheckpointTensors } from './checkpoint-tensors.ts'
import { dictionaryLearning } from './formats/dictionary-learning.ts'
import { gemmaScope2 } from './formats/gemma-scope-2.ts'
import { gemmaScope } from './formats/gemma-scope.ts'
import { goodfire, linearAutoencoder } from './formats/goodfire.ts'
import { openAi } from './formats/open-ai.ts'
import { llamaScope, openMoss } from './formats/open-moss.ts'
import { qwenScope } from './formats/qwen-scope.ts'
import { saeLens } from './formats/sae-lens.ts'
import { sparsify } from './formats/sparsify.ts'
import { refusedFolder } from './refused-folder.ts'
import type { OpenedSae, SaeSettings } from './sae-encoder.ts'
import type { SaeFileFormat, SaeFolderFormat } from './sae-format.ts'

/** Every checkpoint format that is read: one file in formats/ and one line here. */
const folderFormats: readonly SaeFolderFormat[] = [
  saeLens,
  sparsify,
  dictionaryLearning,
  gemmaScope,
  gemmaScope2,
  llamaScope,
  openMoss,
]
const fileFormats: readonly SaeFileFormat[] = [goodfire, openAi, qwenScope, linearAutoencoder]

/** File endings of single files of weights. */
const endings = new Set(['.pt', '.pth', '.bin', '.safetensors'])

/**
 * Opens an SAE in whichever format it is: a folder, the file of weights in it, or a single file of weights. Some formats leave something
 * unsaid, which `settings` say; a setting that the SAE has no use for is refused. Errors of the file system come as they are.
 */
export async function openSae(path: string, settings: SaeSettings = {}): Promise<OpenedSae> {
  if (settings.inputScale !== undefined && !(settings.inputScale > 0 && settings.inputScale < Infinity))
    throw new Failure('bad-input', `The factor ${settings.inputScale} cannot scale inputs.`, 'Give a number above 0.')
  const place = resolve(path)
  const opened = (await stat(place)).isDirectory() ? await openFolder(place, settings) : await openFile(place, settings)
  for (const name of ['k', 'inputScale'] as const) {
    if (settings[name] === undefined || opened.encoder.settings[name] === settings[name]) continue
    throw new Failure('bad-input', `The SAE of ${path} has no use for the setting ${name}.`, 'Leave it out.')
  }
  const { centre } = settings
  if (centre === undefined || centre === opened.encoder.centre) return opened
  return { ...opened, encoder: { ...opened.encoder, centre, settings: { ...opened.encoder.settings, centre } } }
}

/** The format of a folder by the names directly in it, with the place of its weights; null where it is none. */
export function checkpointNamed(files: readonly string[]): Pick<SaeFolderFormat, 'name' | 'weights'> | null {
  return folderFormats.find((each) => each.recognises(files)) ?? null
}

/** Whether a file of this name can be a checkpoint by itself. */
export function isWeightsName(path: string): boolean {
  return endings.has(extname(path))
}

async function openFolder(folder: string, settings: SaeSettings): Promise<OpenedSae> {
  const files = await readdir(folder)
  const format = folderFormats.find((each) => each.recognises(files))
  if (format !== undefined) return format.open(folder, settings)
  const refusal = refusedFolder(folder, files)
  if (refusal !== null) throw refusal
  const candidates = files.filter((each) => endings.has(extname(each))).sort()
  const [only] = candidates
  if (only === undefined) throw unknown(folder)
  if (candidates.length === 1) return openFile(join(folder, only), settings)
  throw new Failure(
    'lens-invalid',
    `${folder} holds ${candidates.length} files of weights.`,
    `Choose one of them, such as ${only}.`,
  )
}

async function openFile(path: string, settings: SaeSettings): Promise<OpenedSae> {
  for (const format of folderFormats) {
    const folder = folderOf(path, format.weights)
    if (folder !== null && format.recognises(await readdir(folder))) return format.open(folder, settings)
  }
  const file = await openTensorFile(path)
  const format = fileFormats.find((each) => each.recognises(file))
  if (format === undefined) throw refusedFolder(path, await readdir(dirname(path))) ?? unknown(path)
  return format.open({ path, tensors: new CheckpointTensors(path, file), values: file.values }, settings)
}

/** The folder of a format whose weights are this file; null where the path ends otherwise. */
function folderOf(path: string, weights: string): string | null {
  const parts = weights.split('/')
  const folder = join(path, ...parts.map(() => '..'))
  return join(folder, ...parts) === path ? folder : null
}

function unknown(path: string): Failure {
  const names = [...folderFormats, ...fileFormats].map((each) => each.name)
  return new Failure('lens-invalid', `${path} holds no SAE in a known format.`, `It should hold one of: ${names.join('; ')}.`)
}
