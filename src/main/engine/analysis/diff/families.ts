import type { DiffFamily } from '../../../../contract/differences.ts'
import { DisjointSets } from '../units/disjoint-sets.ts'
import type { Outcome, Prepared } from './prepare.ts'
import { testAgainst } from './prepare.ts'

export type FamilyMember = {
  readonly latent: number
  readonly difference: number
  /** Equal labels have equal keys; null where unlabelled. */
  readonly labelKey: string | null
  /** Documents where present, ascending. */
  readonly present: Uint32Array
}

export type Families = {
  /** Numbered from 1 by their strongest member. */
  readonly families: readonly DiffFamily[]
  /** [members], 0 where it stands alone. One of both kinds is counted with its duplicates. */
  readonly familyOf: Uint32Array
}

/** Decoder directions this near are one latent split in two; presence this correlated (phi), one property twice. */
const sameDirection = 0.7
const sameDocuments = 0.8
/** Neighbours from here on may take over one another's documents. */
const neighbours = 0.4
/** Absorption: together they differ by less than this share of what the lesser does alone. */
const muchLess = 0.5

/**
 * Latents that are likely one finding told several times, among the strongest rows (`members`, strongest first; a few hundred).
 *
 * Duplicates: of the same sign and linked (single linkage) by decoder cosine from 0.7, phi coefficient of their presence from 0.8 (Jaccard similarity
 * would call any two frequent latents alike), or the same label. Absorption: neighbours (cosine from 0.4) of opposite signs whose union differs by less than half of either: one
 * took over documents from the other, and the sum did not change. Each family's union ("any present") is tested as the latents were.
 *
 * `cosine` gives that of the decoder directions of two members, by index; -1..1. O(members² + sum of their documents).
 */
export function familiesOf(
  prepared: Prepared,
  members: readonly FamilyMember[],
  cosine: (a: number, b: number) => number,
): Families {
  const union = unionTester(prepared)
  const { documents } = prepared.compared
  const groups = [...duplicatesOf(members, cosine, documents), ...absorptionsOf(members, cosine, union)]
  groups.sort((one, other) => one.members[0]! - other.members[0]!)
  const familyOf = new Uint32Array(members.length)
  const families = groups.map(({ kind, members: group }, at): DiffFamily => {
    for (const each of group) if (familyOf[each] === 0 || kind === 'duplicates') familyOf[each] = at + 1
    return {
      family: at + 1,
      kind,
      latents: group.map((each) => members[each]!.latent),
      ...union(group.map((each) => members[each]!)),
    }
  })
  return { families, familyOf }
}

type Cosine = (a: number, b: number) => number
type Group = { readonly kind: DiffFamily['kind']; readonly members: readonly number[] }

function duplicatesOf(members: readonly FamilyMember[], cosine: Cosine, documents: number): readonly Group[] {
  const sets = new DisjointSets(members.length)
  for (let a = 0; a < members.length; a++)
    for (let b = a + 1; b < members.length; b++)
      if (sets.rootOf(a) !== sets.rootOf(b) && areAlike(members[a]!, members[b]!, () => cosine(a, b), documents)) sets.join(a, b)
  const byRoot = Map.groupBy(members.keys(), (each) => sets.rootOf(each))
  return [...byRoot.values()].filter((group) => group.length > 1).map((group) => ({ kind: 'duplicates', members: group }))
}

/** Each grows from its strongest, by neighbours that keep the difference of the whole small. */
function absorptionsOf(
  members: readonly FamilyMember[],
  cosine: Cosine,
  union: (members: readonly FamilyMember[]) => Union,
): readonly Group[] {
  const taken = new Uint8Array(members.length)
  return members.flatMap((first, a): Group[] => {
    const group = [a]
    let lesser = Math.abs(first.difference)
    for (let b = a + 1; b < members.length && taken[a] === 0; b++) {
      const other = members[b]!
      const opposite = group.some((each) => members[each]!.difference * other.difference < 0 && cosine(each, b) >= neighbours)
      if (taken[b] === 1 || !opposite) continue
      const least = Math.min(lesser, Math.abs(other.difference))
      if (!(Math.abs(union([...group, b].map((each) => members[each]!)).difference) < muchLess * least)) continue
      group.push(b)
      taken[b] = 1
      lesser = least
    }
    return group.length > 1 ? [{ kind: 'absorption', members: group }] : []
  })
}

function areAlike(one: FamilyMember, other: FamilyMember, cosine: () => number, documents: number): boolean {
  if (one.difference * other.difference <= 0) return false
  if (one.labelKey !== null && one.labelKey === other.labelKey) return true
  return cosine() >= sameDirection || phi(one.present, other.present, documents) >= sameDocuments
}

/**
 * Correlation of two properties of documents, -1..1, from the ascending sets that have them; 0 where all or none have one. Where the sizes
 * keep it below `sameDocuments`, the most it could be.
 */
function phi(a: Uint32Array, b: Uint32Array, documents: number): number {
  const spread = a.length * (documents - a.length) * b.length * (documents - b.length)
  if (spread === 0) return 0
  const fewer = Math.min(a.length, b.length)
  // Were the smaller set within the larger; less than asked for, nothing needs counting.
  const most = (documents * fewer - a.length * b.length) / Math.sqrt(spread)
  if (most < sameDocuments) return most
  let both = 0
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const difference = a[i]! - b[j]!
    both += +(difference === 0)
    i += +(difference <= 0)
    j += +(difference >= 0)
  }
  return (documents * both - a.length * b.length) / Math.sqrt(spread)
}

type Union = Pick<DiffFamily, 'target' | 'other' | 'difference' | 'pValue'>

/** Tests documents where any of some latents is present. */
function unionTester({ compared, against }: Prepared): (members: readonly FamilyMember[]) => Union {
  const marks = new Uint8Array(compared.documents)
  const documents = new Uint32Array(compared.documents)
  const raw = against.map((each) => each.raw)
  const outcome: Outcome = { difference: 0, p: 1, which: 0 }
  return (members) => {
    marks.fill(0)
    for (const { present } of members) for (let at = 0; at < present.length; at++) marks[present[at]!] = 1
    let count = 0
    for (let document = 0; document < marks.length; document++) {
      documents[count] = document
      count += marks[document]!
    }
    testAgainst(raw, documents, count, outcome)
    const { side, target } = against[outcome.which]!.sides
    let here = 0
    for (let at = 0; at < count; at++) here += +(side[documents[at]!] === 0)
    const frequency = here / Math.max(1, target)
    return { target: frequency, other: frequency - outcome.difference, difference: outcome.difference, pValue: outcome.p }
  }
}
