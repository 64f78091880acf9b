/** A label as one text to edit, as in a commit message: the first line is the label, the notes follow after an empty line. */
export type LabelDocument = { readonly text: string; readonly notes: string }

/** Characters of a label, and of its notes, that the contract takes. */
export const longestLabel = 400
export const longestNotes = 100_000

export const joinLabel = ({ text, notes }: LabelDocument): string => (notes === '' ? text : `${text}\n\n${notes}`)

/** The label and notes in a document; what is too long is cut. */
export function splitLabel(document: string): LabelDocument {
  const normal = document.replaceAll('\r\n', '\n')
  const end = normal.indexOf('\n')
  if (end < 0) return { text: normal.trim().slice(0, longestLabel), notes: '' }
  const notes = normal.slice(end + 1).replace(/^\n/, '')
  return { text: normal.slice(0, end).trim().slice(0, longestLabel), notes: notes.trimEnd().slice(0, longestNotes) }
}

export const sameLabel = (one: LabelDocument, other: LabelDocument): boolean => one.text === other.text && one.notes === other.notes
