import { hash32 } from '../../numerics/seeded-random.ts'

/** A text that somebody else wrote, with what our own words say of it. Only the heading may be trusted. */
export type Fenced = { readonly heading: string; readonly text: string }

/**
 * A code that stands in none of the texts: fences made with it cannot be closed from inside. It depends on all of the texts, so that no
 * single one can foretell it, and on nothing else, so that the same request is written in the same words.
 */
export function fenceCode(texts: readonly string[]): string {
  const all = texts.map((text) => hash32(text, 7))
  for (let seed = 0; ; seed++) {
    const code = hash32(all, seed).toString(36).padStart(7, '0')
    if (texts.every((text) => !text.includes(code))) return code
  }
}

/** Texts between fences that carry the code, an empty line between them. */
export function fence(items: readonly Fenced[], code: string): string {
  return items.map(({ heading, text }) => `[${code}] ${heading}\n${harmless(text)}\n[${code}] end`).join('\n\n')
}

/** Signs of the chat templates in use that a server might take for its own: what ends a turn, begins one, or names who speaks. */
const templateSigns =
  /<[|\uff5c][^<>\n]{1,40}[|\uff5c]>|<\/?(?:s|bos|eos|pad|unk|think|start_of_turn|end_of_turn|start_of_image|end_of_text)>|\[\/?(?:INST|SYSTEM_PROMPT|TOOL_CALLS|AVAILABLE_TOOLS)\]|<<\/?SYS>>/gi

/**
 * A text as it may be sent: well-formed UTF-16, without control characters but tab and line break, and the signs of chat templates broken
 * up by a space after their first character.
 */
export function harmless(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, ' ') // oxlint-disable-line no-control-regex
    .replaceAll(templateSigns, (sign) => `${sign[0]} ${sign.slice(1)}`)
}
