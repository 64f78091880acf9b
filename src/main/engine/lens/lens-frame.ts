import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '../../../contract/failure.ts'
import type { DocumentReading } from '../../../contract/project.ts'
import { chatTemplateOf, documentFrame, type DocumentFrame, rawFrame } from '../reader/chat/chat-template.ts'
import { readTokenizerConfig, type TokenizerFiles } from '../reader/tokenizer.ts'

/** What a lens puts around documents. `file` is that of its chat template, null where tokenizer_config.json holds it or none is used. */
export type LensFrame = { readonly file: string | null; frame(): Promise<DocumentFrame> }

/** Longer ones hold no template that could be used. */
const largestFile = 2 ** 20

/** Documents as they are, with a BOS or without: as every lens reads that does not say otherwise. */
export function isPlain({ as, outer }: DocumentReading): boolean {
  return as === 'raw' && outer !== 'own'
}

/**
 * Finds the chat template of a lens that reads messages: chat_template.jinja beside tokenizer.json, else that of tokenizer_config.json.
 * It is rendered when it is first asked for, once. Throws Failure 'unsupported' where there is none.
 */
export async function lensFrame({ as }: DocumentReading, tokenizer: TokenizerFiles): Promise<LensFrame> {
  if (as === 'raw') return { file: null, frame: () => Promise.resolve(rawFrame) }
  const beside = join(dirname(tokenizer.tokenizer), 'chat_template.jinja')
  const text = await textIfThere(beside)
  const template = chatTemplateOf(await readTokenizerConfig(tokenizer), text)
  if (template === null) {
    throw new Failure(
      'unsupported',
      `The reader has no chat template, so documents cannot be read as what ${as === 'user' ? 'a user' : 'an assistant'} says.`,
      `Put its chat_template.jinja beside ${tokenizer.tokenizer}, or read documents as raw text.`,
    )
  }
  let rendered: Promise<DocumentFrame> | null = null
  const frame = () => {
    rendered ??= documentFrame(template, as).catch((error: unknown) => {
      rendered = null
      throw error
    })
    return rendered
  }
  return { file: text === null ? null : beside, frame }
}

async function textIfThere(path: string): Promise<string | null> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (found === null) return null
  if (found.size <= largestFile) return readFile(path, 'utf8')
  throw new Failure('lens-invalid', `${path} is too large for a chat template: over 1 MB.`, 'Download it again.')
}
