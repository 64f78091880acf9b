import { Failure } from '../../../../contract/failure.ts'
import { DisjointSets } from './disjoint-sets.ts'
import { codeKey, judgeKey, type CodedKey, type KeyVerdict, type UnitKey } from './unit-keys.ts'

/** The unit of a document that was left out. */
export const noUnit = 0xffffffff

export type UnitsInput = {
  readonly documents: number
  readonly keys: readonly UnitKey[]
  /** [documents], the group of near-duplicates of each (`NearDuplicates.groups`); left out, duplicates join nothing. */
  readonly duplicates?: Uint32Array
  /** Asked for: each document by itself, duplicates only, or the keys of these names. Left out, it is found. */
  readonly by?: 'document' | 'duplicates' | readonly string[]
  /** [documents], 0 where a document is left out (folded, filtered): it has no unit and joins none. */
  readonly mask?: Uint8Array
}

export type ConsideredKey = {
  readonly name: string
  readonly verdict: KeyVerdict
  readonly distinct: number
  readonly filled: number
}

export type Units = {
  readonly by: 'document' | 'duplicates' | readonly string[]
  /** [documents], from 0 without gaps in the order of first appearance; `noUnit` where left out. */
  readonly unit: Uint32Array
  readonly units: number
  /** [units], documents in each. */
  readonly sizes: Uint32Array
  /** How many units fewer there are because near-duplicates were joined. */
  readonly joinedByDuplicates: number
  /** What was thought of each key; empty where `by` was given. */
  readonly considered: readonly ConsideredKey[]
}

/**
 * Which documents count as one independent observation.
 *
 * 1. What is asked for by `by` is taken. With several names, documents that share a value of any of them are one unit.
 * 2. Otherwise the key is taken that groups most finely (the most distinct values; at a tie a pair before a prompt before a column, then
 *    the first) among those that can be a unit by `judgeKey`: known by kind or name for a key, filled, repeating, and not label-like.
 * 3. Documents without a value of the key are units by themselves.
 * 4. Units that share a near-duplicate are joined, so that no text stands in two. One sentence that answers many prompts thus joins them
 *    all: where duplicates are folded, hand in the mask of those kept, and they no longer join.
 *
 * @throws bad-input where `by` names a key that is not there
 */
export function detectUnits({ documents, keys, duplicates, by, mask }: UnitsInput): Units {
  const sets = new DisjointSets(documents)
  const asked = typeof by === 'object' ? by.map((name) => codeKey(keyNamed(keys, name), mask)) : []
  const { considered, best } = by === undefined ? considerKeys(keys, mask) : { considered: [], best: null }
  for (const { codes } of best === null ? asked : [best.coded]) joinEqual(sets, codes, mask)
  const joinedByDuplicates = duplicates === undefined || by === 'document' ? 0 : joinEqual(sets, duplicates, mask)
  const names = typeof by === 'object' ? by : best === null ? [] : [best.key.name]
  const found = names.length > 0 ? names : joinedByDuplicates > 0 ? 'duplicates' : 'document'
  return { by: typeof by === 'string' ? by : found, ...numberUnits(sets, documents, mask), joinedByDuplicates, considered }
}

function keyNamed(keys: readonly UnitKey[], name: string): UnitKey {
  const key = keys.find((each) => each.name === name)
  if (key !== undefined) return key
  const known = keys.map((each) => each.name).join(', ')
  const hint = known === '' ? 'There is no column to choose; leave the unit out.' : `Choose one of these: ${known}.`
  throw new Failure('bad-input', `There is no column or channel "${name}" to take as the unit.`, hint)
}

type Best = { readonly key: UnitKey; readonly coded: CodedKey }

const kindOrder = { pair: 0, prompt: 1, column: 2 }

function considerKeys(keys: readonly UnitKey[], mask?: Uint8Array): { considered: readonly ConsideredKey[]; best: Best | null } {
  let best: Best | null = null
  const judged = keys.map((key) => {
    const coded = codeKey(key, mask)
    const verdict = judgeKey(key, coded)
    if (verdict === 'taken' && (best === null || isFiner({ key, coded }, best))) best = { key, coded }
    return { key, verdict, distinct: coded.distinct, filled: coded.filled }
  })
  const taken = (best as Best | null)?.key
  const considered = judged.map(({ key, verdict, distinct, filled }) => {
    return { name: key.name, verdict: verdict === 'taken' && key !== taken ? ('coarser' as const) : verdict, distinct, filled }
  })
  return { considered, best }
}

function isFiner(a: Best, b: Best): boolean {
  if (a.coded.distinct !== b.coded.distinct) return a.coded.distinct > b.coded.distinct
  return kindOrder[a.key.kind] < kindOrder[b.key.kind]
}

/** Joins the documents with equal codes, those below 0 left alone; by how many there are fewer sets. */
function joinEqual(sets: DisjointSets, codes: Int32Array | Uint32Array, mask?: Uint8Array): number {
  const firsts = new Int32Array(codes.length).fill(-1)
  let joined = 0
  for (let document = 0; document < codes.length; document++) {
    const code = codes[document]!
    if (code < 0 || mask?.[document] === 0) continue
    if (firsts[code]! < 0) firsts[code] = document
    else if (sets.join(firsts[code]!, document)) joined++
  }
  return joined
}

function numberUnits(sets: DisjointSets, documents: number, mask?: Uint8Array): Pick<Units, 'unit' | 'units' | 'sizes'> {
  const unit = new Uint32Array(documents).fill(noUnit)
  const numbers = new Uint32Array(documents)
  const sizes = new Uint32Array(documents)
  let units = 0
  for (let document = 0; document < documents; document++) {
    if (mask?.[document] === 0) continue
    const root = sets.rootOf(document)
    if (numbers[root] === 0) numbers[root] = ++units
    unit[document] = numbers[root]! - 1
    sizes[numbers[root]! - 1]!++
  }
  return { unit, units, sizes: sizes.slice(0, units) }
}
