/**
 * What a spreadsheet may run as a formula when it opens a CSV: a cell that begins with = + - @, their full-width forms, a tab or a line
 * break, also after spaces (OWASP, "CSV Injection"). Apostrophes before it are counted in, so that guarding can be undone.
 */
const runs = /^'*(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/

/** A cell that no spreadsheet runs: with an apostrophe before it where it might. `unguarded` gives the text again. */
export function guarded(text: string): string {
  return runs.test(text) ? `'${text}` : text
}

export function unguarded(cell: string): string {
  return cell.startsWith("'") && runs.test(cell) ? cell.slice(1) : cell
}

/** RFC 4180: in quotes where it holds a quote, a comma, a line break, or ends or begins with a space. */
export function csvCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** The header of Etalon's own CSV, whose cells are guarded. */
export const csvColumns = [
  'latent',
  'label',
  'notes',
  'origin',
  'author',
  'score',
  'scoreMethod',
  'otherScores',
  'examples',
  'change',
  'at',
  'current',
  'lens',
] as const
