import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { Group, Tab } from '../client/desk.ts'
import { TabContext } from '../client/tab-context.ts'
import { desk } from '../client/workbench.ts'
import { IconButton } from '../widgets/button.tsx'
import { Icon } from '../widgets/icon.tsx'
import { panelId, tabId } from './tab-commands.ts'
import { droppedTab, isTabDrag, startTabDrag } from './tab-drag.ts'
import { TabTitle } from './tab-title.tsx'
import styles from './tabs.module.css'
import { useDropTarget } from './use-drop-target.ts'

type Props = {
  readonly group: Group
  /** Its place among the groups, of how many. */
  readonly index: number
  readonly groups: number
  readonly atWork: boolean
  /** Whether the last tab of all is among them: it stays. */
  readonly keepsLast: boolean
}

/** The tabs of a group. Arrows go from tab to tab, with Shift they move it, Delete closes it. */
export function TabStrip({ group, index, groups, atWork, keepsLast }: Props): ReactNode {
  const [dropAt, setDropAt] = useState<number | null>(null)
  const strip = useRef<HTMLDivElement>(null)
  const { tabs, shown } = group
  useEffect(() => {
    strip.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [shown])

  const placeAt = (x: number, without: number | null) =>
    [...(strip.current?.querySelectorAll<HTMLElement>('[data-tab]') ?? [])].filter((each) => {
      const { left, width } = each.getBoundingClientRect()
      return Number(each.dataset['tab']) !== without && left + width / 2 < x
    }).length
  useDropTarget(strip, {
    over(event) {
      if (!isTabDrag(event)) return false
      setDropAt(placeAt(event.clientX, null))
      return true
    },
    leave: () => setDropAt(null),
    drop(event) {
      const tab = droppedTab(event)
      if (tab === null) return false
      desk.moveTo(tab, index, placeAt(event.clientX, tab))
      return true
    },
  })
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ id }) => id === shown)
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Delete') desk.close(shown)
    else if (event.key === 'Home') desk.show(tabs[0]?.id ?? shown)
    else if (event.key === 'End') desk.show(tabs.at(-1)?.id ?? shown)
    else if (step === undefined) return
    else if (event.shiftKey) desk.moveTo(shown, index, Math.max(0, at + step))
    else desk.show(tabs.at((at + step) % tabs.length)?.id ?? shown)
    event.preventDefault()
    // The tab that is shown then has the focus.
    requestAnimationFrame(() => strip.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus())
  }

  return (
    <div className={styles['bar']} data-at-work={atWork}>
      <div
        ref={strip}
        className={styles['strip']}
        role="tablist"
        aria-label={groups === 1 ? 'Open tabs' : index === 0 ? 'Open tabs on the left' : 'Open tabs on the right'}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        {tabs.map((tab, place) => (
          <StripTab
            key={tab.id}
            tab={tab}
            shown={tab.id === shown}
            drop={dropAt === place ? 'before' : dropAt === tabs.length && place === tabs.length - 1 ? 'after' : undefined}
            closable={!keepsLast}
          />
        ))}
      </div>
      <IconButton icon="plus" label="New tab" onClick={() => desk.open()} />
      <IconButton
        icon={groups === 1 ? 'split' : 'swap'}
        label={groups === 1 ? 'Split: show this tab beside itself' : 'Move this tab to the other side'}
        onClick={() => desk.split()}
      />
    </div>
  )
}

type StripTabProps = {
  readonly tab: Tab
  readonly shown: boolean
  readonly drop: 'before' | 'after' | undefined
  readonly closable: boolean
}

function StripTab({ tab: { id }, shown, drop, closable }: StripTabProps) {
  const onMouseDown = (event: MouseEvent) => {
    if (event.button === 1) event.preventDefault()
  }
  return (
    <div
      className={styles['tab']}
      role="presentation"
      data-tab={id}
      data-shown={shown}
      data-drop={drop}
      draggable
      onDragStart={(event) => startTabDrag(event, id)}
      onMouseDown={onMouseDown}
      onAuxClick={() => desk.close(id)}
    >
      <button
        type="button"
        role="tab"
        id={tabId(id)}
        aria-selected={shown}
        aria-controls={shown ? panelId(id) : undefined}
        tabIndex={shown ? 0 : -1}
        onClick={() => desk.show(id)}
      >
        <TabContext value={id}>
          <TabTitle />
        </TabContext>
      </button>
      {/* With keys it is Delete: a tab list holds tabs only. */}
      {closable && (
        <button
          type="button"
          className={styles['close']}
          aria-hidden="true"
          tabIndex={-1}
          data-tip="Close"
          onClick={() => desk.close(id)}
        >
          <Icon name="close" size={11} />
        </button>
      )}
    </div>
  )
}
