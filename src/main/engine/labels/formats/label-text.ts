/** A label's longest text, in UTF-16 code units: what the contract lets a person write. */
export const longestLabel = 400
const longestNotes = 100_000
const longestExample = 2000
const mostExamples = 100

/** `change` says what was done to the text ("..."), null where it stands as it was. */
export type FittedText = { readonly text: string; readonly notes: string; readonly change: string | null }

/**
 * A label as it can be kept: trimmed, without NUL and halves of surrogate pairs (both U+FFFD then). One above 400 code units is cut at
 * a space and ends in "…", and its notes begin with the whole of it; notes end at 100,000.
 */
export function fitLabel(given: string, givenNotes: string): FittedText {
  const whole = storable(given.trim())
  const notes = storable(givenNotes)
  const changes: string[] = []
  if (whole !== given.trim() || notes !== givenNotes) changes.push('characters that no text holds were replaced by U+FFFD')
  const isLong = whole.length > longestLabel
  const text = isLong ? `${upTo(whole, longestLabel - 1)}…` : whole
  const all = !isLong ? notes : notes === '' ? whole : `${whole}\n\n${notes}`
  if (isLong)
    changes.push(`its label has ${whole.length.toLocaleString('en')} characters, more than 400: the whole is in its notes`)
  if (all.length > longestNotes) changes.push('its notes were cut at 100,000 characters')
  return { text, notes: all.slice(0, longestNotes).toWellFormed(), change: changes.length === 0 ? null : changes.join('; ') }
}

/** Texts among the values, at most 100 of at most 2,000 code units. */
export function fitExamples(given: readonly unknown[]): readonly string[] {
  const texts = given.filter((each) => typeof each === 'string').slice(0, mostExamples)
  return texts.map((each) => storable(each.slice(0, longestExample)))
}

/** What fits one line of a table: a name, a method. */
export function fitName(given: string): string {
  return storable(given.trim().slice(0, 200))
}

function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd')
}

/** The first so many code units, to a space where there is one in the last quarter, never half a character. */
function upTo(text: string, length: number): string {
  const space = text.lastIndexOf(' ', length)
  const end = space > length * 0.75 ? space : length
  const isHalf = (text.codePointAt(end - 1) ?? 0) > 0xffff
  return text.slice(0, isHalf ? end - 1 : end)
}
