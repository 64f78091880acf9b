import { prepare, type Connection } from './connection.ts'
import { write } from './write.ts'

/** A lens that read something here. Its labels stay when its folder goes. */
export type StoredLens = {
  readonly lens: number
  /** of everything that decides what it makes of a text */
  readonly hash: string
  readonly name: string
  readonly title: string
  readonly folder: string
  readonly manifest: unknown
  readonly dSae: number
  readonly hook: string
  readonly createdAt: string
}

type LensRow = Omit<StoredLens, 'manifest' | 'dSae' | 'createdAt'> & {
  readonly manifest: string
  readonly d_sae: number
  readonly created_at: string
}

const lensColumns = 'lens, hash, name, title, folder, manifest, d_sae, hook, created_at'

/** Makes a lens known to the store, or brings up to date what may change about a known one: its name, title, folder, manifest. */
export function recordLens(db: Connection, lens: Omit<StoredLens, 'lens' | 'createdAt'>): StoredLens {
  return write(db, () => {
    prepare(
      db,
      `INSERT INTO lenses (hash, name, title, folder, manifest, d_sae, hook, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (hash) DO UPDATE SET
         name = excluded.name, title = excluded.title, folder = excluded.folder, manifest = excluded.manifest`,
    ).run(
      lens.hash,
      lens.name,
      lens.title,
      lens.folder,
      JSON.stringify(lens.manifest ?? null),
      lens.dSae,
      lens.hook,
      new Date().toISOString(),
    )
    const recorded = lensByHash(db, lens.hash)
    if (recorded === null) throw new Error(`lens ${lens.hash} was not recorded`)
    return recorded
  })
}

export function lensByHash(db: Connection, hash: string): StoredLens | null {
  const row = prepare<LensRow>(db, `SELECT ${lensColumns} FROM lenses WHERE hash = ?`).get(hash)
  return row === undefined ? null : toLens(row)
}

/** The one recorded last comes first. */
export function listLenses(db: Connection): readonly StoredLens[] {
  return prepare<LensRow>(db, `SELECT ${lensColumns} FROM lenses ORDER BY lens DESC`).all().map(toLens)
}

function toLens({ manifest, d_sae: dSae, created_at: createdAt, ...same }: LensRow): StoredLens {
  return { ...same, manifest: JSON.parse(manifest), dSae, createdAt }
}
