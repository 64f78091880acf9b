import { prepare, type Connection } from './connection.ts'
import { write } from './write.ts'

/** What an endpoint answered; tokens as it reported them, null where it reported none. */
export type StoredAnswer = {
  readonly text: string
  /** as the endpoint named it */
  readonly model: string
  /** it would not answer; `text` is what it said instead */
  readonly refused: boolean
  readonly inputTokens: number | null
  readonly outputTokens: number | null
}

type AnswerRow = {
  readonly text: string
  readonly model: string
  readonly refused: number
  readonly input_tokens: number | null
  readonly output_tokens: number | null
}

/** @param hash 32 bytes, of all that decides the answer; null when it was never answered */
export function answerOf(db: Connection, hash: Uint8Array): StoredAnswer | null {
  const row = prepare<AnswerRow>(db, 'SELECT text, model, refused, input_tokens, output_tokens FROM answers WHERE hash = ?').get(
    hash,
  )
  if (row === undefined) return null
  const { text, model, refused, input_tokens: inputTokens, output_tokens: outputTokens } = row
  return { text, model, refused: refused === 1, inputTokens, outputTokens }
}

/** Keeps an answer. Of two to the same the first stays. */
export function keepAnswer(db: Connection, hash: Uint8Array, answer: StoredAnswer): void {
  write(db, () =>
    prepare(
      db,
      `INSERT INTO answers (hash, text, model, refused, input_tokens, output_tokens, answered_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (hash) DO NOTHING`,
    ).run(
      hash,
      answer.text,
      answer.model,
      answer.refused ? 1 : 0,
      answer.inputTokens,
      answer.outputTokens,
      new Date().toISOString(),
    ),
  )
}
