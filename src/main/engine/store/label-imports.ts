import { Failure } from '../../../contract/failure.ts'
import type { LabelImport } from '../../../contract/label-files.ts'
import { prepare, type Connection } from './connection.ts'
import { insertLabel, type NewLabel, nextLabelId } from './label-changes.ts'
import { write } from './write.ts'

/** An import under way: its versions get the numbers from `first` on. */
export type OpenImport = { readonly id: number; readonly first: number }

/**
 * Begins an import whose versions are written in parts, so that others get their turn between. Their numbers are kept for them from now
 * on: what others write meanwhile comes after all of them. None counts, or is seen, before `finishLabelImport`; those of an import that
 * never gets there stay unseen.
 *
 * @param most versions that it may write
 */
export function beginLabelImport(
  db: Connection,
  { lens, file, most }: { readonly lens: number; readonly file: string; readonly most: number },
): OpenImport {
  return write(db, () => {
    const first = nextLabelId(db)
    const { lastInsertRowid } = prepare(
      db,
      `INSERT INTO label_imports (lens, file, first_label, last_label, state, at) VALUES (?, ?, ?, ?, 'writing', ?)`,
    ).run(lens, file, first, first + most - 1, new Date().toISOString())
    return { id: Number(lastInsertRowid), first }
  })
}

/** Writes the versions from the `at`-th of an import on, in one transaction. */
export function writeLabelImport(db: Connection, { first }: OpenImport, at: number, labels: readonly NewLabel[]): void {
  write(db, () => labels.forEach((label, place) => insertLabel(db, label, first + at + place)))
}

/** From now on the versions of an import count, all at once. */
export function finishLabelImport(db: Connection, { id }: OpenImport, versions: number): void {
  write(db, () =>
    prepare(db, "UPDATE label_imports SET state = 'done', versions = ?, turns = 1 WHERE label_import = ?").run(versions, id),
  )
}

/** Withdraws all that an import wrote, or lets it count again; what was withdrawn by itself stays so. Throws Failure 'not-found'. */
export function setImportUndone(db: Connection, id: number, undone: boolean): LabelImport {
  return write(db, () => {
    prepare(db, 'UPDATE label_imports SET state = ?, turns = turns + 1 WHERE label_import = ? AND state = ?').run(
      ...(undone ? ['undone', id, 'done'] : ['done', id, 'undone']),
    )
    const [found] = importsWhere(db, 'label_import = ?', id)
    if (found === undefined)
      throw new Failure(
        'not-found',
        `There is no import ${id}.`,
        'List the imports and choose one: etalon labels imports <project>.',
      )
    return found
  })
}

/** Those of a lens that wrote something, the newest first. */
export function listLabelImports(db: Connection, lens: number): readonly LabelImport[] {
  return importsWhere(db, 'lens = ?', lens)
}

function importsWhere(db: Connection, condition: string, value: number): readonly LabelImport[] {
  return prepare<Omit<LabelImport, 'undone'> & { readonly undone: number }>(
    db,
    `SELECT label_import AS id, file, versions, state = 'undone' AS undone, at
     FROM label_imports
     WHERE ${condition} AND state <> 'writing'
     ORDER BY label_import DESC`,
  )
    .all(value)
    .map((row) => ({ ...row, undone: row.undone === 1 }))
}
