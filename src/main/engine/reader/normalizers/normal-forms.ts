import type { AlignedText } from '../aligned-text.ts'
import { CharacterRewrite } from '../character-rewrite.ts'
import { newerDecompositions } from '../older-unicode.ts'
import { combiningRank } from './combining-class.ts'
import type { Normalizer } from './normalizer.ts'

export type NormalForm = 'NFC' | 'NFD' | 'NFKC' | 'NFKD'

/** A character and how it changes the source: see `CharacterRewrite`. */
type Change = { readonly code: number; readonly change: number }

const leftWhole = new RegExp(`^[${newerDecompositions}]$`, 'v')
/** The runtime's own normalisation takes quadratic time on long runs of marks. */
const manyMarks = /\p{M}{200}/u

/** Unicode's normal forms (UAX 15), in time linear in the text but for the sorting of marks. */
export function normalForm(form: NormalForm): Normalizer {
  const decomposition = decomposer(form === 'NFC' || form === 'NFD' ? 'NFD' : 'NFKD')
  const composes = form === 'NFC' || form === 'NFKC'
  return (aligned) => {
    if (!manyMarks.test(aligned.text) && aligned.text.normalize(form) === aligned.text) return aligned
    const ordered = decomposedInOrder(aligned, decomposition)
    const rewrite = new CharacterRewrite(aligned)
    for (const { code, change } of composes ? composed(ordered) : ordered) rewrite.put(String.fromCodePoint(code), change)
    return rewrite.finish()
  }
}

function decomposer(form: 'NFD' | 'NFKD'): (code: number) => readonly number[] {
  const known = new Map<number, readonly number[]>()
  return (code) => {
    let parts = known.get(code)
    if (parts === undefined) {
      const character = String.fromCodePoint(code)
      const text = leftWhole.test(character) ? character : character.normalize(form)
      parts = Array.from(text, (each) => each.codePointAt(0) ?? 0)
      known.set(code, parts)
    }
    return parts
  }
}

/** Every character decomposed, and each run of marks in the order of their classes, equal ones as they came. */
function decomposedInOrder({ text }: AlignedText, decomposition: (code: number) => readonly number[]): Change[] {
  const changes: Change[] = []
  let marks: Change[] = []
  const settle = () => {
    // Only now: ranks may change with each new class that is met.
    if (marks.length > 1) marks.sort((a, b) => combiningRank(a.code) - combiningRank(b.code))
    for (const mark of marks) changes.push(mark)
    marks = []
  }
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at) ?? 0
    at += code > 0xffff ? 2 : 1
    let change = 0
    for (const part of code < 0xa0 ? [code] : decomposition(code)) {
      if (combiningRank(part) === 0) {
        settle()
        changes.push({ code: part, change })
      } else marks.push({ code: part, change })
      change = 1
    }
  }
  settle()
  return changes
}

/** Joins what composes canonically: each mark with the last starter, unless one of its own class or a higher one stands between. */
function composed(changes: readonly Change[]): Change[] {
  const result: Change[] = []
  let starter: Change | null = null
  let between: Change[] = []
  let lastRank = -1
  const settle = () => {
    if (starter !== null) result.push(starter)
    for (const each of between) result.push(each)
    between = []
    lastRank = -1
  }
  for (const next of changes) {
    const rank = combiningRank(next.code)
    if (starter === null) {
      if (rank === 0) starter = next
      else result.push(next)
      continue
    }
    const joined = lastRank < rank ? composition(starter.code, next.code) : -1
    if (joined >= 0) starter = { code: joined, change: starter.change + next.change - 1 }
    else if (rank === 0) {
      settle()
      starter = next
    } else {
      between.push(next)
      lastRank = rank
    }
  }
  settle()
  return result
}

const compositions = new Map<number, number>()

/** What two characters compose to canonically; -1 for nothing. */
function composition(first: number, second: number): number {
  if (second < 0x300) return -1
  const key = first * 0x110000 + second
  let found = compositions.get(key)
  if (found === undefined) {
    const text = String.fromCodePoint(first, second).normalize('NFC')
    const code = text.codePointAt(0) ?? 0
    found = text.length === (code > 0xffff ? 2 : 1) && !leftWhole.test(text) ? code : -1
    if (compositions.size > 100_000) compositions.clear()
    compositions.set(key, found)
  }
  return found
}
