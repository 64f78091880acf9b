import type { ReactNode } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { clusterModes } from '../../../contract/clusters.ts'
import type { SimilarLatents } from '../../../contract/search.ts'
import { formatCount } from '../../widgets/format-numbers.ts'
import { Select } from '../../widgets/fields.tsx'
import { MultiSelect } from '../../widgets/multi-select.tsx'
import { changedScope, ChannelField, ScopeFields } from '../../widgets/scope-fields.tsx'
import { Field, NumberField, SetupBar } from '../../widgets/setup-bar.tsx'
import { AxisPicks } from './axis-picks.tsx'
import styles from './clusters.module.css'
import { type Draft, missingIn } from './draft.ts'

type Props = {
  readonly draft: Draft
  readonly corpora: readonly CorpusSummary[]
  readonly similar: SimilarLatents | undefined
  readonly picks: SimilarLatents['latents'] | undefined
  readonly running: boolean
  readonly change: (part: Partial<Draft>) => void
  readonly onRun: () => void
}

const modeTitles: Readonly<Record<(typeof clusterModes)[number], string>> = {
  auto: 'by the number of documents',
  exact: 'exact: every pair of documents',
  graph: 'graph: the nearest of each',
  landmarks: 'landmarks: a sample, then the rest',
}

/** Which documents, along which axis, into how many clusters. */
export function ClustersSetup({ draft, corpora, similar, picks, running, change, onRun }: Props): ReactNode {
  const { query, k, scope, mode, seed } = draft
  return (
    <SetupBar
      label="What is grouped"
      run="Group"
      missing={missingIn(draft, picks, similar?.asks ?? null)}
      running={running}
      onRun={onRun}
      changed={changedScope(scope) + Number(mode !== 'auto') + Number(seed !== 1)}
      below={<AxisPicks draft={draft} similar={similar} picks={picks} change={change} />}
      more={
        <>
          <Field name="How" tip="All three find the same clusters where there are such; exact is the slowest">
            <Select
              label="How"
              value={mode}
              options={clusterModes.map((value) => ({ value, title: modeTitles[value] }))}
              onChange={(next) => change({ mode: next })}
            />
          </Field>
          <Field name="Seed" tip="Another seed begins elsewhere: clusters that stay are there">
            <NumberField label="Seed" value={seed} min={0} max={1e6} onChange={(next) => change({ seed: next ?? 1 })} />
          </Field>
          <ScopeFields corpora={corpora} names={draft.corpora} scope={scope} onChange={(next) => change({ scope: next })} />
        </>
      }
    >
      <Field name="Corpora">
        <MultiSelect
          label="Corpora"
          nothing="Choose corpora"
          options={corpora.map(({ name, documents }) => ({ value: name, note: formatCount(documents) }))}
          values={draft.corpora}
          onChange={(next) => change({ corpora: next })}
        />
      </Field>
      <Field name="Along the axis">
        <input
          className={styles['query']}
          aria-label="Axis in words"
          placeholder="all latents, or words such as “tone”"
          value={query}
          onChange={(event) => change({ query: event.target.value, without: [], byHand: null })}
        />
      </Field>
      <Field name="Clusters">
        <NumberField
          label="Number of clusters"
          value={k}
          min={2}
          max={100}
          placeholder="auto"
          onChange={(next) => change({ k: next })}
        />
      </Field>
      <ChannelField corpora={corpora} names={draft.corpora} scope={scope} onChange={(next) => change({ scope: next })} />
    </SetupBar>
  )
}
