import type { QueueKind } from '../../client/review-queries.ts'
import { scoreGate } from '../../widgets/score-words.ts'

/** What can be looked at: its title, what is in it, and what it says when nothing is. */
export const queueKinds: Readonly<
  Record<QueueKind, { readonly title: string; readonly tip: string; readonly none: string; readonly comes: string }>
> = {
  proposed: {
    title: 'Proposed',
    tip: 'Latents with proposals to choose from',
    none: 'No proposals wait',
    comes:
      'What a language model proposes comes here, where a run does not take it over by itself. None is needed: labels can be written by hand.',
  },
  unlabelled: {
    title: 'Unlabelled',
    tip: 'Latents without a label, or with one that only counts tokens',
    none: 'Every latent that is present has a label',
    comes: 'Latents without a label come here, and those whose label only counts their tokens.',
  },
  low: {
    title: 'Low-scored',
    tip: `Labels scored below ${scoreGate} that no person wrote`,
    none: `No label is scored below ${scoreGate}`,
    comes: 'Labels come here that did badly when they were scored, unless a person wrote them.',
  },
  flagged: {
    title: 'Flagged',
    tip: 'Latents that somebody flagged',
    none: 'Nothing is flagged',
    comes: 'Flag a latent with F to have it looked at again: it waits here until the flag is taken away.',
  },
}

export const kindOrder = ['proposed', 'unlabelled', 'low', 'flagged'] as const
