import type { ReactNode } from 'react'
import type { DocumentGroup } from '../../../contract/analyses.ts'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { useColumnValues } from '../../client/analyses-queries.ts'
import { columnsOf } from '../../client/analysis-scope.ts'
import { formatCount } from '../../widgets/format-numbers.ts'
import { Select } from '../../widgets/fields.tsx'
import { MultiSelect } from '../../widgets/multi-select.tsx'
import { changedScope, ChannelField } from '../../widgets/scope-fields.tsx'
import { Segmented } from '../../widgets/segmented.tsx'
import { Field, SetupBar } from '../../widgets/setup-bar.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './differences.module.css'
import { changedSettings, corporaOf, type Draft, missingIn } from './draft.ts'
import { groupTitle } from './group-title.ts'
import { DifferenceSettings } from './settings.tsx'

type Props = {
  readonly draft: Draft
  readonly corpora: readonly CorpusSummary[]
  readonly running: boolean
  readonly change: (part: Partial<Draft>) => void
  readonly onRun: () => void
}

/** Who is compared with whom. */
export function DifferencesSetup({ draft, corpora, running, change, onRun }: Props): ReactNode {
  const { question, by, scope } = draft
  return (
    <SetupBar
      label="What is compared"
      run={question === 'trend' ? 'Find trends' : 'Compare'}
      missing={missingIn(draft)}
      running={running}
      onRun={onRun}
      changed={changedSettings(draft) + changedScope(scope)}
      more={<DifferenceSettings draft={draft} corpora={corpora} change={change} />}
    >
      <Field name="Question">
        <Segmented
          label="Question"
          value={question}
          options={[
            { value: 'diff', title: 'Two sides', tip: 'What one side has more, or less, than others' },
            { value: 'trend', title: 'Trend', tip: 'What rises or falls over three or more groups in order' },
          ]}
          onChange={(next) => change({ question: next, ...(by === 'given' ? { by: 'corpora' } : {}) })}
        />
      </Field>
      <Field name="Groups are">
        <Select
          label="Groups are"
          value={by}
          options={[
            { value: 'corpora', title: 'corpora' },
            { value: 'column', title: 'values of a column' },
            ...(draft.given === null || question === 'trend' ? [] : [{ value: 'given' as const, title: 'documents picked' }]),
          ]}
          onChange={(next) => change({ by: next, ordered: [] })}
        />
      </Field>
      {by === 'given' ? (
        <Given groups={draft.given ?? []} />
      ) : by === 'column' ? (
        <ByColumn draft={draft} corpora={corpora} change={change} />
      ) : (
        <ByCorpora draft={draft} corpora={corpora} change={change} />
      )}
      <ChannelField corpora={corpora} names={corporaOf(draft)} scope={scope} onChange={(next) => change({ scope: next })} />
    </SetupBar>
  )
}

/** Groups that were picked elsewhere: they are told, and changed where they came from. */
function Given({ groups }: { groups: readonly DocumentGroup[] }) {
  const [target = '', ...others] = groups.map((group) => visibleText(groupTitle(group)))
  return (
    <Field
      name="Target against others"
      tip="Picked on a map or on the command line; choose corpora or values of a column for others"
    >
      <span className={styles['given']}>
        {target} against {others.join(', ')}
      </span>
    </Field>
  )
}

type Part = Pick<Props, 'draft' | 'corpora' | 'change'>

function ByCorpora({ draft: { question, target, others, ordered }, corpora, change }: Part) {
  const options = corpora.map(({ name, documents }) => ({ value: name, note: formatCount(documents) }))
  if (question === 'trend')
    return (
      <Field name="In this order" tip="The order in which you tick them">
        <MultiSelect
          label="Corpora in their order"
          nothing="Choose three or more"
          options={options}
          values={ordered}
          onChange={(next) => change({ ordered: next })}
          ordered
        />
      </Field>
    )
  return (
    <>
      <Field name="Target">
        <Select
          label="Target"
          value={target}
          options={options.map(({ value }) => ({ value, title: value }))}
          onChange={(next) => change({ target: next, others: others.map((name) => (name === next ? target : name)) })}
        />
      </Field>
      <Field name="Against">
        <MultiSelect
          label="Against"
          nothing="Choose corpora"
          options={options.filter(({ value }) => value !== target)}
          values={others}
          onChange={(next) => change({ others: next })}
        />
      </Field>
    </>
  )
}

function ByColumn({ draft, corpora, change }: Part) {
  const { question, corpus, column, value, values, ordered } = draft
  const documents = corpora.find(({ name }) => name === corpus)?.documents ?? 0
  const { data: found = [] } = useColumnValues(corpus, column, documents)
  const known = [...new Set([...found, ...(value === '' ? [] : [value])])]
  const none = { value: '', values: [], ordered: [] }
  return (
    <>
      <Field name="Corpus">
        <Select
          label="Corpus"
          value={corpus}
          options={corpora.map(({ name }) => ({ value: name, title: name }))}
          onChange={(next) => change({ corpus: next, column: '', ...none })}
        />
      </Field>
      <Field name="Column">
        <Select
          label="Column"
          value={column}
          options={[
            { value: '', title: 'Choose…' },
            ...columnsOf(corpora, [corpus]).map(({ name }) => ({ value: name, title: name })),
          ]}
          onChange={(next) => change({ column: next, ...none })}
        />
      </Field>
      {column !== '' && question === 'trend' && (
        <Field name="In this order" tip="The order in which you tick them; numbers also stand where they are">
          <MultiSelect
            label="Values in their order"
            nothing="Choose three or more"
            options={[...known].sort(naturally).map((each) => ({ value: each }))}
            values={ordered}
            onChange={(next) => change({ ordered: next })}
            ordered
            typed="Another value"
          />
        </Field>
      )}
      {column !== '' && question === 'diff' && (
        <>
          <Field name="Target">
            <Select
              label="Value of the target"
              value={value}
              options={[{ value: '', title: 'Choose…' }, ...known.map((each) => ({ value: each, title: each }))]}
              onChange={(next) => change({ value: next, values: values.filter((each) => each !== next) })}
            />
          </Field>
          <Field name="Against">
            <MultiSelect
              label="Against the values"
              nothing="Choose values"
              options={known.filter((each) => each !== value).map((each) => ({ value: each }))}
              values={values}
              onChange={(next) => change({ values: next.filter((each) => each !== value) })}
              typed="Another value"
            />
          </Field>
        </>
      )}
    </>
  )
}

const collator = new Intl.Collator('en', { numeric: true })
const naturally = (a: string, b: string) => collator.compare(a, b)
