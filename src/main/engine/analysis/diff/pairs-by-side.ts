import { type PairSide, pairSides } from '../../../../contract/paired-documents.ts'
import { type Active, type Compared, type Presence, presentDocuments } from './compared.ts'

/** Both documents of a pair, as places in `Compared`, and the strongest activation in either. */
export type DocumentPair = { readonly target: number; readonly other: number; readonly strongest: number }

/**
 * The pairs of a comparison by where a latent is present, each side with the strongest first, then in the order of the target.
 *
 * @param other the group the target is set against; null: any, and of a pair's others the one where the latent is strongest
 * @param used [documents], 1 where counted: those of pairs that have the asked sides
 * @param active where the latent is active; null: nowhere
 */
export function pairsBySide(
  { documents, group, pair }: Compared,
  other: number | null,
  used: Uint8Array,
  active: Active | null,
  { thresholds, minTokens }: Presence,
  latent: number,
): Readonly<Record<PairSide, readonly DocumentPair[]>> {
  const found = Object.fromEntries(pairSides.map((side) => [side, [] as DocumentPair[]])) as Record<PairSide, DocumentPair[]>
  if (pair === null) return found
  const maxima = new Float32Array(documents)
  const present = new Uint8Array(documents)
  if (active !== null) {
    for (let at = 0; at < active.count; at++) maxima[active.documents[at]!] = active.maxima[at]!
    const room = new Uint32Array(documents + 1)
    const count = presentDocuments(active, thresholds[latent]!, minTokens, room)
    for (let at = 0; at < count; at++) present[room[at]!] = 1
  }
  const others = new Map<number, number>()
  for (let document = 0; document < documents; document++) {
    const [key, its] = [pair[document]!, group[document]!]
    if (used[document] === 0 || key < 0 || its === 0 || (other !== null && its !== other)) continue
    const before = others.get(key)
    const isStronger = before === undefined || present[document]! - present[before]! || maxima[document]! - maxima[before]!
    if (before === undefined || Number(isStronger) > 0) others.set(key, document)
  }
  for (let target = 0; target < documents; target++) {
    const partner = group[target] === 0 && used[target] === 1 ? others.get(pair[target]!) : undefined
    if (partner === undefined) continue
    const [here, there] = [present[target] === 1, present[partner] === 1]
    const side = here ? (there ? 'both' : 'target') : there ? 'other' : 'neither'
    found[side].push({ target, other: partner, strongest: Math.max(maxima[target]!, maxima[partner]!) })
  }
  for (const side of pairSides) found[side].sort((a, b) => b.strongest - a.strongest || a.target - b.target)
  return found
}
