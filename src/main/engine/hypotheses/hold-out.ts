import type { Compared } from '../analysis/diff/compared.ts'
import { DisjointSets } from '../analysis/units/disjoint-sets.ts'
import { halfOf, unitKeys } from '../analysis/units/split-units.ts'
import { seedFor } from './chance.ts'

/** The half that hypotheses are made from, and the half they are judged on. */
export const discovery = 0
export const judging = 1

export type HoldOutInput = {
  readonly documents: number
  /** [documents], from 0 (`Compared`). */
  readonly unit: Uint32Array
  /** [documents], the key that pairs, -1 without one; null where nothing pairs. */
  readonly pair: Int32Array | null
  /** [documents], below `documents`, the group of near-duplicates of each (`NearDuplicates.groups`), of whichever side. */
  readonly duplicates: Uint32Array
  /** Equal for equal texts (`NearDuplicates.contentKey`). */
  keyOf(document: number): string
  readonly seed: number
  /** [documents], 1 where a label in use was made from the document: it has had its part in discovery, and cannot judge. */
  readonly seen?: Uint8Array
}

export type HeldOut = {
  /** [documents], `discovery` or `judging`. */
  readonly half: Uint8Array
  /** [documents], from 0 without gaps: what was not parted. */
  readonly group: Uint32Array
  readonly groups: number
}

/**
 * Parts documents into those that hypotheses are made from and those they are judged on, before anything is sent.
 *
 * Documents of one unit, of one pair or of nearly the same text are never parted, nor are those joined to each other through others. Whole
 * groups go to either half with probability 1/2 by a hash of their smallest key and the seed (`halfOf`), so that the halves stay where
 * documents are added; groups with a document that was seen go to discovery.
 */
export function holdOut({ documents, unit, pair, duplicates, keyOf, seed, seen }: HoldOutInput): HeldOut {
  const sets = new DisjointSets(documents)
  joinEqual(sets, unit)
  joinEqual(sets, duplicates)
  if (pair !== null) joinEqual(sets, pair)
  const group = new Uint32Array(documents)
  const numbers = new Uint32Array(documents)
  let groups = 0
  for (let document = 0; document < documents; document++) {
    const root = sets.rootOf(document)
    if (numbers[root] === 0) numbers[root] = ++groups
    group[document] = numbers[root]! - 1
  }
  const ofGroup = Uint8Array.from(unitKeys(group, groups, keyOf), (key) => halfOf(key, seedFor('halves', seed)))
  if (seen !== undefined) for (let at = 0; at < documents; at++) if (seen[at] === 1) ofGroup[group[at]!] = discovery
  return { half: Uint8Array.from(group, (each) => ofGroup[each]!), group, groups }
}

/** Joins documents with equal codes; those below 0 are left alone. */
function joinEqual(sets: DisjointSets, codes: Uint32Array | Int32Array): void {
  const firsts = new Map<number, number>()
  for (let document = 0; document < codes.length; document++) {
    const code = codes[document]!
    if (code < 0) continue
    const first = firsts.get(code)
    if (first === undefined) firsts.set(code, document)
    else sets.join(first, document)
  }
}

/** Some documents of a comparison as one of their own, and where each stood in the whole, ascending. */
export type Part = { readonly compared: Compared; readonly places: Uint32Array }

/** The documents where `keep` [documents] is 1, with units numbered anew in the order of first appearance. */
export function partOf(compared: Compared, keep: Uint8Array): Part {
  const places = new Uint32Array(keep.reduce((sum, each) => sum + each, 0))
  let count = 0
  for (let document = 0; document < compared.documents; document++) if (keep[document] === 1) places[count++] = document
  const numbers = new Int32Array(compared.units).fill(-1)
  const half: number[] = []
  const unit = new Uint32Array(count)
  for (let at = 0; at < count; at++) {
    const its = compared.unit[places[at]!]!
    if (numbers[its]! < 0) numbers[its] = half.push(compared.half[its]!) - 1
    unit[at] = numbers[its]!
  }
  const { pair } = compared
  const part = {
    ...compared,
    documents: count,
    group: Uint8Array.from(places, (place) => compared.group[place]!),
    unit,
    units: half.length,
    half: Uint8Array.from(half),
    tokens: Uint32Array.from(places, (place) => compared.tokens[place]!),
    control: Uint32Array.from(places, (place) => compared.control[place]!),
    pair: pair === null ? null : Int32Array.from(places, (place) => pair[place]!),
  }
  return { compared: part, places }
}

/** The documents of one half. Latents are to be chosen by a diff of the discovering half: chosen by all, they would have met the judging one. */
export function halfOfComparison(compared: Compared, { half }: HeldOut, which: 0 | 1): Part {
  return partOf(
    compared,
    half.map((each) => +(each === which)),
  )
}
