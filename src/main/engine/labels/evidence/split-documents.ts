import { hash32 } from '../../numerics/seeded-random.ts'
import { unitKeys } from '../../analysis/units/split-units.ts'

/** What a document may be used for: to make a label, to score it, and, as the third set, to score the label that takes its place. */
export const evidenceSets = ['making', 'scoring', 'third'] as const
export type EvidenceSet = (typeof evidenceSets)[number]

/** The set of a document that must not be drawn. */
export const noSet = 255

/**
 * [documents], the place in `evidenceSets` of each document's set, or `noSet`.
 *
 * A third of the groups each, by a hash of the group's key (the smallest of its documents' content keys) and the seed: the same on every
 * machine and in every order. Where documents are added, a group keeps its set unless a document with a smaller key joins it; whoever
 * remembers what was used for a latent hands it to `gatherEvidence` as `avoid`, so that sets stay apart then as well.
 *
 * @param groups [documents], below the number of documents; equal where documents must not be parted
 * @param contentKey of a document: equal for equal texts (`NearDuplicates.contentKey`)
 * @param hidden [documents], 1 where a document is kept for something else: its whole group is in no set
 */
export function splitDocuments(
  groups: Uint32Array,
  contentKey: (document: number) => string,
  seed: number,
  hidden?: Uint8Array,
): Uint8Array {
  const keys = unitKeys(groups, groups.length, contentKey)
  const ofGroup = Uint8Array.from(keys, (key) => setOf(key, seed))
  if (hidden !== undefined) for (let at = 0; at < groups.length; at++) if (hidden[at] === 1) ofGroup[groups[at]!] = noSet
  return Uint8Array.from(groups, (group) => ofGroup[group]!)
}

/** 0, 1 or 2, a third of all keys each. */
function setOf(key: string, seed: number): number {
  return Math.floor((hash32(key, seed) / 4294967296) * evidenceSets.length)
}

/** Of some documents, all in the same groups, themselves included; ascending. What is remembered as used. */
export function withDuplicates(groups: Uint32Array, documents: ArrayLike<number>): Uint32Array {
  const wanted = new Set(Array.from(documents, (document) => groups[document]!))
  const found: number[] = []
  for (let document = 0; document < groups.length; document++) if (wanted.has(groups[document]!)) found.push(document)
  return Uint32Array.from(found)
}
