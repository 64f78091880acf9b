import type { ReactNode } from 'react'
import type { TrendRequest, TrendResult, TrendRow } from '../../../contract/trends.ts'
import { ShareBars } from '../../charts/share-bars.tsx'
import { formatCount, formatPoints, formatProbability } from '../../widgets/format-numbers.ts'
import { Inspector } from '../../widgets/inspector.tsx'
import { Section } from '../../widgets/panel.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { compareGroups } from './compare-groups.ts'
import { GroupExamples } from './group-examples.tsx'

type Props = { readonly result: TrendResult; readonly row: TrendRow; readonly onClose: () => void }

/** One latent over the groups: its line, its shares, the test in words. */
export function TrendInspector({ result, row, onClose }: Props): ReactNode {
  const { latent, label, origin, frequencies, slope, change, monotone, qValue, qAdjusted } = row
  const { groups } = result
  const request = result.recipe.request as TrendRequest
  const ends = [request.groups[0], request.groups.at(-1)].filter((group) => group !== undefined)
  return (
    <Inspector
      latent={latent}
      label={label}
      origin={origin}
      keep={result.analysis === null ? null : { kind: 'difference', analysis: result.analysis, latent }}
      onCompare={() => compareGroups(ends, latent)}
      onClose={onClose}
    >
      <ShareBars
        label="Document frequency"
        alike
        bars={groups.map(({ name, documents }, index) => ({
          key: String(index),
          name: <PlainText text={name} />,
          share: frequencies[index] ?? 0,
          note: `of ${formatCount(documents)}`,
        }))}
      />
      <Section title="In words">
        <p>
          From the first group to the last it changes by <strong>{formatPoints(change)} percentage points</strong>,{' '}
          {formatPoints(slope)} for each step{monotone ? `, ${change > 0 ? 'rising' : 'falling'} at every one` : ', not steadily'}.{' '}
          {qAdjusted === null ? 'It could not be adjusted for length.' : `At like length q ${formatProbability(qAdjusted)}.`}{' '}
          Unadjusted q {formatProbability(qValue)}.
        </p>
      </Section>
      {ends.map((group, end) => (
        <GroupExamples
          key={end}
          title={end === 0 ? 'First group' : 'Last group'}
          group={group}
          latent={latent}
          channel={request.channel ?? null}
        />
      ))}
    </Inspector>
  )
}
