import type { DiffResult } from '../../../contract/differences.ts'
import type { TrendResult } from '../../../contract/trends.ts'
import { formatShare } from '../../widgets/format-numbers.ts'
import type { Term } from '../../widgets/facts.tsx'

const latents: Term = {
  term: 'Latent',
  says: 'A direction that the autoencoder learnt. It is present in a document where its activation passes its threshold; its label says what it is about.',
}
const units: Term = {
  term: 'Units',
  says: 'What counts as one independent observation: documents with the same prompt, source or nearly the same text are one unit, however many they are.',
}
const raw: Term = { term: 'q raw', says: 'The same by plain counts, whatever the lengths.' }
const q = (rate: number): Term => ({
  term: 'q',
  says: `The share of false discoveries to be expected among this row and all above it, by the test at like length. Bold: at most ${formatShare(rate)}.`,
})

/** What the columns of a comparison say. */
export function diffGuide({ adjustment }: DiffResult, rate: number): readonly Term[] {
  return [
    latents,
    { term: 'Target, Other', says: 'The share of documents in which the latent is present, on each side.' },
    {
      term: 'Difference',
      says: 'Target minus other in percentage points. The dot is the difference, filled where its 95 % interval (the line) leaves out 0; the upright tick is what length alone would make.',
    },
    {
      term: 'From length',
      says: 'Longer documents light more latents. If the latent lit at one rate per token everywhere, the lengths of the two sides alone would make this difference.',
    },
    { term: 'At like length', says: likeLength(adjustment.kind) },
    q(rate),
    raw,
    {
      term: '✓ and ✕',
      says: 'By plain counts, as q raw: found on one half of the units, and held (✓) or did not hold (✕) on the other. Without either mark it was not found on the first half.',
    },
    { term: '⚠', says: 'It comes and goes when the threshold of presence is halved or doubled.' },
    { term: '+1, +2, …', says: 'Other latents that tell the same; press to unfold them.' },
    units,
  ]
}

function likeLength(kind: DiffResult['adjustment']['kind']): string {
  switch (kind) {
    case 'cut':
      return 'The difference once both texts of each pair are cut to the length of the shorter one, at their beginning and at their end: the weaker of the two is given.'
    case 'strata':
      return 'The difference among documents of like length (and like values of the chosen columns).'
    case 'refused':
      return 'Could not be worked out here: too few documents of the two sides are of like length.'
  }
}

/** What the columns of a trend say. */
export function trendGuide({ groups }: TrendResult, rate: number): readonly Term[] {
  return [
    latents,
    {
      term: 'Groups in order',
      says: `The share of documents with the latent, from the first of the ${groups.length} groups to the last. Each line has a height of its own.`,
    },
    { term: 'Change', says: 'Last group minus first, in percentage points.' },
    { term: 'Slope', says: 'Percentage points for each step, by a straight line through all groups.' },
    q(rate),
    raw,
    { term: '↑ and ↓', says: 'Rises, or falls, at every step.' },
    units,
  ]
}

/** What is shown of hypotheses. */
export const hypothesesGuide: readonly Term[] = [
  {
    term: 'Hypothesis',
    says: 'A statement on a document that a language model made of the labels of the latents that differ. It cites those latents; press one to see what it responds to.',
  },
  {
    term: 'Held back',
    says: 'The documents are parted into halves first. Latents are found and labelled on one half; every hypothesis is judged on the other. The judge sees a statement and a text, not which side the text is from.',
  },
  {
    term: 'Points',
    says: 'The share of the target’s documents in which it holds minus that of the other side, in percentage points, with its 95 % interval. Of several others the one is given that speaks most against the hypothesis.',
  },
  { term: 'Verified', says: 'More than 1 point in the claimed direction, with an interval that leaves out 0.' },
  { term: 'p', says: 'How likely so large a difference would be by chance, adjusted for the number of hypotheses (Holm).' },
  {
    term: 'Coverage',
    says: 'The share of the target’s documents that some hypothesis tells from their counterpart: it holds in the one and not in the other.',
  },
  {
    term: 'A model alone',
    says: 'What a language model would take to find differences by reading the documents row by row, without latents: estimated, never sent.',
  },
]
