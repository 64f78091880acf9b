/** Where a project and what the product ships lie, as every thread that works on it is told. */
export type ProjectPlace = {
  /** The project's folder; null where only texts are read, without a project. */
  readonly folder: string | null
  /** The store's folder, where it is not `<project>/.etalon`. */
  readonly store: string | null
  readonly resources: string
  readonly home: string
  readonly version: string
  readonly host: string
}
