import type { ColumnSummary, CorpusSummary } from '../../contract/corpora.ts'

/** What every analysis is asked with besides its own: how it is set on screen. */
export type ScopeDraft = {
  /** Null: the first channel. */
  readonly channel: string | null
  readonly where: Readonly<Record<string, string>>
  readonly threshold: 'lens' | number
  readonly minTokens: number
}

export const startScope: ScopeDraft = { channel: null, where: {}, threshold: 'lens', minTokens: 1 }

type ScopeInput = {
  readonly lens?: string | undefined
  readonly channel?: string | undefined
  readonly where?: Record<string, string> | undefined
  readonly threshold?: 'lens' | number | undefined
  readonly minTokens?: number | undefined
}

/** The scope as the contract wants it: parts that are not set are left out. */
export function scopeInput({ channel, where, threshold, minTokens }: ScopeDraft, lens: { readonly lens?: string }): ScopeInput {
  return {
    ...lens,
    ...(channel === null ? {} : { channel }),
    ...(Object.keys(where).length === 0 ? {} : { where: { ...where } }),
    threshold,
    minTokens,
  }
}

/** The scope a recorded request was asked with. */
export function scopeOf({ channel, where, threshold, minTokens }: ScopeInput): ScopeDraft {
  return { channel: channel ?? null, where: where ?? {}, threshold: threshold ?? 'lens', minTokens: minTokens ?? 1 }
}

/** Corpora that can be analysed: those that the lens (absent: any) has read. */
export function readCorpora(corpora: readonly CorpusSummary[], lens?: string): readonly CorpusSummary[] {
  return corpora.filter(({ encodings }) =>
    encodings.some((encoding) => encoding.state === 'ready' && (lens === undefined || encoding.lens === lens)),
  )
}

/** The chosen corpora that are still there; `first` where nothing was chosen yet or all of it is gone. None on purpose stays none. */
export function stillThere(
  chosen: readonly string[] | null,
  corpora: readonly CorpusSummary[],
  first: readonly string[],
): readonly string[] {
  if (chosen === null) return first
  const kept = chosen.filter((name) => corpora.some((corpus) => corpus.name === name))
  return kept.length === 0 && chosen.length > 0 ? first : kept
}

/** Channels that all of the named corpora have been read in, in the order of the first. */
export function sharedChannels(corpora: readonly CorpusSummary[], names: readonly string[], lens?: string): readonly string[] {
  const chosen = corpora.filter(({ name }) => names.includes(name))
  const read = chosen.map(
    ({ encodings }) =>
      new Set(
        encodings
          .filter(({ state, lens: by }) => state === 'ready' && (lens === undefined || by === lens))
          .map(({ channel }) => channel),
      ),
  )
  return (chosen[0]?.channels ?? []).map(({ name }) => name).filter((name) => read.every((channels) => channels.has(name)))
}

/** Metadata of any of the named corpora, each name once. */
export function columnsOf(corpora: readonly CorpusSummary[], names: readonly string[]): readonly ColumnSummary[] {
  const columns = corpora.filter(({ name }) => names.includes(name)).flatMap((corpus) => corpus.columns)
  return [...new Map(columns.map((column) => [column.name, column] as const)).values()]
}
