import type { LatentPick, LatentsAsk, ModelAsk } from './ask-models.ts'

/** How labels are to be written or scored, as it is set on screen. */
export type LatentsDraft = {
  readonly does: 'label' | 'score'
  readonly pick: LatentPick
  readonly limit: number
  /** Corpora that passages come from; none: all that were read. */
  readonly corpora: readonly string[]
  /** Balanced accuracy, 0..1. */
  readonly gate: number
  readonly candidates: number
  readonly relabel: boolean
  readonly score: boolean
  readonly accept: 'better' | 'none'
  readonly methods: readonly ('detection' | 'fuzzing')[]
}

export function startDraft(
  does: LatentsDraft['does'],
  pick: LatentPick = does === 'label' ? 'unlabelled' : 'unscored',
): LatentsDraft {
  return {
    does,
    pick,
    limit: 100,
    corpora: [],
    gate: 0.75,
    candidates: 1,
    relabel: false,
    score: true,
    accept: 'better',
    methods: ['detection'],
  }
}

/** The other of writing and scoring: its own first choice of latents where the present one is not offered. */
export function withDoes(draft: LatentsDraft, does: LatentsDraft['does']): LatentsDraft {
  const offered = picksOf(does).includes(draft.pick)
  return { ...draft, does, pick: offered ? draft.pick : startDraft(does).pick }
}

/** The choices there are, the usual one first. */
export function picksOf(does: LatentsDraft['does']): readonly LatentPick[] {
  return [does === 'label' ? 'unlabelled' : 'unscored', 'below', 'starred', 'table', 'latent']
}

/**
 * The request that a draft stands for; null while the latents of the table are not there.
 *
 * @param listed the first latents of the table, as many as the limit
 */
export function requestOfLatents(
  { table, latent }: Pick<LatentsAsk, 'table' | 'latent'>,
  draft: LatentsDraft,
  listed: readonly number[] | undefined,
): ModelAsk | null {
  const { does, pick, limit, corpora, gate } = draft
  const one = pick === 'latent' && latent !== null ? [latent] : null
  const latents = one ?? (pick === 'table' ? listed : null)
  if (latents === undefined || latents?.length === 0) return null
  const shared = {
    ...(table.lens === undefined ? {} : { lens: table.lens }),
    ...(table.channel === undefined ? {} : { channel: table.channel }),
    ...(corpora.length === 0 ? {} : { corpora: [...corpora] }),
    of: latents === null ? { choose: pick as 'unlabelled', limit } : { latents: [...latents] },
    gate,
  }
  if (does === 'score') return { kind: 'score', ...shared, methods: [...draft.methods] }
  const { candidates, relabel, score, accept } = draft
  return { kind: 'label', ...shared, candidates, relabel, score, accept }
}
