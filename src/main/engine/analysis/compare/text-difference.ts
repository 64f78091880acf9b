import { equalRuns } from '../../numerics/sequence-difference.ts'

type WordDifference = {
  /** Stretches of the same words: from and to in the first text, then in the second, in UTF-16 units, in order, [stretches * 4]. */
  readonly same: Int32Array
  /** Words of each text, and how many of them are in the stretches. */
  readonly words: readonly [number, number]
  readonly shared: number
  /** Whether no smaller difference explains the two texts, save for the scattered words that were left out. */
  readonly shortest: boolean
}

/**
 * What two texts have in common, word by word.
 *
 * Compared are words and signs, letter case included; white space is not. Scripts written without spaces are compared character by
 * character, and a run of one sign (`=====`) is one. A stretch of one or two words between changes as large as itself is no common text:
 * articles and commas meet by chance in any two texts, and would cut a rewritten sentence in crumbs.
 */
export function wordDifference(first: string, second: string): WordDifference {
  const numbers = new Map<string, number>()
  const [a, b] = [wordsOf(first, numbers), wordsOf(second, numbers)]
  const { runs, shortest } = equalRuns(a.numbers, b.numbers)
  const kept = withoutCrumbs(runs, a, b)
  const same = new Int32Array((kept.length / 3) * 4)
  let shared = 0
  for (let run = 0; run < kept.length / 3; run++) {
    const [inA, inB, length] = [kept[run * 3]!, kept[run * 3 + 1]!, kept[run * 3 + 2]!]
    same.set([a.starts[inA]!, a.ends[inA + length - 1]!, b.starts[inB]!, b.ends[inB + length - 1]!], run * 4)
    shared += length
  }
  return { same, words: [a.numbers.length, b.numbers.length], shared, shortest }
}

type Words = { readonly numbers: Int32Array; readonly starts: Int32Array; readonly ends: Int32Array }

const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*|[\p{L}\p{N}\p{M}_]+(?:['’][\p{L}\p{N}\p{M}]+)*|([^\s])\1*/gu

/** The words of a text, equal ones by one number over all texts that share `numbers`. */
function wordsOf(text: string, numbers: Map<string, number>): Words {
  const found: number[] = []
  const starts: number[] = []
  const ends: number[] = []
  for (const { 0: each, index } of text.matchAll(word)) {
    let number = numbers.get(each)
    if (number === undefined) numbers.set(each, (number = numbers.size))
    found.push(number)
    starts.push(index)
    ends.push(index + each.length)
  }
  return { numbers: Int32Array.from(found), starts: Int32Array.from(starts), ends: Int32Array.from(ends) }
}

/** Fewest words of a stretch that is kept between whatever changes. */
const fewest = 3

/** Runs without the short ones that lie between two changes, each of at least as many words. Repeated, as what goes joins its neighbours. */
function withoutCrumbs(runs: Int32Array, a: Words, b: Words): readonly number[] {
  let kept = [...runs]
  for (;;) {
    const next: number[] = []
    for (let at = 0; at < kept.length; at += 3) {
      const [inA, inB, length] = [kept[at]!, kept[at + 1]!, kept[at + 2]!]
      // The gap before ends at the last run that stays, the one after at the next run as it is now.
      const last = next.length - 3
      const before =
        last < 0 ? Math.max(inA, inB) : Math.max(inA - next[last]! - next[last + 2]!, inB - next[last + 1]! - next[last + 2]!)
      const after = Math.max((kept[at + 3] ?? a.numbers.length) - inA - length, (kept[at + 4] ?? b.numbers.length) - inB - length)
      if (length >= fewest || before < length || after < length) next.push(inA, inB, length)
    }
    if (next.length === kept.length) return kept
    kept = next
  }
}
