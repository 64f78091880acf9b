import { type ReactNode, useState } from 'react'
import type { PairRow } from '../../../contract/correlations.ts'
import type { JudgedPairRun } from '../../../contract/hypotheses.ts'
import type { EndedRun } from '../../client/runs-on.ts'
import { ErrorNote } from '../../widgets/empty-state.tsx'
import { Select } from '../../widgets/fields.tsx'
import { formatWhen } from '../../widgets/format-numbers.ts'
import { OpenRun } from '../../widgets/open-run.tsx'
import { Section } from '../../widgets/panel.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './correlations.module.css'
import { JudgedPairView } from './judged-pair.tsx'
import type { Judging } from './use-judging.ts'

type Props = { readonly judging: Judging; readonly pair: PairRow; readonly documents: number }
type Ended = EndedRun<'judge-pair', JudgedPairRun>

/** What language models found of a pair's labels: runs under way or stopped, and what the ended ones came to. Nothing before the first. */
export function JudgedSection({ judging: { ended, open, error, retry }, pair, documents }: Props): ReactNode {
  const [chosen, setChosen] = useState<number | null>(null)
  if (error !== null) return <ErrorNote error={error} retry={retry} />
  const shown = ended?.find(({ run }) => run.run === chosen) ?? ended?.[0]
  if (shown === undefined && open.length === 0) return null
  return (
    <Section title="Judged by a language model">
      {open.map((run) => (
        <OpenRun key={run.run} run={run} />
      ))}
      {shown !== undefined && (
        <>
          {ended !== undefined && ended.length > 1 ? (
            <Select
              label="Run"
              labelled
              value={String(shown.run.run)}
              options={ended.map((each) => ({ value: String(each.run.run), title: titleOf(each) }))}
              onChange={(run) => setChosen(Number(run))}
            />
          ) : (
            <p className={styles['asked']}>
              <PlainText text={titleOf(shown)} />
            </p>
          )}
          <JudgedPairView judged={shown.result} pair={pair} documents={documents} />
        </>
      )}
    </Section>
  )
}

const titleOf = ({ run: { run, startedAt, model } }: Ended): string => `Run ${run}, ${formatWhen(startedAt)}, ${model}`
