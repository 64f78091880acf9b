import { detectUnits } from '../../analysis/units/detect-units.ts'
import { foldDuplicates } from '../../analysis/units/fold-documents.ts'
import { halfOf, unitKeys } from '../../analysis/units/split-units.ts'
import type { ProjectReading } from '../project-reading.ts'
import { type Duplicates, fieldIn, unitKeysIn } from './document-keys.ts'
import { type Sample, subsetOf } from './sample.ts'

/** A sample whose duplicates are folded, with the units of its documents. */
export type UnitSample = {
  readonly sample: Sample
  /** [documents], from 0 without gaps. */
  readonly unit: Uint32Array
  readonly units: number
  readonly by: readonly string[]
  /** [units], 0 or 1: the halves that a result is tried again on, the same whatever is added. */
  readonly half: Uint8Array
  /** Per group of the asked sample, documents folded away. */
  readonly folded: readonly number[]
}

type Asked = { readonly unit: string; readonly foldDuplicates: boolean; readonly seed: number }

/**
 * Folds duplicates within each group and finds the units of what is left.
 *
 * @param keep [documents], 0 where a document is left out for another reason; folding then is done already
 */
export function unitsOf(
  project: ProjectReading,
  asked: Sample,
  duplicates: Duplicates,
  { unit: by, foldDuplicates: fold, seed }: Asked,
  keep?: Uint8Array,
): UnitSample {
  const groups = Math.max(0, ...asked.group) + 1
  const folding = fold && keep === undefined ? foldDuplicates(duplicates.groups, asked.group) : null
  const kept = keep ?? folding?.kept ?? new Uint8Array(asked.documents).fill(1)
  const sample = subsetOf(asked, kept)
  const places = sample.places
  const keys = by === 'document' ? [] : unitKeysIn(project, sample)
  const named = by === 'auto' || by === 'document' || by === 'duplicates' ? null : by
  const found = detectUnits({
    documents: sample.documents,
    keys: named === null ? keys : [{ name: named, kind: 'pair', values: fieldIn(project, sample, named) }],
    ...(named !== null ? { by: [named] } : by === 'auto' ? {} : { by: by as 'document' | 'duplicates' }),
    duplicates: regrouped(duplicates.groups, places),
  })
  const strings = unitKeys(found.unit, found.units, (document) => duplicates.contentKey(places[document]!))
  return {
    sample,
    unit: found.unit,
    units: found.units,
    by: typeof found.by === 'string' ? [found.by] : found.by,
    half: Uint8Array.from(strings, (key) => halfOf(key, seed)),
    folded: Array.from({ length: groups }, (_, group) => folding?.foldedBySide[group] ?? 0),
  }
}

/** Groups of the documents at some places, by the lowest of them. */
function regrouped(groups: Uint32Array, places: Uint32Array): Uint32Array {
  const lowest = new Map<number, number>()
  return Uint32Array.from(places, (place, document) => {
    const group = groups[place]!
    const first = lowest.get(group)
    if (first === undefined) lowest.set(group, document)
    return first ?? document
  })
}
