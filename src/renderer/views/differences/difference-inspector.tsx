import type { ReactNode } from 'react'
import type { DocumentGroup } from '../../../contract/analyses.ts'
import type { DiffFamily, DiffRequest, DiffResult, DiffRow } from '../../../contract/differences.ts'
import { ShareBars } from '../../charts/share-bars.tsx'
import { formatCount, formatPoints, formatProbability, formatShare } from '../../widgets/format-numbers.ts'
import { Inspector } from '../../widgets/inspector.tsx'
import { Section } from '../../widgets/panel.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { compareGroups } from './compare-groups.ts'
import { GroupExamples } from './group-examples.tsx'
import { groupTitle } from './group-title.ts'
import { PairedSection } from './paired-section.tsx'

type Props = { readonly result: DiffResult; readonly row: DiffRow; readonly onClose: () => void }

/** One latent of a comparison: its numbers in words, and documents of both sides where it is present. */
export function DifferenceInspector({ result, row, onClose }: Props): ReactNode {
  const { latent, label, origin, comparedWith } = row
  const { analysis, groups } = result
  const channel = (result.recipe.request as DiffRequest).channel ?? null
  const [target, ...others] = groups.map(({ group }) => group)
  const other = others[comparedWith ?? 0]
  if (target === undefined || other === undefined) return null
  const family = result.families.find((each) => each.family === row.family)
  return (
    <Inspector
      latent={latent}
      label={label}
      origin={origin}
      keep={analysis === null ? null : { kind: 'difference', analysis, latent }}
      {...([target, other].some(isPicked) ? {} : { onCompare: () => compareGroups([target, other], latent) })}
      onClose={onClose}
    >
      <ShareBars
        label="Document frequency"
        bars={groups.map(({ group, documents }, index) => {
          const share = index === 0 ? row.target : (row.others[index - 1] ?? 0)
          return {
            key: String(index),
            name: <PlainText text={groupTitle(group)} />,
            share,
            note: `${formatCount(Math.round(share * documents))} / ${formatCount(documents)}`,
          }
        })}
      />
      <Figures result={result} row={row} />
      {family !== undefined && <Family family={family} result={result} />}
      {result.design === 'paired' && analysis !== null && groups[0] !== undefined && (
        <PairedSection
          analysis={analysis}
          latent={latent}
          target={groups[0]}
          other={comparedWith === null ? null : otherAt(groups, comparedWith)}
        />
      )}
      <GroupExamples title="Target" group={target} latent={latent} channel={channel} given={row.examples?.target} />
      <GroupExamples title="Other" group={other} latent={latent} channel={channel} given={row.examples?.others} />
    </Inspector>
  )
}

/** Panes show whole corpora and values of columns, not documents that were picked one by one. */
const isPicked = ({ ordinals, ordinalsNot }: DocumentGroup) => ordinals !== undefined || ordinalsNot !== undefined

function otherAt(groups: DiffResult['groups'], at: number) {
  const group = groups[at + 1]
  return group === undefined ? null : { at, group }
}

function Figures({ result: { adjustment }, row }: Pick<Props, 'result' | 'row'>) {
  const { difference, interval, intervalSelected, ratio, expectedFromLength, adjustedDifference, adjustedInterval } = row
  const { qValue, qAdjusted, testable, replicated, flips, byThreshold } = row
  const range = ([low, high]: readonly [number, number]) => `${formatPoints(low)} to ${formatPoints(high)}`
  const direction = difference > 0 ? 'more' : 'less'
  return (
    <Section title="In words">
      <p>
        In the target it is <strong>{formatPoints(Math.abs(difference)).replace('+', '')} percentage points</strong> {direction}{' '}
        frequent (target minus other {formatPoints(difference)}, 95 % interval {range(interval)}
        {intervalSelected !== null && `; as one row picked among many, ${range(intervalSelected)}`})
        {ratio !== null && ratio > 0 && `, ${ratio >= 100 ? formatCount(Math.round(ratio)) : ratio.toPrecision(2)} times as often`}.
        Text length alone would make {formatPoints(expectedFromLength)}.
      </p>
      <p>
        {adjustedDifference === null || qAdjusted === null
          ? `It could not be adjusted for length${adjustment.why === null ? '' : `: ${adjustment.why}`}.`
          : `At like length the difference is ${formatPoints(adjustedDifference)}${adjustedInterval === null ? '' : ` (${range(adjustedInterval)})`}, q ${formatProbability(qAdjusted)}.`}{' '}
        {testable ? `Unadjusted q ${formatProbability(qValue)}.` : 'It is too rare to be tested.'}
      </p>
      {replicated !== null && (
        <p>
          {replicated
            ? 'By plain counts it was found on one half of the units and held on the other.'
            : 'By plain counts it was found on one half of the units and did not hold on the other.'}
        </p>
      )}
      {flips && (
        <p>
          It comes and goes with the threshold of presence: {byThreshold.map(formatPoints).join(', ')} at half of it, at it, and at
          twice it.
        </p>
      )}
    </Section>
  )
}

/** Members of a family that are named; the table shows them all. */
const namedMembers = 3

function Family({ family: { kind, latents, target, other, difference }, result }: { family: DiffFamily; result: DiffResult }) {
  const names = latents
    .slice(0, namedMembers)
    .map((latent) => result.rows.find((row) => row.latent === latent)?.label ?? `latent ${latent}`)
  const others = latents.length - names.length
  return (
    <Section title={kind === 'duplicates' ? 'Latents that are alike' : 'Latents that take over from one another'}>
      <p>
        <PlainText text={names.join('; ')} />
        {others > 0 && ` and ${formatCount(others)} more, unfolded in the table`}. Any of the {latents.length} is present in{' '}
        {formatShare(target)} of the target and {formatShare(other)} of the other: {formatPoints(difference)} points.
        {kind === 'absorption' && ' They move oppositely: look at them together.'}
      </p>
    </Section>
  )
}
