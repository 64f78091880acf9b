import { type FormEvent, type ReactNode, useState } from 'react'
import type { SearchHit, SearchResult } from '../../../contract/search.ts'
import { useSaveSearch } from '../../client/analyses-queries.ts'
import { notify, notifyError } from '../../client/notices.ts'
import { useScope } from '../../client/workbench.ts'
import { Button } from '../../widgets/button.tsx'
import { EmptyState } from '../../widgets/empty-state.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { visibleText } from '../../widgets/visible-text.ts'
import { type Draft, type ExampleDocument, searchOf } from './draft.ts'
import { Hit } from './hit.tsx'
import { OrderBar } from './order-bar.tsx'
import styles from './search.module.css'
import { useReranking } from './use-reranking.ts'

type Props = { readonly draft: Draft; readonly result: SearchResult; readonly refine: (part: Partial<Draft>) => void }

const further = 50

/** What was found, the best first. */
export function HitList({ draft, result, refine }: Props): ReactNode {
  const { hits, total, documents } = result
  const reranking = useReranking(result)
  const { like, unlike } = draft
  const without = (all: readonly ExampleDocument[], hit: SearchHit) =>
    all.filter(({ corpus, ordinal }) => corpus !== hit.corpus || ordinal !== hit.ordinal)
  const exampleOf = ({ corpus, ordinal, document }: SearchHit) => ({ corpus, ordinal, id: document })
  return (
    <>
      <div className={styles['bar']}>
        <span role="status">
          {result.rule !== null && draft.query.trim() === '' ? '' : 'The best '}
          {formatCount(total)} of {formatCount(documents)} documents
        </span>
        <span className={styles['stretch']} />
        <Button
          icon="models"
          disabled={reranking.hindered !== null}
          data-tip={
            reranking.hindered ?? 'The first hits in the order in which they match the words. First you see what is sent where'
          }
          onClick={reranking.ask}
        >
          Rerank with a language model…
        </Button>
        <SaveSearch draft={draft} />
      </div>
      <OrderBar reranking={reranking} />
      {hits.length === 0 ? (
        <EmptyState title="Nothing found">
          {result.rule === null
            ? 'No document has these words or latents. Try other words, or look by latents alone.'
            : 'No document that answers the conditions has these words or latents. Remove a condition, or try other words.'}
        </EmptyState>
      ) : (
        // It scrolls, also by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={styles['hits']} role="group" aria-label="Hits" tabIndex={0}>
          <ol>
            {reranking.hits.map(({ hit, put }, index) => (
              <Hit
                key={`${hit.corpus}\n${hit.ordinal}`}
                hit={hit}
                number={index + 1}
                put={put}
                channel={draft.scope.channel}
                onMore={() => refine({ like: [...without(like, hit), exampleOf(hit)], unlike: without(unlike, hit) })}
                onLess={() => refine({ unlike: [...without(unlike, hit), exampleOf(hit)], like: without(like, hit) })}
              />
            ))}
          </ol>
          {hits.length < total && (
            <Button className={styles['more']} onClick={() => refine({ limit: draft.limit + further })}>
              Show {formatCount(Math.min(further, total - hits.length))} more
            </Button>
          )}
        </div>
      )}
    </>
  )
}

/** Keeps the search under a name: the rule, not its hits. */
function SaveSearch({ draft }: { draft: Draft }) {
  const [name, setName] = useState<string | null>(null)
  const save = useSaveSearch()
  const lens = useScope()
  if (name === null)
    return (
      <Button
        icon="star"
        data-tip="Under a name, at the side: it runs again over the documents as they then are"
        onClick={() => setName(draft.query.trim() || 'My search')}
      >
        Save search
      </Button>
    )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') return
    save.mutate(
      { name: name.trim(), search: searchOf(draft, lens) },
      {
        onSuccess: (saved) => {
          setName(null)
          notify({ text: `Saved: ${visibleText(saved.name)}` })
        },
        onError: notifyError,
      },
    )
  }
  return (
    <form className={styles['save']} onSubmit={submit}>
      <input
        aria-label="Name of the search"
        maxLength={200}
        // The button was pressed to type a name.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setName(null)
        }}
      />
      <Button type="submit" disabled={name.trim() === '' || save.isPending}>
        Save
      </Button>
    </form>
  )
}
