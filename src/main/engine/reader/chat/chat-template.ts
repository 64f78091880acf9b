import { Failure } from '../../../../contract/failure.ts'
import type { DocumentReading } from '../../../../contract/project.ts'
import type { TokenizerConfig } from '../tokenizer-config.ts'
import { renderTemplate, type RenderedTexts } from './render-template.ts'

/** What is put around a document; `trims` where white space at its ends is left out, as the template does. */
export type DocumentFrame = { readonly before: string; readonly after: string; readonly trims: boolean }

/** A document as it is. */
export const rawFrame: DocumentFrame = { before: '', after: '', trims: false }

/** A chat template in Jinja, with the special tokens it may name. */
export type ChatTemplate = { readonly source: string; readonly tokens: Readonly<Record<string, string>> }

/** Who says a document. */
export type Speaker = Exclude<DocumentReading['as'], 'raw'>

type Message = { readonly role: Speaker; readonly content: string }

/** Long templates of published models have some ten thousand characters. */
const longestTemplate = 200_000

/**
 * The chat template of a reader: the file chat_template.jinja where there is one, else that of tokenizer_config.json, of several the
 * one named `default`. Null where there is none.
 */
export function chatTemplateOf(config: TokenizerConfig | null, file: string | null): ChatTemplate | null {
  const given = config?.chat_template ?? null
  const source = file ?? (typeof given === 'string' ? given : (given?.find((each) => each.name === 'default')?.template ?? null))
  if (source === null) return null
  if (source.length > longestTemplate) throw refused('it is too long')
  const named = {
    bos_token: config?.bos_token,
    eos_token: config?.eos_token,
    pad_token: config?.pad_token,
    unk_token: config?.unk_token,
  }
  return {
    source,
    tokens: Object.fromEntries(Object.entries(named).filter((each): each is [string, string] => typeof each[1] === 'string')),
  }
}

/**
 * What a template puts around a document. It is rendered around placeholders, once for a lens, not for each document: so every document
 * is read whole and in the same frame, and which characters are its own is certain. Templates that do more to a message than trim it
 * are refused.
 *
 * An assistant's message comes first where the template allows it, else after an empty one of a user.
 */
export async function documentFrame(template: ChatTemplate, role: Speaker): Promise<DocumentFrame> {
  const alone: readonly Message[] = []
  const starts = role === 'user' ? [alone] : [alone, [{ role: 'user', content: '' } as const]]
  const contexts = starts.flatMap((start) =>
    placeholders.map((content) => ({
      ...template.tokens,
      messages: [...start, { role, content }],
      add_generation_prompt: false,
      tools: null,
      documents: null,
    })),
  )
  const texts = await renderTemplate({ source: template.source, contexts })
  const frames = starts.map((_, index) => frameOf(texts.slice(index * placeholders.length, (index + 1) * placeholders.length)))
  const whys: string[] = []
  for (const frame of frames) {
    if (typeof frame !== 'string') return frame
    whys.push(frame)
  }
  throw refused(whys.at(-1) ?? 'it gives no text')
}

const [plain, lines, padding] = ['Etalon reads this placeholder', 'Another text 1, 2\n\n\tof “lines”', ' \n '] as const
const placeholders = [plain, lines, `${padding}${plain}${padding}`]

/** The frame that all texts show, or why there is none. */
function frameOf([bare, other, padded]: RenderedTexts): DocumentFrame | string {
  if (bare === undefined || other === undefined || padded === undefined) return 'it gives no text'
  for (const each of [bare, other, padded]) if ('error' in each) return each.error.slice(0, 300)
  if (!('text' in bare && 'text' in other && 'text' in padded)) return 'it gives no text'
  const parts = bare.text.split(plain)
  const [before = '', after = ''] = parts
  if (parts.length !== 2) return 'it does not hold the message once'
  if (other.text !== before + lines + after) return 'it changes the text of a message'
  if (padded.text === `${before}${padding}${plain}${padding}${after}`) return { before, after, trims: false }
  return padded.text === bare.text ? { before, after, trims: true } : 'it changes the text of a message'
}

function refused(why: string): Failure {
  return new Failure(
    'unsupported',
    `The reader's chat template cannot be used: ${why.replace(/\.$/, '')}.`,
    'Read the documents as raw text.',
  )
}
