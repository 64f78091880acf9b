import type { DiffGroup, DiffResult } from '../../../../contract/differences.ts'
import type { GatheredComparison } from './comparison.ts'

type Judged = Pick<DiffResult, 'groups' | 'design' | 'adjustment' | 'lengthRatio' | 'discoveries' | 'smallestDetectable' | 'tested'>

/** Lengths that differ by more than this share are said first. */
const lengthTolerance = 0.2
const fewDocuments = 30

/** What must be read with the figures, the most serious first. */
export function diffWarnings(
  result: Judged,
  gathered: GatheredComparison,
  straddling: number,
  controls: readonly string[],
): string[] {
  const { groups, design, adjustment, lengthRatio } = result
  const [target] = groups
  const warnings: string[] = []
  if (Math.max(lengthRatio, 1 / lengthRatio) > 1 + lengthTolerance)
    warnings.push(
      `Documents of ${target?.name ?? 'the target'} are ${times(lengthRatio)} as long as the others (median tokens): longer documents light more latents, so read the adjusted figures.`,
    )
  if (adjustment.kind === 'refused')
    warnings.push(`Not adjusted for length: ${adjustment.why ?? 'it could not be done'}. The order is by the raw test.`)
  else if (adjustment.kind === 'strata' && adjustment.overlap < 0.8)
    warnings.push(
      `Only ${percent(adjustment.overlap)} of the documents have documents of like length on the other side; the adjusted figures are of these.`,
    )
  if (design === 'clustered') warnings.push(...groups.flatMap(sharedUnits))
  if (design === 'stratified' || design === 'paired') warnings.push(...groups.flatMap((group) => leftOut(group, design)))
  if (straddling > 0)
    warnings.push(
      `${straddling} units stand on both sides, too few to compare within them: each counts as two, which makes the test cautious.`,
    )
  if (groups.some(({ group }) => group.ordinals !== undefined || group.ordinalsNot !== undefined))
    warnings.push(
      'Documents were picked one by one. Where they were picked by their latents, as on a map, these differences describe the pick; the tests prove nothing of it.',
    )
  if (gathered.asked.ambiguous > 0)
    warnings.push(`${gathered.asked.ambiguous} documents belong to more than one group and were left out.`)
  if (gathered.repeated > 0)
    warnings.push(
      `${gathered.repeated} documents have the same ${gathered.pairedBy ?? 'key'} as an earlier one of their group and were left out.`,
    )
  if (controls.includes('clusters'))
    warnings.push(
      'The groups of like documents that are controlled for were made from the same latents: strong differences may be partly explained away.',
    )
  const few = groups.filter(({ documents }) => documents < fewDocuments)
  if (few.length > 0) warnings.push(`${few.map(({ name, documents }) => `${name} has only ${documents} documents`).join('; ')}.`)
  if (result.discoveries === 0)
    warnings.push(
      result.smallestDetectable === null
        ? 'No latent differs beyond chance, and at this size none could.'
        : `No latent differs beyond chance. At this size a difference from 10 % to ${percent(0.1 + result.smallestDetectable)} would be found four times in five.`,
    )
  return warnings
}

function sharedUnits({ name, documents, units, effective }: DiffGroup): string[] {
  return effective > 0.9 * documents
    ? []
    : [`The ${documents} documents of ${name} share ${units} units and count like ${effective.toFixed(0)}.`]
}

function leftOut({ name, unpaired }: DiffGroup, design: 'stratified' | 'paired'): string[] {
  if (unpaired === 0) return []
  const why = design === 'paired' ? 'have no partner' : 'are in units without the other side'
  return [`${unpaired} documents of ${name} ${why} and were left out.`]
}

function times(ratio: number): string {
  return ratio >= 1 ? `${ratio.toFixed(1)} times` : `only ${ratio.toFixed(2)} times`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}
