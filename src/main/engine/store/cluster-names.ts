import { prepare, type Connection } from './connection.ts'
import { write } from './write.ts'

/** What a cluster of an analysis is called. */
export type StoredClusterName = {
  readonly cluster: number
  readonly name: string
  /** The run that proposed it; null for a person's own words. */
  readonly run: number | null
  readonly author: string
  readonly at: string
}

/** In the order of the clusters; those without a name are left out. */
export function clusterNames(db: Connection, analysis: number): readonly StoredClusterName[] {
  return prepare<StoredClusterName>(
    db,
    'SELECT cluster, name, run, author, named_at AS at FROM cluster_names WHERE analysis = ? ORDER BY cluster',
  ).all(analysis)
}

/** Names clusters anew; null takes a name away. */
export function writeClusterNames(
  db: Connection,
  analysis: number,
  names: readonly (Omit<StoredClusterName, 'at' | 'name'> & { readonly name: string | null })[],
): void {
  write(db, () => {
    const at = new Date().toISOString()
    for (const { cluster, name, run, author } of names)
      if (name === null) prepare(db, 'DELETE FROM cluster_names WHERE analysis = ? AND cluster = ?').run(analysis, cluster)
      else
        prepare(
          db,
          `INSERT INTO cluster_names (analysis, cluster, name, run, author, named_at) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (analysis, cluster) DO UPDATE
           SET name = excluded.name, run = excluded.run, author = excluded.author, named_at = excluded.named_at`,
        ).run(analysis, cluster, name, run, author, at)
  })
}
