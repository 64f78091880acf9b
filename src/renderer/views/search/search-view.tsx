import type { ReactNode } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import type { SearchRequest, SearchResult } from '../../../contract/search.ts'
import { useRecorded } from '../../client/analyses-queries.ts'
import { startAnalysis, useFollowing, useRun } from '../../client/analysis-runs.ts'
import { useCommands } from '../../client/commands.ts'
import { useScope } from '../../client/workbench.ts'
import { Button } from '../../widgets/button.tsx'
import { EmptyState } from '../../widgets/empty-state.tsx'
import { Recorded, RunState, Warnings } from '../../widgets/run-notes.tsx'
import { Split } from '../../widgets/split.tsx'
import { type Draft, draftOf, missingIn, searchOf, settledDraft, useDraft } from './draft.ts'
import { HitList } from './hit-list.tsx'
import { PickedLatents } from './picked-latents.tsx'
import { RuleBuilder } from './rule-builder.tsx'
import { ruleOf } from './rule-draft.ts'
import styles from './search.module.css'
import { SearchSetup } from './setup.tsx'

/** Documents that have a property: by words, by latents, by example, by a rule. `corpora`: those that were read. */
export function SearchView({ corpora }: { corpora: readonly CorpusSummary[] }): ReactNode {
  const draft = settledDraft(useDraft(), corpora)
  const run = useRun('search')
  const recorded = useRecorded('search')
  const lens = useScope()
  const { shown } = run
  const result = shown?.kind === 'search' ? shown.result : null

  const search = (next: Draft) => {
    if (missingIn(next) === null) startAnalysis({ kind: 'search', input: searchOf(next, lens) })
  }
  const change = (part: Partial<Draft>) => useDraft.setState({ ...draft, ...part })
  /** A change of what was found: it is searched again at once. */
  const refine = (part: Partial<Draft>) => {
    change(part)
    if (result !== null || run.running !== null) search({ ...draft, ...part })
  }
  const start = () => search(draft)
  useCommands([{ id: 'search.run', run: start }])
  useFollowing('search', (request) => useDraft.setState(draftOf(request as SearchRequest)))

  return (
    <>
      <SearchSetup draft={draft} corpora={corpora} change={change} refine={refine} onRun={start} />
      <RunState screen="search" run={run} doing="Searching" again={start} />
      <div className={styles['body']}>
        <Split
          name="search"
          label="Width of the filter"
          direction="row"
          share={0.32}
          first={
            // It scrolls, also by keyboard.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            <div className={styles['side']} role="group" aria-label="Filter and latents" tabIndex={0}>
              <RuleBuilder draft={draft} corpora={corpora} onChange={(rule) => change({ rule })} />
              {result !== null && isOther(draft, result) && (
                <Button kind="primary" onClick={start}>
                  Search with these conditions
                </Button>
              )}
              {result !== null && <PickedLatents draft={draft} result={result} refine={refine} />}
            </div>
          }
          second={
            <div className={styles['found']}>
              {result === null ? (
                run.running === null &&
                run.error === null && (
                  <EmptyState title="What are you looking for?">
                    Write a property in your own words, such as “refuses politely” or “a recipe”. Documents are found by the latents
                    whose labels are like it and by the words themselves; each hit says why.
                  </EmptyState>
                )
              ) : (
                <>
                  <Recorded summary={recorded.find(({ id }) => id === result.analysis)} onAgain={start} />
                  <Warnings warnings={result.warnings} />
                  <HitList draft={draft} result={result} refine={refine} />
                </>
              )}
            </div>
          }
        />
      </div>
    </>
  )
}

/** Whether the conditions are other than those of the hits shown. */
const isOther = (draft: Draft, { recipe }: SearchResult) =>
  JSON.stringify(ruleOf(draft.rule)) !== JSON.stringify((recipe.request as SearchRequest).rule)
