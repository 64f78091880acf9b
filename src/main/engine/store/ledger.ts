import type { LedgerRow, Stage } from '../../../contract/language-models.ts'
import { prepare, type Connection } from './connection.ts'
import { write } from './write.ts'

/** One try at a call, or a call answered from what was paid before. */
export type LedgerEntry = {
  /** null for a check of an endpoint, which belongs to no run */
  readonly run: number | null
  readonly stage: Stage
  readonly endpoint: string
  readonly model: string
  /** 'answered', 'reused', or the reason why there was no usable answer */
  readonly outcome: string
  /** What the endpoint charged for: 0 for 'reused', and where it charged nothing. */
  readonly inputTokens: number
  readonly outputTokens: number
  /** Whether the tokens are an estimate, because the endpoint reported none. */
  readonly estimated: boolean
  /** The input as it is counted without the endpoint's tokenizer, a fraction: what the endpoint's ratio is learned from. */
  readonly countedTokens: number
  /** From sending to the whole answer; 0 for 'reused'. */
  readonly seconds: number
  /** By the price at that time; null both without a price. */
  readonly cost: number | null
  readonly currency: string | null
}

/** Writes a try down. */
export function addLedgerEntry(db: Connection, entry: LedgerEntry): void {
  write(db, () =>
    prepare(
      db,
      `INSERT INTO ledger_entries (run, stage, endpoint, model, outcome, input_tokens, output_tokens, estimated, counted_tokens,
         seconds, cost, currency, at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      entry.run,
      entry.stage,
      entry.endpoint,
      entry.model,
      entry.outcome,
      entry.inputTokens,
      entry.outputTokens,
      entry.estimated ? 1 : 0,
      entry.countedTokens,
      entry.seconds,
      entry.cost,
      entry.currency,
      new Date().toISOString(),
    ),
  )
}

type GroupRow = {
  readonly stage: Stage
  readonly endpoint: string
  readonly model: string
  readonly currency: string | null
  readonly outcome: string
  readonly tries: number
  readonly input_tokens: number
  readonly output_tokens: number
  readonly estimated: number
  readonly cost: number | null
}

/**
 * Sums by stage, endpoint, model and currency, in the order they first came: of one run, or of all.
 *
 * `calls` are those with an answer, the reused ones among them; a call given up shows only under `failed`, with every try.
 */
export function ledgerRows(db: Connection, run?: number): readonly LedgerRow[] {
  const groups = prepare<GroupRow>(
    db,
    `SELECT stage, endpoint, model, currency, outcome, count(*) AS tries, sum(input_tokens) AS input_tokens,
       sum(output_tokens) AS output_tokens, max(estimated) AS estimated, sum(cost) AS cost
     FROM ledger_entries
     ${run === undefined ? '' : 'WHERE run = ?'}
     GROUP BY stage, endpoint, model, currency, outcome
     ORDER BY min(entry)`,
  ).all(...(run === undefined ? [] : [run]))
  const rows = new Map<string, LedgerRow>()
  for (const { outcome, tries, ...group } of groups) {
    const key = JSON.stringify([group.stage, group.endpoint, group.model, group.currency])
    const { stage, endpoint, model, currency } = group
    const row = rows.get(key) ?? { ...nothing, stage, endpoint, model, currency }
    const isUsable = outcome === 'answered' || outcome === 'reused'
    rows.set(key, {
      ...row,
      calls: row.calls + (isUsable ? tries : 0),
      failed: isUsable ? row.failed : { ...row.failed, [outcome]: tries },
      reused: row.reused + (outcome === 'reused' ? tries : 0),
      inputTokens: row.inputTokens + group.input_tokens,
      outputTokens: row.outputTokens + group.output_tokens,
      estimated: row.estimated || group.estimated === 1,
      cost: currency === null ? null : (row.cost ?? 0) + (group.cost ?? 0),
    })
  }
  return [...rows.values()]
}

const nothing = { calls: 0, failed: {}, reused: 0, inputTokens: 0, outputTokens: 0, estimated: false, cost: null } as const

/** What a run has taken so far, for its budget: tokens of both kinds, and money where there is a price. */
export function spentBy(db: Connection, run: number): { readonly tokens: number; readonly cost: number } {
  const spent = prepare<{ readonly tokens: number; readonly cost: number }>(
    db,
    `SELECT coalesce(sum(input_tokens + output_tokens), 0) AS tokens, coalesce(sum(cost), 0.0) AS cost
     FROM ledger_entries
     WHERE run = ?`,
  ).get(run)
  return spent ?? { tokens: 0, cost: 0 }
}

/** What an endpoint's model has shown before: what estimates learn from. */
export type UsageHistory = {
  /** Input tokens as reported, and the same as counted without the endpoint's tokenizer. */
  readonly reportedTokens: number
  readonly countedTokens: number
  readonly stages: Readonly<Partial<Record<Stage, StageUsage>>>
}
export type StageUsage = { readonly calls: number; readonly outputTokens: number; readonly seconds: number }

/**
 * Sums over answered tries with usage as reported. Left out are figures that cannot be right: input tokens below an eighth or above eight
 * times of those counted.
 */
export function usageHistory(db: Connection, endpoint: string, model: string): UsageHistory {
  const rows = prepare<StageUsage & { readonly stage: Stage; readonly reported: number; readonly counted: number }>(
    db,
    `SELECT stage, count(*) AS calls, sum(output_tokens) AS outputTokens, sum(seconds) AS seconds, sum(input_tokens) AS reported,
       sum(counted_tokens) AS counted
     FROM ledger_entries
     WHERE endpoint = ? AND model = ? AND outcome = 'answered' AND estimated = 0
       AND input_tokens BETWEEN counted_tokens / 8 AND counted_tokens * 8
     GROUP BY stage`,
  ).all(endpoint, model)
  return {
    reportedTokens: rows.reduce((sum, { reported }) => sum + reported, 0),
    countedTokens: rows.reduce((sum, { counted }) => sum + counted, 0),
    stages: Object.fromEntries(rows.map(({ stage, calls, outputTokens, seconds }) => [stage, { calls, outputTokens, seconds }])),
  }
}
