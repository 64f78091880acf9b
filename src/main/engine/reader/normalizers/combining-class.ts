import { newerCombiningMarks } from '../older-unicode.ts'

const mark = new RegExp(`^[\\p{M}--[${newerCombiningMarks}]]$`, 'v')

/** Canonical combining classes met so far, ascending, each by one mark of it; `rank` orders them. */
const classes: { rank: number; readonly mark: string }[] = []
const classOfMark = new Map<number, { readonly rank: number } | null>()

/**
 * Orders marks as their canonical combining classes do; 0 for what never changes places. Found by asking the runtime in which order
 * it puts two marks: it tells normal forms, but no classes.
 */
export function combiningRank(code: number): number {
  if (code < 0x300) return 0
  let found = classOfMark.get(code)
  if (found === undefined) {
    found = classify(String.fromCodePoint(code))
    classOfMark.set(code, found)
  }
  return found?.rank ?? 0
}

function classify(character: string): { readonly rank: number } | null {
  // U+0334 is of class 1, the lowest, U+0345 of class 240, the highest: what changes places with neither is of class 0.
  if (!mark.test(character) || !(comesAfter(character, '\u0334') || comesAfter('\u0345', character))) return null
  const at = classes.findIndex((each) => !comesAfter(character, each.mark))
  const same = classes[at]
  if (same !== undefined && !comesAfter(same.mark, character)) return same
  const made = { rank: 0, mark: character }
  classes.splice(at === -1 ? classes.length : at, 0, made)
  for (const [index, each] of classes.entries()) each.rank = index + 1
  return made
}

/** Whether the first of two marks is put after the second. */
function comesAfter(first: string, second: string): boolean {
  return (first + second).normalize('NFD') === second.normalize('NFD') + first.normalize('NFD') && first !== second
}
