import { asTurns, renderTurns, type ChatRole } from './chat-turns.ts'

/** Longer texts are skipped and listed. UTF-16 code units. */
export const maximumTextCharacters = 2_000_000

/** A text to be read with what was changed in it, an absent one, or why there can be none; the words follow "row 3". */
export type FieldText =
  { readonly text: string; readonly changes: readonly string[] } | { readonly absent: string } | { readonly reason: string }

/**
 * The text in a field: a string, a number or boolean written out, a list of strings joined by empty lines, or turns of a conversation.
 * Halves of surrogate pairs, which UTF-8 cannot hold, and NUL, at which SQLite's text functions stop, become U+FFFD.
 */
export function fieldText(value: unknown, field: string, role?: ChatRole): FieldText {
  const raw = role === undefined ? plainText(value, field) : chatText(value, field, role)
  if (typeof raw !== 'string') return raw
  if (raw.trim() === '')
    return { absent: role === undefined ? `has an empty "${field}"` : `has no ${roleWords[role]} in "${field}"` }
  if (raw.length > maximumTextCharacters) {
    return {
      reason: `has ${raw.length.toLocaleString('en')} characters in "${field}", more than ${maximumTextCharacters.toLocaleString('en')}; split it into several rows`,
    }
  }
  return cleanText(raw, field)
}

function plainText(value: unknown, field: string): string | FieldText {
  if (value === undefined) return { absent: `has no "${field}"` }
  if (value === null) return { absent: `has an empty "${field}"` }
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (value instanceof Uint8Array) return { reason: `has no valid UTF-8 in "${field}"` }
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return value.join('\n\n')
  return { reason: `has ${Array.isArray(value) ? 'a list of other things' : 'an object'} in "${field}", not text` }
}

const roleWords: Readonly<Record<ChatRole, string>> = {
  user: 'user message',
  assistant: 'assistant message',
  system: 'system message',
  conversation: 'message with text',
}

function chatText(value: unknown, field: string, role: ChatRole): string | FieldText {
  if (value === undefined) return { absent: `has no "${field}"` }
  const turns = asTurns(value)
  if (turns !== null) return renderTurns(turns, role)
  const isEmpty = value === null || value === '' || (Array.isArray(value) && value.length === 0)
  return isEmpty
    ? { absent: `has an empty "${field}"` }
    : { reason: `has no list of messages with a role and content in "${field}"` }
}

/** Text that survives UTF-8 unchanged, and what had to be replaced for it. */
export function cleanText(raw: string, field: string): { readonly text: string; readonly changes: readonly string[] } {
  const changes: string[] = []
  let text = raw
  if (!text.isWellFormed()) {
    text = text.toWellFormed()
    changes.push(`has half a surrogate pair in "${field}", read as U+FFFD`)
  }
  if (text.includes('\0')) {
    text = text.replaceAll('\0', '\uFFFD')
    changes.push(`has NUL characters in "${field}", read as U+FFFD`)
  }
  return { text, changes }
}
