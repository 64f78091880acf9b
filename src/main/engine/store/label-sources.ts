import { prepare, type Connection } from './connection.ts'
import { lastLatent } from './labels.ts'

/** What a file says of a label besides its words. */
export type LabelSource = {
  /** how its score was come by, in the file's own words; null where it does not say */
  readonly scoreMethod: string | null
  /** texts it rests on */
  readonly examples: readonly string[]
}

type SourceRow = { readonly label_id: number; readonly score_method: string | null; readonly examples: string }

/** Within a transaction, once for a version; nothing is written where the file said nothing. */
export function keepSource(db: Connection, label: number, source: LabelSource): void {
  if (source.scoreMethod === null && source.examples.length === 0) return
  prepare(db, 'INSERT INTO label_sources (label_id, score_method, examples) VALUES (?, ?, ?)').run(
    label,
    source.scoreMethod,
    JSON.stringify(source.examples),
  )
}

/** What was said of the versions of a lens's labels, by the version's id; of the latents from one to another, both inclusive. */
export function labelSources(db: Connection, lens: number, from = 0, to = lastLatent): ReadonlyMap<number, LabelSource> {
  const rows = prepare<SourceRow>(
    db,
    `SELECT label_id, score_method, label_sources.examples
     FROM labels JOIN label_sources USING (label_id)
     WHERE lens = ? AND latent BETWEEN ? AND ?`,
  ).all(lens, from, to)
  return new Map(rows.map((row) => [row.label_id, toSource(row)]))
}

function toSource({ score_method: scoreMethod, examples }: SourceRow): LabelSource {
  return { scoreMethod, examples: JSON.parse(examples) as readonly string[] }
}
