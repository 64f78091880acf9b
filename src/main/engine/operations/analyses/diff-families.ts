import type { DiffFamily } from '../../../../contract/differences.ts'
import type { Comparison } from '../../analysis/diff/compare.ts'
import { presentDocuments } from '../../analysis/diff/compared.ts'
import { familiesOf, type FamilyMember } from '../../analysis/diff/families.ts'
import { labelsOf } from '../labels-of.ts'
import type { ProjectReading } from '../project-reading.ts'
import { activeSource } from './active-source.ts'
import type { GatheredComparison } from './comparison.ts'

/** The strongest rows that are looked at for likeness. */
const considered = 200

export type GroupedFamilies = {
  readonly shown: readonly DiffFamily[]
  familyOf(latent: number): number | null
  /** The same latents, each family's brought together where its strongest stands. */
  grouped(order: Uint32Array): Uint32Array
}

/** Families among the strongest differences, raw or adjusted, in the order asked for. */
export async function diffFamilies(
  project: ProjectReading,
  { sample }: GatheredComparison,
  comparison: Comparison,
  order: Uint32Array,
): Promise<GroupedFamilies> {
  const { rate } = comparison.prepared.settings
  const strongest = order
    .filter((latent) => comparison.q[latent]! <= rate || (comparison.adjusted?.q[latent] ?? 1) <= rate)
    .slice(0, considered)
  const members = membersOf(project, sample, comparison, strongest)
  const directions = await sample.lens.directions(strongest)
  const width = strongest.length === 0 || directions === null ? 0 : directions.length / strongest.length
  const cosine = (a: number, b: number) => {
    let sum = 0
    if (directions !== null) for (let at = 0; at < width; at++) sum += directions[a * width + at]! * directions[b * width + at]!
    return sum
  }
  const { families, familyOf } = familiesOf(comparison.prepared, members, cosine)
  const familyByLatent = new Map(
    members.flatMap(({ latent }, at) => (familyOf[at] === 0 ? [] : [[latent, familyOf[at]!] as const])),
  )
  return {
    shown: families,
    familyOf: (latent) => familyByLatent.get(latent) ?? null,
    grouped: (latents) => grouped(latents, familyByLatent),
  }
}

/** In the order of `strongest`, with the documents in which each is present. */
function membersOf(
  project: ProjectReading,
  sample: GatheredComparison['sample'],
  comparison: Comparison,
  strongest: Uint32Array,
): FamilyMember[] {
  const labels = labelsOf(project, sample.stored)
  const present = new Map<number, Uint32Array>()
  const room = new Uint32Array(sample.documents)
  activeSource(project, sample, strongest.slice().sort()).each((latent, active) => {
    const count = presentDocuments(active, sample.thresholds[latent]!, sample.minTokens, room)
    present.set(latent, room.slice(0, count))
  })
  return Array.from(strongest, (latent) => ({
    latent,
    difference: comparison.difference[latent]!,
    labelKey: labels.get(latent)?.text.trim().toLowerCase() ?? null,
    present: present.get(latent) ?? new Uint32Array(0),
  }))
}

function grouped(latents: Uint32Array, familyByLatent: ReadonlyMap<number, number>): Uint32Array {
  const members = new Map<number, number[]>()
  for (const latent of latents) {
    const family = familyByLatent.get(latent)
    if (family === undefined) continue
    const known = members.get(family)
    if (known === undefined) members.set(family, [latent])
    else known.push(latent)
  }
  const ordered: number[] = []
  for (const latent of latents) {
    const family = familyByLatent.get(latent)
    if (family === undefined) ordered.push(latent)
    else {
      ordered.push(...(members.get(family) ?? []))
      members.delete(family)
    }
  }
  return Uint32Array.from(ordered)
}
