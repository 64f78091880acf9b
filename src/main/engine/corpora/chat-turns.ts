import { parseJson } from './parse-json.ts'

/** One message of a conversation; `role` is one of the first four where the name is known, otherwise as the file has it. */
export type ChatTurn = { readonly role: string; readonly text: string }

/** Which turns of a conversation a channel reads: the last answer, the last question before it, the instructions, or all turns. */
export type ChatRole = 'user' | 'assistant' | 'system' | 'conversation'

const roleNames: Readonly<Record<string, readonly string[]>> = {
  user: ['user', 'human', 'prompter', 'customer', 'question'],
  assistant: ['assistant', 'gpt', 'model', 'bot', 'ai', 'chatgpt', 'chatbot', 'bing', 'bard', 'claude', 'agent', 'answer'],
  system: ['system', 'developer'],
  tool: ['tool', 'function', 'observation', 'ipython'],
}
const knownRoles = new Map(Object.entries(roleNames).flatMap(([role, names]) => names.map((name) => [name, role] as const)))

/**
 * The turns of a conversation: a list of objects with a `role` or (ShareGPT) `from`, and `content`, `value`, `text` or `parts`
 * which is a string, null, or a list of parts of which those with text count; also as JSON in a string.
 * Null for anything else.
 */
export function asTurns(value: unknown): readonly ChatTurn[] | null {
  const messages = typeof value === 'string' ? jsonList(value) : value
  if (!Array.isArray(messages) || messages.length === 0) return null
  const turns: ChatTurn[] = []
  for (const message of messages) {
    const turn = asTurn(message)
    if (turn === null) return null
    turns.push(turn)
  }
  return turns
}

/** The positions of the turns a role stands for, in order; `user` is the last question before the last answer. */
export function turnsOf(turns: readonly ChatTurn[], role: ChatRole): readonly number[] {
  const positions = turns.map((_, position) => position)
  if (role === 'conversation') return positions
  if (role === 'system') return positions.filter((position) => turns[position]?.role === 'system')
  const isSaid = (position: number, by: string) => turns[position]?.role === by && turns[position].text.trim() !== ''
  const answer = positions.findLast((position) => isSaid(position, 'assistant'))
  if (role === 'assistant') return answer === undefined ? [] : [answer]
  const question = positions.slice(0, answer).findLast((position) => isSaid(position, 'user'))
  return question === undefined ? [] : [question]
}

/** Turns as one text: a single one as it is, several each after its role, with an empty line between. */
export function renderTurns(turns: readonly ChatTurn[], role: ChatRole): string {
  const chosen = turnsOf(turns, role).flatMap((position) => turns[position] ?? [])
  if (role !== 'conversation') return chosen.map((turn) => turn.text).join('\n\n')
  return chosen.map((turn) => `${turn.role}: ${turn.text}`).join('\n\n')
}

function asTurn(message: unknown): ChatTurn | null {
  if (typeof message !== 'object' || message === null) return null
  const said = (message as Record<string, unknown>)['role'] ?? (message as Record<string, unknown>)['from']
  const key = ['content', 'value', 'text', 'parts'].find((each) => Object.hasOwn(message, each))
  if (typeof said !== 'string' || key === undefined) return null
  const text = textOfContent((message as Record<string, unknown>)[key])
  return text === null ? null : { role: knownRoles.get(said.toLowerCase()) ?? said, text }
}

function textOfContent(content: unknown): string | null {
  if (content === null || content === undefined) return ''
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return null
  const texts = content.map((part: unknown) => {
    if (typeof part === 'string') return part
    const text: unknown = typeof part === 'object' && part !== null ? (part as Record<string, unknown>)['text'] : undefined
    return typeof text === 'string' ? text : ''
  })
  return texts.filter((text) => text !== '').join('\n\n')
}

function jsonList(text: string): unknown {
  if (!/^\s*\[\s*\{/.test(text)) return null
  try {
    return parseJson(text)
  } catch {
    return null
  }
}
