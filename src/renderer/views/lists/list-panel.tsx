import { type ReactNode, useCallback, useRef, useState } from 'react'
import type { LatentList } from '../../../contract/notes.ts'
import { askAboutLatents } from '../../client/ask-models.ts'
import { giveAxis } from '../../client/given-axis.ts'
import { useCommands } from '../../client/commands.ts'
import { failureOf } from '../../client/failure-of.ts'
import { useLatentScope } from '../../client/latent-scope.ts'
import { removeList, renameList, takeFromList } from '../../client/list-acts.ts'
import { useList } from '../../client/note-queries.ts'
import { inList } from '../../client/view.ts'
import { useScope, workbench } from '../../client/workbench.ts'
import { keepable } from '../../client/keeping.ts'
import { Button, IconButton } from '../../widgets/button.tsx'
import { EmptyState, ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { openLatent } from '../../widgets/inspector.tsx'
import { LabelText } from '../../widgets/label-text.tsx'
import { Panel } from '../../widgets/panel.tsx'
import { VirtualRows } from '../../widgets/virtual-rows.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './lists.module.css'
import { NameForm } from './name-form.tsx'

/** Latents that the axis of the clusters can have. */
const mostOnAxis = 10_000

/** The latents of a list, and what can be done with all of them. */
export function ListPanel({ name }: { readonly name: string }): ReactNode {
  const { data: list, error, refetch } = useList(name)
  if (failureOf(error).code === 'not-found')
    return <EmptyState title="The list is not there">It was renamed or removed, or belongs to another lens.</EmptyState>
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (list === undefined) return <Loading label="Loading the list" />
  return <Listed list={list} />
}

function Listed({ list: { name, latents } }: { list: LatentList }) {
  const scope = useScope()
  const table = { ...useLatentScope(), list: name }
  const [active, setActive] = useState<number | null>(null)
  const [renaming, setRenaming] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const take = useCallback((latent: number) => void takeFromList(scope, name, latent), [scope, name])
  const render = useCallback((row: number) => <Row row={latents[row]} name={name} onTake={take} />, [latents, name, take])

  const rename = () => {
    setRenaming(true)
    requestAnimationFrame(() => field.current?.select())
  }
  const inTable = () => {
    workbench.getState().changeTable({ only: inList(name), search: '' })
    workbench.getState().show('latents')
  }
  const group = () => {
    giveAxis(latents.map(({ latent }) => latent))
    workbench.getState().show('clusters')
  }
  const ask = () => void askAboutLatents({ does: 'label', pick: 'table', table, latent: null })
  const takeActive = () => {
    const row = active === null ? undefined : latents[active]
    if (row !== undefined) take(row.latent)
  }
  const remove = () => void removeList(scope, name)
  const filled = latents.length > 0
  const isAxis = filled && latents.length <= mostOnAxis
  useCommands([
    { id: 'lists.rename', run: rename },
    { id: 'lists.remove', run: remove },
    ...(filled
      ? ([
          { id: 'lists.table', run: inTable },
          { id: 'lists.label', run: ask },
          { id: 'lists.take', run: takeActive },
        ] as const)
      : []),
    ...(isAxis ? [{ id: 'lists.axis', run: group } as const] : []),
  ])
  return (
    <Panel
      title={visibleText(name)}
      aside={`${formatCount(latents.length)} ${latents.length === 1 ? 'latent' : 'latents'}`}
      actions={
        <>
          <Button kind="quiet" icon="latents" disabled={!filled} onClick={inTable}>
            In the table
          </Button>
          <Button
            kind="quiet"
            icon="analyses"
            disabled={!isAxis}
            data-tip="Clusters of documents along these latents as the axis"
            onClick={group}
          >
            Group by these
          </Button>
          <Button kind="quiet" icon="models" disabled={!filled} onClick={ask}>
            Label or score…
          </Button>
          <IconButton icon="pencil" label="Rename the list" onClick={rename} />
          <IconButton icon="trash" label="Remove the list" onClick={remove} />
        </>
      }
    >
      {renaming && (
        <NameForm
          label="New name of the list"
          placeholder="New name"
          act="Rename"
          name={name}
          field={field}
          onName={async (to) => {
            const renamed = await renameList(scope, name, to)
            if (renamed) setRenaming(false)
            return renamed
          }}
          onCancel={() => setRenaming(false)}
        />
      )}
      {filled ? (
        <VirtualRows
          label={`Latents of ${visibleText(name)}`}
          rows={latents.length}
          rowHeight={1.875}
          columns={3}
          render={render}
          active={active}
          onActive={setActive}
          onOpen={(row) => openLatent(latents[row]?.latent ?? 0)}
        />
      ) : (
        <EmptyState title="The list is empty">L on the page of a latent puts it into lists.</EmptyState>
      )}
    </Panel>
  )
}

type RowProps = {
  readonly row: LatentList['latents'][number] | undefined
  readonly name: string
  readonly onTake: (latent: number) => void
}

function Row({ row, name, onTake }: RowProps) {
  if (row === undefined) return null
  const { latent, label } = row
  return (
    <div className={styles['listed']} role="presentation">
      <span role="gridcell" className={styles['number']} {...keepable({ kind: 'latent', latent })}>
        {latent}
      </span>
      <span role="gridcell" className={styles['text']}>
        <LabelText label={label} latent={latent} numbered />
      </span>
      <span role="gridcell">
        <IconButton
          icon="close"
          label={`Take latent ${latent} out of ${visibleText(name)}`}
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation()
            onTake(latent)
          }}
        />
      </span>
    </div>
  )
}
