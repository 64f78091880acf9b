import { type ReactNode, useState } from 'react'
import type { Finding } from '../../../contract/findings.ts'
import { useCommands } from '../../client/commands.ts'
import { moveFinding } from '../../client/finding-acts.ts'
import { useFindings } from '../../client/finding-queries.ts'
import { useProject } from '../../client/project-queries.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { Button } from '../../widgets/button.tsx'
import { EmptyState, ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { Panel } from '../../widgets/panel.tsx'
import { FindingItem } from './finding-item.tsx'
import styles from './findings.module.css'
import { ReportDialog } from './report-dialog.tsx'

/** The notebook: what was kept, with notes, in the order of the report. */
export function FindingsView(): ReactNode {
  const { data: project } = useProject()
  const { data: findings, error, refetch } = useFindings()
  const [reporting, setReporting] = useState(false)
  const show = useWorkbench((state) => state.show)
  useCommands([
    { id: 'findings.report', title: 'Preview and export the report', group: 'Findings', keys: 'r', run: () => setReporting(true) },
  ])
  return (
    <Panel
      title="Findings"
      aside={findings !== undefined && findings.length > 0 && `${findings.length} kept, in the order of the report`}
      actions={
        <Button icon="export" onClick={() => setReporting(true)}>
          Report
        </Button>
      }
    >
      {error !== null ? (
        <ErrorNote error={error} retry={refetch} />
      ) : findings === undefined || project == null ? (
        <Loading label="Loading findings" />
      ) : findings.length === 0 ? (
        <EmptyState title="Nothing kept yet" action={<Button onClick={() => show('compare')}>Show the latents</Button>}>
          Keep a latent, an example or a document with the bookmark beside it: here you add notes, and take a report away.
        </EmptyState>
      ) : (
        <List project={project.folder} findings={findings} />
      )}
      <ReportDialog open={reporting} onClose={() => setReporting(false)} />
    </Panel>
  )
}

function List({ project, findings }: { project: string; findings: readonly Finding[] }) {
  const [dragged, setDragged] = useState<number | null>(null)
  /** The place something dragged would take: before this finding, null at the end. */
  const [target, setTarget] = useState<number | null | undefined>()
  const idAt = (index: number) => findings[index]?.id ?? null
  const move = (id: number, before: number | null) => {
    const back = idAt(findings.findIndex((each) => each.id === id) + 1)
    if (before !== id && before !== back) void moveFinding(id, before, back)
  }
  const drop = () => {
    if (dragged !== null && target !== undefined) move(dragged, target)
    setDragged(null)
    setTarget(undefined)
  }
  return (
    <ol className={styles['list']}>
      {findings.map((finding, index) => (
        // A place to drop on; by keyboard the arrows of each finding do the same.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
        <li
          key={finding.id}
          data-dragged={dragged === finding.id}
          data-target={dragged !== null && target === finding.id}
          data-after={dragged !== null && target === null && index === findings.length - 1}
          onDragOver={(event) => {
            if (dragged === null) return
            event.preventDefault()
            const { top, height } = event.currentTarget.getBoundingClientRect()
            setTarget(event.clientY < top + height / 2 ? finding.id : idAt(index + 1))
          }}
          onDrop={(event) => {
            event.preventDefault()
            drop()
          }}
        >
          <FindingItem
            project={project}
            finding={finding}
            number={index + 1}
            count={findings.length}
            onUp={() => move(finding.id, idAt(index - 1))}
            onDown={() => move(finding.id, idAt(index + 2))}
            onDrag={(on) => {
              setDragged(on ? finding.id : null)
              if (!on) setTarget(undefined)
            }}
          />
        </li>
      ))}
    </ol>
  )
}
