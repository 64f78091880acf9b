import type { SampleTexts } from './judged-documents.ts'
import type { EvidenceRows } from './stored-evidence-rows.ts'

/** The way from documents of a sample to the contents of all that say nearly the same, and back. */
export type LikeTexts = {
  /** Documents of the sample, by their places, that say nearly the same as any of these contents; unknown contents count for nothing. */
  placesLike(hashes: readonly Uint8Array[]): number[]
  /** Content hashes of what says nearly the same as any of these, folded documents too; 16 bytes each, none twice. */
  hashesOf(places: ArrayLike<number>): Uint8Array[]
}

/**
 * @param rows of the space
 * @param numbers in the space, of all documents that were asked for before any were folded
 */
export function likeTexts(rows: EvidenceRows, numbers: Uint32Array, { near, nearOfAsked }: SampleTexts): LikeTexts {
  const groupOf = new Map<number, number>()
  numbers.forEach((number, at) => groupOf.set(number, nearOfAsked[at]!))
  const asked = members(nearOfAsked)
  const places = members(near)
  return {
    placesLike(hashes) {
      const groups = new Set(hashes.flatMap((hash) => rows.documentsWith(hash)).map((number) => groupOf.get(number)))
      return [...groups].flatMap((group) => (group === undefined ? [] : (places.get(group) ?? [])))
    },
    hashesOf(drawn) {
      const groups = new Set(Array.from(drawn, (place) => near[place]!))
      const alike = [...groups].flatMap((group) => asked.get(group) ?? [])
      return Array.from(new Set(alike.map((at) => rows.firstLike(rows.rowOf[numbers[at]!]!))), (row) => rows.hashOf(row))
    },
  }
}

function members(group: Uint32Array): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>()
  group.forEach((each, at) => {
    const its = found.get(each)
    if (its === undefined) found.set(each, [at])
    else its.push(at)
  })
  return found
}
