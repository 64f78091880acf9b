import { type ReactNode, useState } from 'react'
import { readCorpora } from '../../client/analysis-scope.ts'
import { useExamples } from '../../client/latent-queries.ts'
import { useCorpora } from '../../client/project-queries.ts'
import { useScope } from '../../client/workbench.ts'
import { IconButton } from '../../widgets/button.tsx'
import { EmptyState, ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { formatActivation } from '../../widgets/format-numbers.ts'
import { HeatLegend } from '../../widgets/heat-legend.tsx'
import { Select } from '../../widgets/fields.tsx'
import { Segmented, Toggle } from '../../widgets/segmented.tsx'
import { Tabs } from '../../widgets/tabs.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import { ExampleItem } from './example-item.tsx'
import { exampleGroups } from './example-groups.ts'
import styles from './examples.module.css'
import type { Context } from './excerpt-window.ts'
import { useExampleView } from './example-view.ts'

const tabs = [
  { id: 'top', title: 'Top' },
  { id: 'quantile', title: 'By range' },
] as const
const contextOptions: readonly { value: Context; title: string; tip: string }[] = [
  { value: 'stacked', title: 'Stacked', tip: 'A few words around the strongest token, one below the other' },
  { value: 'snippet', title: 'Snippet', tip: 'About 16 words around the strongest token' },
  { value: 'full', title: 'Full', tip: 'All of the excerpt' },
]
const step = 20
const most = 100

/** Where the latent is active: the strongest documents, or some from every part of its range. */
export function Examples({ latent, dead }: { latent: number; dead: boolean }): ReactNode {
  const { kind } = useExampleView()
  return (
    <section aria-label="Examples" className={styles['examples']}>
      <Tabs label="Examples" tabs={tabs} value={kind} onChange={(next) => useExampleView.setState({ kind: next })}>
        {dead ? (
          <EmptyState title="No examples">The latent is active on no token of the corpora that were read.</EmptyState>
        ) : (
          <List key={kind} latent={latent} kind={kind} />
        )}
      </Tabs>
    </section>
  )
}

function List({ latent, kind }: { latent: number; kind: 'top' | 'quantile' }) {
  const { context, breaks, corpus, where } = useExampleView()
  const [limit, setLimit] = useState(step)
  const { data: corpora = [] } = useCorpora()
  const { lens } = useScope()
  const read = readCorpora(corpora, lens)
  const only = read.some(({ name }) => name === corpus) ? corpus : null
  const { data, error, refetch } = useExamples(latent, kind, limit, {
    ...(only === null ? {} : { corpora: [only] }),
    ...(where === null ? {} : { where: { [where.column]: where.value } }),
  })
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (data === undefined) return <Loading label="Loading examples" />
  const items = (examples: typeof data.examples) => (
    <ul className={styles['list']} data-context={context}>
      {examples.map((example) => (
        <ExampleItem
          key={`${example.corpus}\n${example.channel}\n${example.ordinal}`}
          latent={latent}
          example={example}
          context={context}
          breaks={breaks}
          maximum={data.maximum}
        />
      ))}
    </ul>
  )
  return (
    <>
      <div className={styles['bar']}>
        <Segmented
          label="Context around the strongest token"
          options={contextOptions}
          value={context}
          onChange={(next) => useExampleView.setState({ context: next })}
        />
        <Toggle
          label="Line breaks"
          checked={breaks}
          onChange={(checked) => useExampleView.setState({ breaks: checked })}
          tip="Break lines as the text does; else a sign stands for each break"
        />
        <span className={styles['from']}>
          <Select
            label="Examples from"
            value={only ?? ''}
            options={[{ value: '', title: 'all corpora' }, ...read.map(({ name }) => ({ value: name, title: name }))]}
            onChange={(next) => useExampleView.setState({ corpus: next === '' ? null : next })}
          />
          {where !== null && (
            <span className={styles['where']}>
              {visibleText(where.column)} = {visibleText(where.value)}
              <IconButton
                icon="close"
                label={`No longer only ${visibleText(where.column)} = ${visibleText(where.value)}`}
                onClick={() => useExampleView.setState({ where: null })}
              />
            </span>
          )}
        </span>
        <HeatLegend maximum={data.maximum} />
      </div>
      {kind === 'top'
        ? items(data.examples)
        : exampleGroups(data).map(({ band, from, to, examples }) => (
            <section
              key={band}
              className={styles['band']}
              aria-label={`Activation ${formatActivation(from)} to ${formatActivation(to)}`}
            >
              <h4>
                {formatActivation(from)} – {formatActivation(to)}
                <span>{band === data.bands.length - 1 ? 'strongest fifth of the range' : band === 0 ? 'weakest fifth' : ''}</span>
              </h4>
              {items(examples)}
            </section>
          ))}
      {data.examples.length === 0 && (
        <EmptyState title="No examples">
          {only === null && where === null
            ? 'None were kept when the corpora were read.'
            : 'The latent is active in no document of these.'}
        </EmptyState>
      )}
      {kind === 'top' && data.examples.length >= limit && limit < most && (
        <button type="button" className={styles['more']} onClick={() => setLimit(Math.min(most, limit + step))}>
          Show more
        </button>
      )}
    </>
  )
}
