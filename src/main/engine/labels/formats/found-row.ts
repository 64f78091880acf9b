/** A row of a label file; `line` is where it begins, 1-based. */
export type FoundRow = {
  readonly line: number
  readonly fields: Readonly<Record<string, unknown>>
  /** the key it stood under, which is its latent */
  readonly latent?: string
}

/** A row, a value that stands for the file as a whole, or why something could not be read. */
export type FoundItem =
  | { readonly row: FoundRow }
  | { readonly about: Readonly<Record<string, unknown>> }
  | { readonly line: number; readonly reason: string }

/** A line, a record or a value above this is skipped: no label needs as much. */
export const largestRow = 16 * 1024 * 1024
export const tooLarge = 'is larger than 16 MiB'
