import { type ReactNode, useRef, useState } from 'react'
import type { CorpusSummary } from '../../contract/corpora.ts'
import { useDesk } from '../client/desk-state.ts'
import { allTabs, type Group, type Tab } from '../client/desk.ts'
import { TabContext } from '../client/tab-context.ts'
import { desk, useWorkbench } from '../client/workbench.ts'
import { Split } from '../widgets/split.tsx'
import { KeptScrollArea } from './kept-scroll-area.tsx'
import { Screen } from './screen.tsx'
import { panelId, tabId } from './tab-commands.ts'
import { droppedTab, isTabDrag } from './tab-drag.ts'
import { TabStrip } from './tab-strip.tsx'
import styles from './tabs.module.css'
import { useDropTarget } from './use-drop-target.ts'
import { ViewBoundary } from './view-boundary.tsx'

type Corpora = readonly CorpusSummary[] | undefined

/** The open tabs: one group of them, or two side by side. Only what is shown is mounted. */
export function TabGroups({ corpora }: { corpora: Corpora }): ReactNode {
  const groups = useDesk((state) => state.groups)
  const [left, right] = groups
  if (left === undefined) return null
  return (
    <Split
      name="groups"
      label="Width of the left side"
      direction="row"
      share={0.5}
      first={<TabGroup group={left} index={0} corpora={corpora} />}
      second={right === undefined ? null : <TabGroup group={right} index={1} corpora={corpora} />}
    />
  )
}

function TabGroup({ group, index, corpora }: { group: Group; index: number; corpora: Corpora }) {
  const groups = useDesk((state) => state.groups.length)
  const atWork = useDesk((state) => state.focus === index)
  const last = useDesk((state) => allTabs(state).length < 2)
  const [drop, setDrop] = useState<'here' | 'right' | null>(null)
  const panel = useRef<HTMLDivElement>(null)
  const tab = group.tabs.find(({ id }) => id === group.shown)
  const work = () => desk.focus(index)

  const sideOf = ({ clientX }: DragEvent) => {
    const { left, width } = panel.current?.getBoundingClientRect() ?? { left: 0, width: 0 }
    return groups > 1 ? 'here' : clientX > left + width / 2 ? 'right' : null
  }
  useDropTarget(panel, {
    over(event) {
      const side = isTabDrag(event) ? sideOf(event) : null
      setDrop(side)
      return side !== null
    },
    leave: () => setDrop(null),
    drop(event) {
      const side = sideOf(event)
      const dropped = droppedTab(event)
      if (dropped === null || side === null) return false
      desk.moveTo(dropped, side === 'right' ? 1 : index, side === 'right' ? 0 : group.tabs.length)
      return true
    },
  })

  return (
    <section
      className={styles['group']}
      aria-label={groups === 1 ? 'Tabs' : index === 0 ? 'Left side' : 'Right side'}
      data-group={index}
      onPointerDownCapture={work}
      onFocusCapture={work}
    >
      <TabStrip group={group} index={index} groups={groups} atWork={groups > 1 && atWork} keepsLast={last} />
      {tab !== undefined && (
        <div
          ref={panel}
          className={styles['panel']}
          role="tabpanel"
          id={panelId(tab.id)}
          aria-labelledby={tabId(tab.id)}
          data-drop={drop}
        >
          <TabContext key={tab.id} value={tab.id}>
            <TabBody tab={tab} corpora={corpora} />
          </TabContext>
        </div>
      )}
    </section>
  )
}

function TabBody({ tab, corpora }: { tab: Tab; corpora: Corpora }) {
  const { activity, document, results } = tab.view
  const show = useWorkbench((state) => state.show)
  const result = activity in results ? results[activity as keyof typeof results] : undefined
  const place = [activity, activity === 'document' ? `${document?.corpus}/${document?.ordinal}` : result].filter(Boolean).join('/')
  const isStart = activity === 'corpora'
  return (
    <ViewBoundary
      place={place}
      unharmed="The other tabs go on, and nothing that was saved is lost."
      leave={{ title: isStart ? 'Compare' : 'Show the corpora', go: () => show(isStart ? 'compare' : 'corpora') }}
    >
      <KeptScrollArea place={place}>
        <Screen corpora={corpora} />
      </KeptScrollArea>
    </ViewBoundary>
  )
}
