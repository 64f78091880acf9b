import type Database from 'better-sqlite3'

/** An open store. Whether it may write was decided by who opened it (`open-store.ts`). */
export type Connection = Database.Database

/** What a statement's rows come as: objects by column name, the first column alone, or arrays of columns. */
export type RowShape = 'rows' | 'first-column' | 'arrays'

const statements = new WeakMap<Connection, Map<string, Database.Statement<unknown[], unknown>>>()

/**
 * The statement for this SQL, compiled once per connection.
 *
 * Statements are shared by everyone who asks for the same SQL and shape, so none may be left running: use `run`, `get` and `all`,
 * not `iterate`, and page through what is large.
 */
export function prepare<Row = unknown>(db: Connection, sql: string, shape: RowShape = 'rows'): Database.Statement<unknown[], Row> {
  let known = statements.get(db)
  if (known === undefined) statements.set(db, (known = new Map()))
  const key = `${shape}:${sql}`
  let statement = known.get(key)
  if (statement === undefined) {
    statement = db.prepare<unknown[], unknown>(sql)
    if (shape === 'first-column') statement.pluck()
    if (shape === 'arrays') statement.raw()
    known.set(key, statement)
  }
  return statement as Database.Statement<unknown[], Row>
}
