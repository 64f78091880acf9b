import { formatShare } from '../../widgets/format-numbers.ts'
import type { Term } from '../../widgets/facts.tsx'

/** What the columns of the table of pairs say. */
export const pairGuide = (rate: number): readonly Term[] => [
  {
    term: 'A, B',
    says: 'Two latents, or a latent and a value of a column, that are in the same documents. Neither comes before the other.',
  },
  {
    term: 'NPMI',
    says: 'Normalised pointwise mutual information: 0 where the two meet as often as chance has it, 1 where neither is without the other, below 0 where they avoid each other.',
  },
  {
    term: 'NPMI at least',
    says: 'The lower end of its 95 % interval, by which pairs are ranked: a pair that was seen five times of five has NPMI 1 and says little. The dark bar ends there, the pale one at NPMI itself.',
  },
  { term: 'Both', says: 'Documents in which both are present.' },
  { term: 'A given B', says: 'Of the documents with B, the share that also has A; and the other way round.' },
  {
    term: 'q',
    says: `The share of false discoveries to be expected among this pair and all above it. Tested among documents as rich in latents, of the same corpus: rich documents lift every pair. Bold: at most ${formatShare(rate)}.`,
  },
  { term: 'Labels', says: 'How alike the two labels are in meaning: near 1 the two may be one thing under two names.' },
  {
    term: 'By plain independence',
    says: 'How many pairs a test would call that ignores how rich documents are. It is far too many.',
  },
]
