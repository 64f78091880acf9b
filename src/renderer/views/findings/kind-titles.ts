import type { FindingKind } from '../../../contract/findings.ts'

export const kindTitles: Readonly<Record<FindingKind, string>> = {
  latent: 'Latent',
  example: 'Example',
  document: 'Document',
  difference: 'Difference',
  pair: 'Pair',
  cluster: 'Cluster',
  search: 'Search',
  hypothesis: 'Hypothesis',
  text: 'Text',
  section: 'Section',
}
