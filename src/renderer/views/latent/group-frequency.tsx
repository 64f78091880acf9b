import { type ReactNode, useState } from 'react'
import type { LatentPage } from '../../../contract/latents.ts'
import { FrequencyBars } from '../../charts/frequency-bars.tsx'
import { columnsOf } from '../../client/analysis-scope.ts'
import { useLatentGroups } from '../../client/latent-table-queries.ts'
import { useCorpora } from '../../client/project-queries.ts'
import { ErrorNote } from '../../widgets/empty-state.tsx'
import { Select } from '../../widgets/fields.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { Section } from '../../widgets/panel.tsx'
import { useExampleView } from './example-view.ts'
import styles from './latent-page.module.css'

const shown = 8

/** How often the latent is present in the documents of each value of a metadata column; a value leads to its examples. */
export function GroupFrequencies({ page }: { page: LatentPage }): ReactNode {
  const { data: corpora = [] } = useCorpora()
  const column = useExampleView((state) => state.column)
  const where = useExampleView((state) => state.where)
  const names = page.perCorpus.map(({ corpus }) => corpus)
  const columns = columnsOf(corpora, names).filter(({ kind }) => kind !== 'object')
  const chosen = columns.some(({ name }) => name === column) ? column : null
  const { data, error, refetch } = useLatentGroups(page.latent, chosen)
  const [all, setAll] = useState(false)
  if (columns.length === 0) return null
  const rows = (data?.groups ?? []).map(({ value, documents, present, documentFrequency, interval }) => ({
    key: value ?? '',
    name: value ?? 'no value',
    letter: null,
    colour: 'var(--accent)',
    documents,
    present,
    share: documentFrequency,
    interval,
    choosable: value !== null,
  }))
  return (
    <Section
      title="By metadata"
      aside={
        <Select
          label="Column of the metadata"
          value={chosen ?? ''}
          options={[{ value: '', title: 'choose a column' }, ...columns.map(({ name }) => ({ value: name, title: name }))]}
          onChange={(next) => useExampleView.setState({ column: next === '' ? null : next })}
        />
      }
    >
      {error !== null && <ErrorNote error={error} retry={refetch} />}
      {chosen !== null && (
        <FrequencyBars
          caption={`Share of documents in which the latent is present, by ${chosen}`}
          rows={all ? rows : rows.slice(0, shown)}
          chosen={where?.column === chosen ? where.value : null}
          onChoose={(value) =>
            useExampleView.setState({
              where: where?.column === chosen && where.value === value ? null : { column: chosen, value },
            })
          }
        />
      )}
      {rows.length > shown && (
        <button type="button" className={styles['more']} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `${rows.length - shown} more values`}
        </button>
      )}
      {data !== undefined && all && data.values > rows.length && (
        <p className={styles['nothing']}>{formatCount(data.values - rows.length)} rarer values are not shown.</p>
      )}
    </Section>
  )
}
