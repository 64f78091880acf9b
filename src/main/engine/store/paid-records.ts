import { answerOf, keepAnswer, type StoredAnswer } from './answers.ts'
import type { Connection } from './connection.ts'
import { addLedgerEntry, type LedgerEntry } from './ledger.ts'
import { write } from './write.ts'

/** What a run at an endpoint reads and writes. */
export type PaidRecords = {
  readonly answers: {
    get(hash: Uint8Array): StoredAnswer | null
    put(hash: Uint8Array, answer: StoredAnswer): void
  }
  readonly ledger: { add(entry: Omit<LedgerEntry, 'run'>): void }
  /** Runs `change` in one transaction: an answer and its entry outlive a killed process together, or neither does. */
  together(change: () => void): void
}

/** @param run whom the ledger's entries belong to; null for the check of an endpoint */
export function paidRecords(db: Connection, run: number | null): PaidRecords {
  return {
    answers: { get: (hash) => answerOf(db, hash), put: (hash, answer) => keepAnswer(db, hash, answer) },
    ledger: { add: (entry) => addLedgerEntry(db, { ...entry, run }) },
    together: (change) => write(db, change),
  }
}
