import type { ReactNode } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { type Pane, paneColour, paneLetter, useWorkbench } from '../../client/workbench.ts'
import { mostPanes } from '../../client/view.ts'
import { IconButton } from '../../widgets/button.tsx'
import { Select } from '../../widgets/fields.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import styles from './compare.module.css'

type Props = {
  readonly pane: Pane
  readonly index: number
  readonly corpora: readonly CorpusSummary[]
  /** Rows that the pane's own filter lets through; null where rows are shared. */
  readonly rows: number | null
}

/** Which corpus and channel a pane shows, and how many documents. */
export function PaneHeader({ pane, index, corpora, rows }: Props): ReactNode {
  const { changePane, removePane, addPane } = useWorkbench()
  const count = useWorkbench((state) => state.panes.length)
  const corpus = corpora.find(({ name }) => name === pane.corpus)
  const choices = corpora.filter(({ documents }) => documents > 0)
  const read = corpus?.encodings.some(({ state }) => state === 'ready') ?? false
  const documents = corpus?.documents ?? 0
  return (
    <div className={styles['pane-header']} style={{ '--pane': paneColour(index) } as object}>
      <span className={styles['letter']} aria-hidden="true">
        {paneLetter(index)}
      </span>
      <Select
        label={`Corpus of pane ${paneLetter(index)}`}
        value={pane.corpus}
        options={choices.map(({ name }) => ({ value: name, title: name }))}
        onChange={(name) => changePane(pane.key, { corpus: name, channel: null })}
      />
      {(corpus?.channels.length ?? 0) > 1 && (
        <Select
          label={`Channel of pane ${paneLetter(index)}`}
          value={pane.channel ?? corpus?.channels[0]?.name ?? ''}
          options={corpus?.channels.map(({ name }) => ({ value: name, title: name })) ?? []}
          onChange={(channel) => changePane(pane.key, { channel })}
        />
      )}
      <span className={styles['count']}>
        {rows === null || rows === documents ? formatCount(documents) : `${formatCount(rows)} / ${formatCount(documents)}`}
        {!read && <span data-tip="No lens has read this corpus yet: latents are not lit in it"> · not read</span>}
      </span>
      <span className={styles['stretch']} />
      {index === count - 1 && count < mostPanes && choices.length > 0 && (
        <IconButton icon="plus" label="Add a pane" onClick={() => addPane(corpora)} />
      )}
      {count > 1 && <IconButton icon="close" label={`Close pane ${paneLetter(index)}`} onClick={() => removePane(pane.key)} />}
    </div>
  )
}
