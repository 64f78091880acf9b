import { createHash } from 'node:crypto'
import type { ModelGraph } from '../graph/model-graph.ts'
import type { TokenizerFiles } from '../reader/tokenizer.ts'
import type { SaeEncoder } from '../sae/sae-encoder.ts'
import type { FileDigests } from './file-digests.ts'
import { isPlain } from './lens-frame.ts'
import type { LensManifest } from './manifest.ts'

/** The files a lens reads with. `graphFile` is the reader's .onnx; weights it keeps beside it are found in `graph`. */
export type LensParts = {
  readonly graphFile: string
  readonly graph: ModelGraph
  readonly encoder: SaeEncoder
  readonly tokenizer: TokenizerFiles
  /** The file of the chat template, where the lens reads with one and it is not in tokenizer_config.json. */
  readonly chatTemplate: string | null
}

/** The files that decide tokens and activations, by part, and the SHA-256 of each. */
export type LensContents = {
  readonly files: Readonly<Record<string, readonly string[]>>
  readonly contents: Readonly<Record<string, readonly string[]>>
}

export async function lensContents(parts: LensParts, digests: FileDigests): Promise<LensContents> {
  const { graphFile, graph, encoder, tokenizer, chatTemplate } = parts
  const weights = new Set<string>()
  for (const { content } of graph.initializers.values()) if (content.kind === 'file') weights.add(content.file)
  const files: Record<string, readonly string[]> = {
    graph: [graphFile],
    weights: [...weights],
    sae: [encoder.weights.file, ...encoder.files],
    tokenizer: tokenizer.config === null ? [tokenizer.tokenizer] : [tokenizer.tokenizer, tokenizer.config],
    ...(chatTemplate === null ? {} : { chatTemplate: [chatTemplate] }),
  }
  const contents: Record<string, readonly string[]> = {}
  for (const [part, paths] of Object.entries(files)) contents[part] = await inOrder(paths, (path) => digests.digest(path))
  return { files, contents }
}

/** SHA-256 over the contents of these files and the settings that decide tokens and activations; names and places do not count. */
export function lensHash(
  { hook, contextSize, documents }: Pick<LensManifest, 'hook' | 'contextSize' | 'documents'>,
  encoder: SaeEncoder,
  { contents }: LensContents,
): string {
  const reading = { prependBos: documents.outer === 'bos', ...(isPlain(documents) ? {} : { documents }) }
  // Of an SAE that leaves nothing unsaid the hash is as if there were no settings.
  const unsaid = Object.keys(encoder.settings).length === 0 ? {} : { sae: encoder.settings }
  return createHash('sha256')
    .update(JSON.stringify({ hook, contextSize, ...reading, ...unsaid, contents }))
    .digest('hex')
}

async function inOrder<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const each of items) results.push(await work(each))
  return results
}
