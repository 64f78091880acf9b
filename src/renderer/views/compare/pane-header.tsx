import type { ReactNode } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { mostPanes } from '../../client/view.ts'
import { type Pane, paneColour, paneLetter, useWorkbench } from '../../client/workbench.ts'
import { Button, IconButton } from '../../widgets/button.tsx'
import { Select } from '../../widgets/fields.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { Popover } from '../../widgets/popover.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './compare.module.css'

type Props = {
  readonly pane: Pane
  readonly index: number
  readonly corpora: readonly CorpusSummary[]
  /** Documents that are shown; null while that is not known. */
  readonly shown: number | null
}

/** Which corpus and channel a pane shows, how many of its documents, and what can be done with it. */
export function PaneHeader({ pane, index, corpora, shown }: Props): ReactNode {
  const { changePane, addPane } = useWorkbench()
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
      <span className={styles['pane-choice']}>
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
      </span>
      <span
        className={styles['count']}
        data-tip={`${formatCount(shown ?? documents)} of ${formatCount(documents)} documents are shown`}
      >
        {shown === null || shown === documents ? formatCount(documents) : `${formatCount(shown)} / ${formatCount(documents)}`}
        {!read && <span data-tip="No lens has read this corpus yet: latents are not lit in it"> · not read</span>}
      </span>
      <span className={styles['stretch']} />
      {index === count - 1 && count < mostPanes && choices.length > 0 && (
        <IconButton icon="plus" label="Add a pane" onClick={() => addPane(corpora)} />
      )}
      <PaneSettings pane={pane} index={index} count={count} corpus={corpus} />
    </div>
  )
}

type SettingsProps = Pick<Props, 'pane' | 'index'> & { readonly count: number; readonly corpus: CorpusSummary | undefined }

/** Metadata shown of each document, the pane's place among the others, and its end. */
function PaneSettings({ pane, index, count, corpus }: SettingsProps) {
  const { changePane, removePane, movePane } = useWorkbench()
  const letter = paneLetter(index)
  const columns = corpus?.columns ?? []
  const toggle = (name: string) =>
    changePane(pane.key, {
      columns: pane.columns.includes(name) ? pane.columns.filter((each) => each !== name) : [...pane.columns, name],
    })
  return (
    <Popover icon="more" label={`Settings of pane ${letter}`}>
      <fieldset className={styles['settings']}>
        <legend>Metadata shown</legend>
        {columns.length === 0 && <p>This corpus has none.</p>}
        {columns.map(({ name }) => (
          <label key={name}>
            <input type="checkbox" checked={pane.columns.includes(name)} onChange={() => toggle(name)} />
            <PlainText text={name} />
          </label>
        ))}
      </fieldset>
      {count > 1 && (
        <div className={styles['pane-acts']}>
          <Button icon="chevron-left" disabled={index === 0} onClick={() => movePane(pane.key, -1)}>
            Move left
          </Button>
          <Button icon="chevron-right" disabled={index === count - 1} onClick={() => movePane(pane.key, 1)}>
            Move right
          </Button>
          <Button icon="close" onClick={() => removePane(pane.key)}>
            Close pane {letter}
          </Button>
        </div>
      )}
    </Popover>
  )
}
