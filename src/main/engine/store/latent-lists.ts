import { Failure } from '../../../contract/failure.ts'
import { prepare, type Connection } from './connection.ts'
import { write } from './write.ts'

/** A list of latents that a person keeps under a name. */
export type StoredLatentList = {
  readonly list: number
  readonly lens: number
  readonly name: string
  readonly latents: number
  readonly madeAt: string
}

const listColumns = `list, lens, name, made_at AS madeAt,
  (SELECT count(*) FROM latent_list_members AS members WHERE members.list = latent_lists.list) AS latents`

/** The lists of a lens, by name. */
export function latentLists(db: Connection, lens: number): readonly StoredLatentList[] {
  return prepare<StoredLatentList>(db, `SELECT ${listColumns} FROM latent_lists WHERE lens = ? ORDER BY name, list`).all(lens)
}

/** The list of this name. Throws a Failure 'not-found'. */
export function knownLatentList(db: Connection, lens: number, name: string): StoredLatentList {
  const sql = `SELECT ${listColumns} FROM latent_lists WHERE lens = ? AND name = ?`
  const found = prepare<StoredLatentList>(db, sql).get(lens, name)
  if (found === undefined) throw new Failure('not-found', `There is no list "${name}".`, 'Add a latent to it, and it is made.')
  return found
}

/** The lists, by number, that hold a latent of their lens. */
export function listsWith(db: Connection, lens: number, latent: number): ReadonlySet<number> {
  const sql = `SELECT list FROM latent_list_members JOIN latent_lists USING (list) WHERE lens = ? AND latent = ?`
  return new Set(prepare<number>(db, sql, 'first-column').all(lens, latent))
}

/** The list of this name, made empty where there was none. */
export function latentListNamed(db: Connection, lens: number, name: string): StoredLatentList {
  return write(db, () => {
    const list = prepare<number>(
      db,
      `INSERT INTO latent_lists (lens, name, made_at) VALUES (?, ?, ?)
       ON CONFLICT (lens, name) DO UPDATE SET name = excluded.name
       RETURNING list`,
      'first-column',
    ).get(lens, name, new Date().toISOString())
    return listById(db, list ?? -1)
  })
}

/** Throws Failures: 'not-found'; 'conflict' when another list of the lens has the name. */
export function renameLatentList(db: Connection, list: number, name: string): StoredLatentList {
  return write(db, () => {
    const { lens } = listById(db, list)
    const other = prepare<number>(db, 'SELECT list FROM latent_lists WHERE lens = ? AND name = ?', 'first-column').get(lens, name)
    if (other !== undefined && other !== list)
      throw new Failure('conflict', `There is a list "${name}" already.`, 'Choose another name, or add to that list.')
    prepare(db, 'UPDATE latent_lists SET name = ? WHERE list = ?').run(name, list)
    return listById(db, list)
  })
}

export function removeLatentList(db: Connection, list: number): void {
  write(db, () => prepare(db, 'DELETE FROM latent_lists WHERE list = ?').run(list))
}

/** The latents of a list, in its order. */
export function latentsInList(db: Connection, list: number): readonly number[] {
  return prepare<number>(db, 'SELECT latent FROM latent_list_members WHERE list = ? ORDER BY position', 'first-column').all(list)
}

/** Makes these the latents of a list, in this order; of one that comes twice the first counts. Throws a Failure 'not-found'. */
export function setLatentsInList(db: Connection, list: number, latents: readonly number[]): StoredLatentList {
  return write(db, () => {
    listById(db, list)
    prepare(db, 'DELETE FROM latent_list_members WHERE list = ?').run(list)
    const add = prepare(db, 'INSERT INTO latent_list_members (list, position, latent) VALUES (?, ?, ?)')
    let position = 0
    for (const latent of new Set(latents)) add.run(list, position++, latent)
    return listById(db, list)
  })
}

/** Puts a latent at the end of a list, where it is not in it already, or takes it out. Throws a Failure 'not-found'. */
export function setInList(db: Connection, list: number, latent: number, isIn: boolean): StoredLatentList {
  return write(db, () => {
    listById(db, list)
    if (isIn)
      prepare(
        db,
        `INSERT INTO latent_list_members (list, position, latent)
         VALUES (?, (SELECT coalesce(max(position) + 1, 0) FROM latent_list_members WHERE list = ?), ?)
         ON CONFLICT (list, latent) DO NOTHING`,
      ).run(list, list, latent)
    else prepare(db, 'DELETE FROM latent_list_members WHERE list = ? AND latent = ?').run(list, latent)
    return listById(db, list)
  })
}

function listById(db: Connection, list: number): StoredLatentList {
  const found = prepare<StoredLatentList>(db, `SELECT ${listColumns} FROM latent_lists WHERE list = ?`).get(list)
  if (found === undefined) throw new Failure('not-found', `There is no list ${list}.`, 'Open the lists again and choose one.')
  return found
}
