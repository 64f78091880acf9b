import { clusterDocuments } from '../../analysis/cluster/cluster-documents.ts'
import { transpose } from '../../numerics/binary-matrix.ts'
import type { ProjectReading } from '../project-reading.ts'
import { activeSource } from './active-source.ts'
import { presenceMatrix } from './presence-matrix.ts'
import type { Sample } from './sample.ts'

const clusters = 8

/** Share of the documents up to which a latent counts: what nearly all have makes no clusters. */
const mostFrequent = 0.5

/** Groups of like documents over all latents, [documents]: what the documents are about, to compare like with like. -1 for none. */
export function clusterStrata(project: ProjectReading, sample: Sample, seed: number): Int32Array {
  const most = Math.floor(mostFrequent * sample.documents)
  const { matrix } = presenceMatrix(activeSource(project, sample), sample, { fewest: 2, most })
  return clusterDocuments({ documents: transpose(matrix), k: Math.min(clusters, sample.documents), mode: 'auto', seed }).cluster
}
