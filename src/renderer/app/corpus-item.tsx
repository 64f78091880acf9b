import type { ReactNode } from 'react'
import type { CorpusSummary } from '../../contract/corpora.ts'
import { useJobs } from '../client/changes.ts'
import { useCorpusActs } from '../client/corpus-acts.ts'
import { useCorpusMark, useWorkbench } from '../client/workbench.ts'
import { IconButton } from '../widgets/button.tsx'
import { formatCount } from '../widgets/format-numbers.ts'
import { PlainText } from '../widgets/visible-parts.tsx'
import { visibleText } from '../widgets/visible-text.ts'
import styles from './sidebar.module.css'

/** A corpus with where it stands, and the one act that it waits for. */
export function CorpusItem({ corpus }: { corpus: CorpusSummary }): ReactNode {
  const mark = useCorpusMark(corpus.name)
  const encoding = useJobs(({ jobs }) => jobs.some(({ kind, state }) => kind === 'encode' && state === 'running'))
  const { put, show } = useWorkbench()
  const chosen = useWorkbench((state) => state.activity === 'corpora' && state.corpus === corpus.name)
  return (
    <li className={styles['corpus']} data-chosen={chosen}>
      <button
        type="button"
        className={styles['name']}
        data-opens
        onClick={() => {
          put({ corpus: corpus.name })
          show('corpora')
        }}
      >
        <span className={styles['mark']} style={mark === null ? undefined : { background: mark.colour }} aria-hidden="true">
          {mark?.letter}
        </span>
        <span className={styles['title']}>
          <PlainText text={corpus.name} />
        </span>
        <span className={styles['state']}>{stateOf(corpus, encoding)}</span>
      </button>
      <Act corpus={corpus} />
    </li>
  )
}

function stateOf({ state, documents, encodings }: CorpusSummary, encodingNow: boolean): string {
  const count = `${formatCount(documents)} documents`
  if (state === 'new') return 'not imported'
  if (state === 'importing') return 'importing…'
  if (state === 'missing') return `${count}, file gone`
  if (state === 'changed') return `${count}, file changed`
  if (encodings.some((encoding) => encoding.state === 'reading')) return `${count}, ${encodingNow ? 'being read' : 'half read'}`
  return encodings.length === 0 ? `${count}, not read` : count
}

function Act({ corpus: { name, state, documents, encodings } }: { corpus: CorpusSummary }) {
  const { importCorpora, readCorpora } = useCorpusActs()
  const busy = useJobs(({ jobs }) => jobs.some(({ kind, state }) => kind !== 'lens' && (state === 'running' || state === 'queued')))
  const shown = visibleText(name)
  if (state === 'new')
    return <IconButton icon="import" label={`Import ${shown}`} disabled={busy} onClick={() => importCorpora([name])} />
  if (state === 'changed')
    return (
      <IconButton
        icon="refresh"
        label={`Import ${shown} again: its file changed. Labels stay.`}
        disabled={busy}
        onClick={() => importCorpora([name])}
      />
    )
  if (documents > 0 && !encodings.some((encoding) => encoding.state === 'ready'))
    return <IconButton icon="read" label={`Read ${shown} with the lens`} disabled={busy} onClick={() => readCorpora([name])} />
  return null
}
