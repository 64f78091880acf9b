import { posix } from 'node:path'
import { Failure } from '../../../../contract/failure.ts'
import type { FoundSae } from '../../../../contract/lenses.ts'
import { checkpointNamed, isWeightsName } from '../../sae/open-sae.ts'
import { refusedFolder } from '../../sae/refused-folder.ts'
import { isWithin } from './find-reader.ts'
import type { SourceFile } from './source-files.ts'

/** Weights that are none of an SAE: of models, of training, of what is known of latents. */
const others =
  /^(?:model|pytorch_model|diffusion_pytorch_model|optimizer|training_args|scheduler|rng_state|trainer_state|sparsity|thresholds|examples|activation_scaler)\b/

const singleFile = 'a single file of weights'

/** Settings that a checkpoint's folder may hold; larger ones are none. */
const largestSettings = 4 << 20

/** The checkpoints within a folder, by path; `named` itself where it is a file. */
export function findSaes(files: readonly SourceFile[], named: string): readonly FoundSae[] {
  const exact = files.find(({ path }) => path === named)
  if (exact !== undefined) return [ofFile(files, exact.path)]
  const inside = files.filter(({ path }) => isWithin(path, named))
  const byFolder = Map.groupBy(inside, ({ path }) => posix.dirname(path))
  const folders = new Set([...byFolder.keys()].flatMap((folder) => [folder, posix.dirname(folder)]))
  const found: FoundSae[] = []
  const taken = new Set<string>()
  for (const folder of [...folders].sort()) {
    if (named !== '' && folder !== named && !isWithin(folder, named)) continue
    const own = ofFolder(inside, folder)
    if (own === null) continue
    found.push(own)
    taken.add(own.weights)
  }
  for (const { path } of inside)
    if (!taken.has(path) && isWeightsName(path) && !others.test(posix.basename(path))) found.push(ofFile(files, path))
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** The one checkpoint within a folder. Throws a `Failure` that names some where there are several. */
export function findSae(files: readonly SourceFile[], named: string, where: string): FoundSae {
  const found = findSaes(files, named)
  const [first] = found
  if (first === undefined)
    throw new Failure('not-found', `${where} holds no SAE in a known format.`, 'docs/formats.md lists the formats that are read.')
  refuseOthers(files, first, where)
  const exact = found.find(({ path }) => path === (named === '' ? '.' : named))
  if (found.length === 1 || exact !== undefined) return exact ?? first
  const some = found.slice(0, 4).map(({ path }) => path)
  throw new Failure('bad-input', `${where} holds ${found.length} SAEs.`, `Name one of them, such as ${some.join(', ')}.`)
}

/** What is known to be something else is refused by its names, before it is downloaded. */
function refuseOthers(files: readonly SourceFile[], { path, format }: FoundSae, where: string): void {
  if (format !== singleFile) return
  const beside = files.filter((each) => posix.dirname(each.path) === posix.dirname(path))
  const refusal = refusedFolder(
    where,
    beside.map((each) => posix.basename(each.path)),
  )
  if (refusal !== null) throw refusal
}

function ofFolder(files: readonly SourceFile[], folder: string): FoundSae | null {
  const inFolder = files.filter(({ path }) => folder === '.' || path.startsWith(`${folder}/`))
  const relative = inFolder.map(({ path }) => (folder === '.' ? path : path.slice(folder.length + 1)))
  const format = checkpointNamed(relative.map((path) => path.split('/')[0] ?? ''))
  if (format === null || !relative.includes(format.weights)) return null
  const settings = inFolder.filter(
    ({ path, size }) => posix.dirname(path) === folder && path.endsWith('.json') && size <= largestSettings,
  )
  const weights = posix.join(folder, format.weights)
  return { path: folder, format: format.name, weights, files: [weights, ...settings.map(({ path }) => path)] }
}

/** The folder of a known format, where the file is its weights; else the file alone. */
function ofFile(files: readonly SourceFile[], path: string): FoundSae {
  for (const folder of [posix.dirname(path), posix.dirname(posix.dirname(path))]) {
    const format = ofFolder(files, folder)
    if (format?.weights === path) return format
  }
  return { path, format: singleFile, weights: path, files: [path] }
}
