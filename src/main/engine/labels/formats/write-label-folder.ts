import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Failure } from '../../../../contract/failure.ts'
import { fileFailure } from '../../table-files/file-failure.ts'
import { delphiFile } from './delphi-name.ts'
import type { LabelEntry } from './label-entry.ts'
import { neuronpediaLine, neuronpediaOrder, onlyCurrent, type WrittenAbout } from './write-labels.ts'

/** Lines of one file in Neuronpedia's dump, as its own export cuts them. */
const batchLines = 1024
/** Small files are written in turns of so many, so that others get their turn between. */
const turn = 256

/**
 * Writes labels as the folder that Neuronpedia's dump or delphi leaves: `explanations` with gzipped batches beside `source.jsonl`, or
 * with one file a latent. All of it appears at once, or nothing.
 *
 * Throws Failure 'conflict' where something lies there already, and what the disk says; the signal's reason once it is aborted.
 */
export async function writeLabelFolder(
  folder: string,
  format: 'neuronpedia' | 'delphi',
  labels: readonly LabelEntry[],
  about: WrittenAbout,
  signal?: AbortSignal,
): Promise<void> {
  const there = await readdir(folder).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? null : ['a file']))
  if (there !== null && there.length > 0)
    throw new Failure('conflict', `${folder} is not an empty folder; nothing was written.`, 'Name a folder that is new.')
  const draft = join(dirname(folder), `.${folder.replace(/^.*[\\/]/, '')}.etalon-draft`)
  try {
    await rm(draft, { recursive: true, force: true })
    mkdirSync(join(draft, 'explanations'), { recursive: true })
    const files = format === 'delphi' ? delphiFiles(labels, about.hook ?? about.sae) : neuronpediaFiles(labels, about)
    let written = 0
    for (const [name, content] of files) {
      writeFileSync(join(draft, name), content)
      if (++written % turn > 0) continue
      signal?.throwIfAborted()
      await new Promise((resolve) => setImmediate(resolve))
    }
    await mkdir(dirname(folder), { recursive: true })
    if (there !== null) await rm(folder, { recursive: true })
    await rename(draft, folder)
  } catch (error) {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined)
    throw fileFailure(error, folder)
  }
}

function* delphiFiles(labels: readonly LabelEntry[], module: string): Generator<readonly [name: string, content: string]> {
  for (const { latent, text } of onlyCurrent(labels)) yield [join('explanations', delphiFile(module, latent)), JSON.stringify(text)]
}

function* neuronpediaFiles(
  labels: readonly LabelEntry[],
  about: WrittenAbout,
): Generator<readonly [name: string, content: string | Buffer]> {
  const config = {
    ...(about.dSae === null ? {} : { d_sae: about.dSae }),
    ...(about.hook === null ? {} : { hook_name: about.hook }),
  }
  const setName = about.sae.replace(/^\d+-/, '').replace(/__.*$/, '')
  yield ['source.jsonl', `${JSON.stringify({ id: about.sae, modelId: about.model, setName, saelensConfig: config })}\n`]
  const ordered = neuronpediaOrder(labels)
  for (let from = 0; from < ordered.length; from += batchLines) {
    const lines = ordered.slice(from, from + batchLines).map((label, at) => neuronpediaLine(label, from + at, about))
    yield [join('explanations', `batch-${from / batchLines}.jsonl.gz`), gzipSync(lines.join(''))]
  }
}
