import { contentHash } from '../../../src/main/engine/store/content-hash.ts'
import type { Connection } from '../../../src/main/engine/store/connection.ts'
import { addCandidate, type LabelCandidate, type NewCandidate } from '../../../src/main/engine/store/label-candidates.ts'
import { addScore, type LabelScore, type NewScore } from '../../../src/main/engine/store/label-scores.ts'
import type { LedgerEntry } from '../../../src/main/engine/store/ledger.ts'
import { beginModelRun, type ModelRun } from '../../../src/main/engine/store/model-runs.ts'

/** The content hash of a document that says this. */
export function saying(text: string): Buffer {
  return contentHash(['text'], [text])
}

export function runOf(db: Connection, planId = 'plan'): ModelRun {
  const plan = { id: planId, stages: [] }
  return beginModelRun(db, { planId, kind: 'label', endpoint: 'here', model: 'm', plan, settings: { seed: 1 }, budget: {} })
}

export function candidateOf(
  db: Connection,
  candidate: Pick<NewCandidate, 'lens' | 'latent'> & Partial<NewCandidate>,
): LabelCandidate {
  return addCandidate(db, {
    run: null,
    text: 'numbers',
    notes: '',
    origin: 'language-model',
    author: 'm',
    endpoint: 'here',
    promptName: 'label',
    promptHash: 'aa',
    contextLabel: null,
    examples: [],
    documents: [],
    ...candidate,
  })
}

export function scoreOf(db: Connection, of: NewScore['of'], more: Partial<NewScore> = {}): LabelScore {
  const judged = { right: 5, wrong: 1, missing: 0 }
  return addScore(db, {
    of,
    run: null,
    method: 'detection',
    balancedAccuracy: 0.8,
    interval: [0.6, 0.9],
    f1: null,
    counts: { levels: [judged], random: judged, hard: judged },
    endpoint: 'here',
    model: 'judge',
    promptName: 'detect',
    promptHash: 'bb',
    documents: [],
    ...more,
  })
}

export function entryOf(entry: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    run: null,
    stage: 'label',
    endpoint: 'here',
    model: 'm',
    outcome: 'answered',
    inputTokens: 100,
    outputTokens: 10,
    estimated: false,
    countedTokens: 90.5,
    seconds: 0.5,
    cost: null,
    currency: null,
    ...entry,
  }
}
