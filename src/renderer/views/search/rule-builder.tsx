import { type ReactNode, useState } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { useCount } from '../../client/analyses-queries.ts'
import { scopeInput } from '../../client/analysis-scope.ts'
import { failureOf } from '../../client/failure-of.ts'
import { useScope } from '../../client/workbench.ts'
import { Button } from '../../widgets/button.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { Section } from '../../widgets/panel.tsx'
import { Segmented } from '../../widgets/segmented.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { ConditionRow } from './condition-row.tsx'
import type { Draft } from './draft.ts'
import { type Condition, draftOfRule, newCondition, noRule, type RuleDraft, ruleOf } from './rule-draft.ts'
import styles from './search.module.css'

type Props = {
  readonly draft: Draft
  readonly corpora: readonly CorpusSummary[]
  readonly onChange: (rule: RuleDraft) => void
}

/** Which documents may be found at all: conditions on latents, metadata and words, counted as they are set. */
export function RuleBuilder({ draft, corpora, onChange }: Props): ReactNode {
  const { rule } = draft
  const lines = rule.kind === 'lines' ? rule : null
  const put = (conditions: readonly Condition[]) => onChange({ kind: 'lines', join: lines?.join ?? 'all', conditions })
  const conditions = lines?.conditions ?? []
  return (
    <Section title="Only documents where" aside={<Count draft={draft} />}>
      {lines === null ? (
        <p className={styles['hint']}>This rule has brackets: edit it as text below.</p>
      ) : (
        <>
          {conditions.length > 1 && (
            <Segmented
              label="How conditions are joined"
              value={lines.join}
              options={[
                { value: 'all', title: 'All hold' },
                { value: 'any', title: 'Any holds' },
              ]}
              onChange={(join) => onChange({ ...lines, join })}
            />
          )}
          <ul className={styles['conditions']} aria-label="Conditions">
            {conditions.map((condition, index) => (
              <ConditionRow
                key={index}
                number={index + 1}
                condition={condition}
                corpora={corpora}
                names={draft.corpora}
                onChange={(next) => put(conditions.map((each, at) => (at === index ? next : each)))}
                onRemove={() => put(conditions.filter((_, at) => at !== index))}
              />
            ))}
          </ul>
          <div className={styles['adders']}>
            <Button icon="plus" onClick={() => put([...conditions, newCondition('latent')])}>
              Latent
            </Button>
            <Button icon="plus" onClick={() => put([...conditions, newCondition('equals')])}>
              Metadata
            </Button>
            <Button icon="plus" onClick={() => put([...conditions, newCondition('range')])}>
              Range
            </Button>
            <Button icon="plus" onClick={() => put([...conditions, newCondition('text')])}>
              Words
            </Button>
          </div>
        </>
      )}
      <RuleAsText draft={draft} onChange={onChange} />
    </Section>
  )
}

function useRuleCount(draft: Draft, typed: string | null) {
  const lens = useScope()
  const rule = typed ?? ruleOf(draft.rule)
  return useCount(
    rule === undefined || draft.corpora.length === 0
      ? null
      : { ...scopeInput(draft.scope, lens), group: { corpora: [...draft.corpora] }, rule },
  )
}

function Count({ draft }: { draft: Draft }) {
  const { data, error } = useRuleCount(draft, null)
  if (ruleOf(draft.rule) === undefined) return null
  return (
    <span role="status">
      {error !== null
        ? 'not counted'
        : data === undefined
          ? 'counting…'
          : `${formatCount(data.documents)} of ${formatCount(data.of)}`}
    </span>
  )
}

/** The rule as people write it; typing another and Enter takes that. */
function RuleAsText({ draft, onChange }: Pick<Props, 'draft' | 'onChange'>) {
  const [typed, setTyped] = useState<string | null>(null)
  const { data } = useRuleCount(draft, null)
  const { data: read, error, isPlaceholderData } = useRuleCount(draft, typed === null || typed.trim() === '' ? null : typed)
  const has = ruleOf(draft.rule) !== undefined
  const text = typed ?? (has ? (data?.text ?? '') : '')
  const ready = typed !== null && (typed.trim() === '' || (read !== undefined && !isPlaceholderData && error === null))
  const take = () => {
    if (typed === null || !ready) return
    onChange(typed.trim() === '' || read === undefined ? noRule : draftOfRule(read.rule))
    setTyped(null)
  }
  return (
    <div className={styles['as-text']}>
      <label>
        <span>As text</span>
        <textarea
          rows={2}
          spellCheck={false}
          placeholder='latent:12>0.5 AND NOT column:kind=odd AND "words"'
          value={text}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setTyped(null)
            if (event.key !== 'Enter' || event.shiftKey) return
            event.preventDefault()
            take()
          }}
        />
      </label>
      {typed !== null && (
        <p className={styles['adders']}>
          <Button disabled={!ready} onClick={take}>
            Use this rule
          </Button>
          <Button kind="quiet" onClick={() => setTyped(null)}>
            Leave as it was
          </Button>
        </p>
      )}
      {typed !== null && error !== null && (
        <p role="alert" className={styles['wrong']}>
          <PlainText text={`${failureOf(error).message} ${failureOf(error).hint}`} />
        </p>
      )}
    </div>
  )
}
