import type { Answer, History, LedgerEntry, Records } from '../../src/main/engine/language-model/records.ts'

/** Records in memory, as the store would keep them; with what the ledger sums up to. */
export function keptRecords(): Records & {
  readonly entries: LedgerEntry[]
  readonly kept: Map<string, Answer>
  history(): History
} {
  const entries: LedgerEntry[] = []
  const kept = new Map<string, Answer>()
  const name = (hash: Uint8Array) => Buffer.from(hash).toString('hex')
  return {
    entries,
    kept,
    answers: {
      get: (hash) => kept.get(name(hash)) ?? null,
      put: (hash, answer) => void (kept.has(name(hash)) || kept.set(name(hash), answer)),
    },
    ledger: { add: (entry) => void entries.push(entry) },
    together: (write) => write(),
    history: () => historyOf(entries),
  }
}

/** As `History` says it. */
function historyOf(entries: readonly LedgerEntry[]): History {
  let reportedTokens = 0
  let countedTokens = 0
  const stages: Partial<Record<LedgerEntry['stage'], { calls: number; outputTokens: number; seconds: number }>> = {}
  for (const entry of entries) {
    if (entry.estimated || entry.outcome !== 'answered') continue
    if (entry.inputTokens > entry.countedTokens * 8 || entry.inputTokens < entry.countedTokens / 8) continue
    reportedTokens += entry.inputTokens
    countedTokens += entry.countedTokens
    const stage = (stages[entry.stage] ??= { calls: 0, outputTokens: 0, seconds: 0 })
    stage.calls++
    stage.outputTokens += entry.outputTokens
    stage.seconds += entry.seconds
  }
  return { reportedTokens, countedTokens, stages }
}
