import { type KeyboardEvent, type ReactNode, useState } from 'react'
import type { ListedFinding } from '../../../contract/findings.ts'
import { moveFinding } from '../../client/finding-acts.ts'
import { FindingItem } from './finding-item.tsx'
import styles from './findings.module.css'
import type { Handling } from './item-frame.tsx'
import type { Numbered } from './listed-under.ts'
import { SectionItem } from './section-item.tsx'

type Props = {
  readonly project: string
  readonly findings: readonly ListedFinding[]
  readonly listed: readonly Numbered[]
  /** Then nothing is moved: what stands between is not in sight. */
  readonly isFiltered: boolean
  /** A section that was just made: its title is to be written. */
  readonly added: number | null
  readonly folded: ReadonlySet<number>
  readonly onFold: (id: number, folded: boolean) => void
  /** A new section before a finding. */
  readonly onSection: (before: number) => void
}

/** Findings and sections, moved by dragging, by buttons, or with Alt and the arrows. */
export function Notebook({ project, findings, listed, isFiltered, added, folded, onFold, onSection }: Props): ReactNode {
  const [dragged, setDragged] = useState<number | null>(null)
  /** The place something dragged would take: before this finding, null at the end. */
  const [target, setTarget] = useState<number | null | undefined>()
  const idAt = (index: number) => findings[index]?.id ?? null
  const move = (id: number, before: number | null) => {
    const back = idAt(findings.findIndex((each) => each.id === id) + 1)
    if (!isFiltered && before !== id && before !== back) void moveFinding(id, before, back)
  }
  const drop = () => {
    if (dragged !== null && target !== undefined) move(dragged, target)
    setDragged(null)
    setTarget(undefined)
  }
  return (
    <ol className={styles['list']}>
      {listed.map(({ finding, number }) => {
        const { id } = finding
        const index = findings.indexOf(finding)
        const up = index === 0 ? undefined : () => move(id, idAt(index - 1))
        const down = index === findings.length - 1 ? undefined : () => move(id, idAt(index + 2))
        const handling: Handling = {
          name: nameOf(finding, number),
          up: isFiltered ? undefined : up,
          down: isFiltered ? undefined : down,
          isFiltered,
          onDrag: (on) => {
            setDragged(on ? id : null)
            if (!on) setTarget(undefined)
          },
          onSection: () => onSection(id),
        }
        const byKey = (event: KeyboardEvent) => {
          const run = event.key === 'ArrowUp' ? handling.up : event.key === 'ArrowDown' ? handling.down : undefined
          if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || run === undefined) return
          event.preventDefault()
          run()
        }
        return (
          // A place to drop on; by keyboard the arrows of each finding do the same.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
          <li
            key={id}
            id={`finding-${id}`}
            data-dragged={dragged === id}
            data-target={dragged !== null && target === id}
            data-after={dragged !== null && target === null && index === findings.length - 1}
            onKeyDown={byKey}
            onDragOver={(event) => {
              if (dragged === null) return
              event.preventDefault()
              const { top, height } = event.currentTarget.getBoundingClientRect()
              setTarget(event.clientY < top + height / 2 ? id : idAt(index + 1))
            }}
            onDrop={(event) => {
              event.preventDefault()
              drop()
            }}
          >
            {number === null ? (
              <SectionItem project={project} section={finding} handling={handling} isNew={added === id} />
            ) : (
              <FindingItem
                project={project}
                finding={finding}
                number={number}
                sameAs={numberOf(findings, finding.sameAs)}
                handling={handling}
                folded={folded.has(id)}
                onFold={(on) => onFold(id, on)}
              />
            )}
          </li>
        )
      })}
    </ol>
  )
}

const nameOf = ({ title }: ListedFinding, number: number | null) =>
  number === null ? `section ${title.trim() === '' ? 'without a title' : title}` : `finding ${number}`

/** The earlier finding about the same, with its number in the report. */
function numberOf(findings: readonly ListedFinding[], id: number | null): { readonly id: number; readonly number: number } | null {
  const kept = findings.filter(({ kind }) => kind !== 'section')
  const at = kept.findIndex((each) => each.id === id)
  return id === null || at < 0 ? null : { id, number: at + 1 }
}
