import type { ReactNode } from 'react'
import type { DiffGroup, DiffResult } from '../../../contract/differences.ts'
import { Facts } from '../../widgets/facts.tsx'
import { formatCount, formatShare } from '../../widgets/format-numbers.ts'
import { visibleText } from '../../widgets/visible-text.ts'
import { groupTitle } from './group-title.ts'
import { diffGuide } from './guide.ts'
import { difference, isFound } from './row-order.ts'

const designs: Readonly<Record<DiffResult['design'], string>> = {
  independent: 'each document is its own unit',
  paired: 'pairs, one document of each side',
  stratified: 'within units that stand on both sides',
  clustered: 'whole units, each on one side',
}

/** What holds for the whole comparison. */
export function DiffFacts({ result, rate }: { result: DiffResult; rate: number }): ReactNode {
  const { design, unitsBy, groups, tested, total, discoveries, adjustedDiscoveries, paperClaims, smallestDetectable, adjustment } =
    result
  const [target = '', ...others] = groups.map(({ group }) => visibleText(groupTitle(group)))
  return (
    <Facts
      label="The comparison"
      facts={[
        { name: target, value: `against ${others.join(', ')}`, tip: groups.map(groupSays).join('\n') },
        {
          name: design === 'paired' ? 'Pairs' : 'Units',
          value:
            design === 'paired'
              ? formatCount(groups[0]?.units ?? 0)
              : groups.map((group) => formatCount(group.units)).join(' and '),
          tip: `Compared by ${designs[design]}. One unit is the same ${unitsBy.map(visibleText).join(', ')}`,
        },
        {
          name: 'Tested',
          value: formatCount(tested),
          tip: `Latents frequent enough to become significant at all, of ${formatCount(total)} present anywhere`,
        },
        {
          name: 'Different',
          value: adjustment.kind === 'refused' ? 'not adjusted' : `${formatCount(adjustedDiscoveries)}${waysOf(result, rate)}`,
          tip:
            adjustment.kind === 'refused'
              ? (adjustment.why ?? 'No adjustment for length was possible.')
              : `Latents whose adjusted test passes at ${formatShare(rate)} false discoveries. ${adjustmentSays(result)}`,
        },
        {
          name: 'before adjusting',
          value: formatCount(discoveries),
          tip: 'Latents whose raw test passes, whatever the lengths',
        },
        {
          name: 'By the paper’s rule',
          value: formatCount(paperClaims),
          tip: 'Latents at least 3 percentage points more frequent in the target: the rule of the method’s paper, which tests nothing',
        },
        {
          name: 'Smallest findable',
          value: smallestDetectable === null ? 'none' : `${(100 * smallestDetectable).toFixed(1)} points`,
          tip:
            smallestDetectable === null
              ? 'Above a frequency of 10 %, so few documents find no difference four times in five after so many tests; only larger ones of commoner latents can be found'
              : 'The smallest difference above a frequency of 10 % that a comparison of this size finds four times in five',
        },
      ]}
      guide={diffGuide(result, rate)}
    />
  )
}

/** How many of the found are more, how many less frequent; nothing where the rows given do not hold them all. */
function waysOf({ rows, adjustedDiscoveries }: DiffResult, rate: number): string {
  const found = rows.filter((row) => isFound(row, rate))
  if (found.length !== adjustedDiscoveries || found.length === 0) return ''
  const more = found.filter((row) => difference(row) > 0).length
  return `: ${formatCount(more)} more, ${formatCount(found.length - more)} less`
}

function groupSays({ group, found, documents, folded, unpaired, units, effective, medianTokens }: DiffGroup): string {
  const lost = [
    folded > 0 ? `${formatCount(folded)} duplicates folded` : '',
    unpaired > 0 ? `${formatCount(unpaired)} without a partner left out` : '',
  ].filter(Boolean)
  return [
    `${visibleText(groupTitle(group))}: ${formatCount(documents)} of ${formatCount(found)} documents in ${formatCount(units)} units, worth ${formatCount(Math.round(effective))}`,
    ...lost,
    `median ${formatCount(medianTokens)} tokens`,
  ].join(', ')
}

function adjustmentSays({ adjustment: { kind, strata, overlap } }: DiffResult): string {
  return kind === 'cut'
    ? 'Both texts of a pair were cut to equal length.'
    : `Compared within ${formatCount(strata)} strata of length; ${formatShare(overlap)} of the documents are in strata with both sides.`
}
