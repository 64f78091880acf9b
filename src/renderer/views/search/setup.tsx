import type { ReactNode } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { IconButton } from '../../widgets/button.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { MultiSelect } from '../../widgets/multi-select.tsx'
import { changedScope, ChannelField, ScopeFields } from '../../widgets/scope-fields.tsx'
import { Segmented } from '../../widgets/segmented.tsx'
import { Field, NumberField, SetupBar } from '../../widgets/setup-bar.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import { type Draft, type ExampleDocument, missingIn, withQuery } from './draft.ts'
import styles from './search.module.css'

type Props = {
  readonly draft: Draft
  readonly corpora: readonly CorpusSummary[]
  readonly change: (part: Partial<Draft>) => void
  /** Changes and, where there are hits, searches again. */
  readonly refine: (part: Partial<Draft>) => void
  readonly onRun: () => void
}

/** What is looked for, and how. */
export function SearchSetup({ draft, corpora, change, refine, onRun }: Props): ReactNode {
  const { query, mode, scope, k, temperature } = draft
  return (
    <SetupBar
      label="What is looked for"
      run="Search"
      missing={missingIn(draft)}
      running={false}
      onRun={onRun}
      changed={changedScope(scope) + Number(k !== 100) + Number(temperature !== 0.2)}
      below={<Examples draft={draft} refine={refine} />}
      more={
        <>
          <Field name="Latents" tip="How many latents the words pick at most">
            <NumberField label="Latents at most" value={k} min={1} max={1000} onChange={(next) => change({ k: next ?? 100 })} />
          </Field>
          <Field name="Evenness" tip="How slowly the weights fall from the likest latent on: near 0 only the likest counts">
            <NumberField
              label="Evenness of weights"
              value={temperature}
              min={0.01}
              max={100}
              step={0.05}
              onChange={(next) => change({ temperature: next ?? 0.2 })}
            />
          </Field>
          <ScopeFields corpora={corpora} names={draft.corpora} scope={scope} onChange={(next) => change({ scope: next })} />
        </>
      }
    >
      <span className={styles['property']}>
        <Field name="Property">
          <input
            type="search"
            aria-label="Property in words"
            placeholder="in your own words"
            value={query}
            onChange={(event) => change(withQuery(event.target.value))}
          />
        </Field>
      </span>
      <Field name="Look by">
        <Segmented
          label="Look by"
          value={mode}
          options={[
            { value: 'fused', title: 'Both', tip: 'Latents and words, fused by rank' },
            { value: 'latents', title: 'Latents', tip: 'Latents whose labels are like the words' },
            { value: 'text', title: 'Words', tip: 'The words themselves, as a text search does' },
          ]}
          onChange={(next) => refine({ mode: next })}
        />
      </Field>
      <Field name="In">
        <MultiSelect
          label="Corpora searched"
          nothing="Choose corpora"
          options={corpora.map(({ name, documents }) => ({ value: name, note: formatCount(documents) }))}
          values={draft.corpora}
          onChange={(next) => change({ corpora: next })}
        />
      </Field>
      <ChannelField corpora={corpora} names={draft.corpora} scope={scope} onChange={(next) => change({ scope: next })} />
    </SetupBar>
  )
}

/** Documents that hits shall be like, or not. */
function Examples({ draft: { like, unlike }, refine }: Pick<Props, 'draft' | 'refine'>) {
  if (like.length + unlike.length === 0) return null
  const chip = (each: ExampleDocument, side: 'like' | 'unlike') => {
    const name = `${visibleText(each.corpus)} ${each.id === null ? formatCount(each.ordinal + 1) : visibleText(each.id)}`
    const says = `${side === 'like' ? 'More' : 'Less'} like ${name}`
    const rest = (all: readonly ExampleDocument[]) => all.filter((other) => other !== each)
    return (
      <li key={`${side}\n${each.corpus}\n${each.ordinal}`} data-side={side}>
        {side === 'like' ? '+' : '−'} {says}
        <IconButton
          icon="close"
          label={`No longer: ${says}`}
          onClick={() => refine(side === 'like' ? { like: rest(like) } : { unlike: rest(unlike) })}
        />
      </li>
    )
  }
  return (
    <ul className={styles['examples']} aria-label="By example">
      {like.map((each) => chip(each, 'like'))}
      {unlike.map((each) => chip(each, 'unlike'))}
    </ul>
  )
}
