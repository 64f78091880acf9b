import type { Term } from '../../widgets/facts.tsx'

/** What the cards and the map say. */
export const clusterGuide: readonly Term[] = [
  {
    term: 'Cluster',
    says: 'Documents that have many latents in common, by Jaccard similarity and spectral clustering. It is named after the two latents that tell it apart best.',
  },
  {
    term: 'Bars',
    says: 'The share of documents with the latent, inside the cluster (filled) and in all others (outlined). The clustering itself chose them: they describe it and prove nothing.',
  },
  {
    term: 'Ties outside',
    says: 'Conductance: of all the likeness of its documents, the share that goes to documents of other clusters. The less, the more the cluster stands apart.',
  },
  {
    term: 'Axis',
    says: 'The latents that count. Words pick those whose labels are about them; without words all latents count.',
  },
  { term: 'Covered', says: 'The share of documents with any latent of the axis. The others belong to no cluster: unassigned.' },
  {
    term: 'Number of clusters',
    says: 'By the largest gap between eigenvalues, unless you set it: as many groups as hang together more within than between.',
  },
  {
    term: 'Map',
    says: 'Every document is a point, near those with like latents. Documents with the same latents of the axis lie around one place. Directions and distances have no unit.',
  },
]
