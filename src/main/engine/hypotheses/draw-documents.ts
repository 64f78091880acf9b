import type { Compared } from '../analysis/diff/compared.ts'
import type { Layout } from '../analysis/diff/layout.ts'
import { stableOrder } from './stable-order.ts'

/**
 * Documents to be judged, ascending: at most `perGroup` of each group, of those that the design counts, in a stable random order.
 *
 * Drawn are single documents (independent, clustered: so that shares are those of documents), whole pairs, or whole units (stratified) until
 * the next would not fit; the first is taken whatever its size.
 */
export function drawDocuments(
  { group, groups, unit, pair }: Compared,
  { used, design }: Layout,
  keyOf: (document: number) => string,
  { perGroup, seed }: { readonly perGroup: number; readonly seed: number },
): Uint32Array {
  const elements = new Map<number, number[]>()
  for (let document = 0; document < group.length; document++) {
    if (used[document] === 0) continue
    const element = design === 'paired' ? pair![document]! : design === 'stratified' ? unit[document]! : document
    const members = elements.get(element)
    if (members === undefined) elements.set(element, [document])
    else members.push(document)
  }
  const lists = [...elements.values()]
  const keys = lists.map((members) => members.map(keyOf).reduce((least, key) => (key < least ? key : least)))
  const taken = new Uint32Array(groups)
  const drawn: number[] = []
  for (const at of stableOrder(keys, seed)) {
    const counts = new Uint32Array(groups)
    for (const document of lists[at]!) counts[group[document]!]!++
    if (drawn.length > 0 && taken.some((count, of) => count + counts[of]! > perGroup)) {
      // Units differ in size: to pass over one that is too large would draw small ones.
      if (design === 'stratified') break
      continue
    }
    for (const document of lists[at]!) drawn.push(document)
    counts.forEach((count, of) => (taken[of]! += count))
  }
  return Uint32Array.from(drawn).sort()
}

/** One document of each unit, at most `most`, ascending: every observation is independent. `from` lists the documents to draw from. */
export function drawOnePerUnit(
  from: Uint32Array,
  unit: Uint32Array,
  keyOf: (document: number) => string,
  { most, seed }: { readonly most: number; readonly seed: number },
): Uint32Array {
  const met = new Set<number>()
  const drawn: number[] = []
  for (const at of stableOrder(Array.from(from, keyOf), seed)) {
    if (drawn.length === most) break
    const document = from[at]!
    if (met.has(unit[document]!)) continue
    met.add(unit[document]!)
    drawn.push(document)
  }
  return Uint32Array.from(drawn).sort()
}
