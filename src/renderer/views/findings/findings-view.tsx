import { type ReactNode, useRef, useState } from 'react'
import { type FindingKind, findingKinds } from '../../../contract/findings.ts'
import { useCommands } from '../../client/commands.ts'
import { addSection } from '../../client/finding-acts.ts'
import { useFindings } from '../../client/finding-queries.ts'
import { useLook } from '../../client/kept-look.ts'
import { useProject } from '../../client/project-queries.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { Button } from '../../widgets/button.tsx'
import { EmptyState, ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { SearchField, Select } from '../../widgets/fields.tsx'
import { Panel } from '../../widgets/panel.tsx'
import { TablesDialog } from '../../widgets/tables-dialog.tsx'
import { kindTitles } from './kind-titles.ts'
import { listedUnder, type Shown } from './listed-under.ts'
import styles from './findings.module.css'
import { Notebook } from './notebook.tsx'
import { ReportDialog } from './report-dialog.tsx'

const noneFolded: ReadonlySet<number> = new Set()
const allShown: Shown = { words: '', kind: 'all' }

/** The notebook: what was kept, with notes and sections, in the order of the report. */
export function FindingsView(): ReactNode {
  const { data: project } = useProject()
  const { data: findings, error, refetch } = useFindings()
  const [open, setOpen] = useState<'report' | 'tables' | null>(null)
  const [shown, setShown] = useLook('shown findings', null, allShown)
  const [folded, setFolded] = useLook('folded findings', null, noneFolded)
  const [added, setAdded] = useState<number | null>(null)
  const search = useRef<HTMLInputElement>(null)
  const show = useWorkbench((state) => state.show)
  const kept = findings?.filter(({ kind }) => kind !== 'section') ?? []
  const listed = listedUnder(findings ?? [], shown)
  const isFiltered = shown.words.trim() !== '' || shown.kind !== 'all'
  const allFolded = kept.length > 0 && kept.every(({ id }) => folded.has(id))
  const fold = () => setFolded(allFolded ? noneFolded : new Set(kept.map(({ id }) => id)))
  const newSection = (before: number | null) => void addSection(before).then(setAdded)
  useCommands([
    { id: 'findings.report', run: () => setOpen('report') },
    { id: 'findings.tables', run: () => setOpen('tables') },
    { id: 'findings.section', run: () => newSection(null) },
    { id: 'findings.search', run: () => search.current?.focus() },
    { id: 'findings.fold', run: fold },
  ])
  return (
    <Panel
      title="Findings"
      aside={
        kept.length > 0 &&
        (isFiltered
          ? `${listed.filter(({ number }) => number !== null).length} / ${kept.length}`
          : `${kept.length} kept, in the order of the report`)
      }
      actions={
        <>
          <Button kind="quiet" icon="plus" onClick={() => newSection(null)}>
            Section
          </Button>
          <Button kind="quiet" icon="export" onClick={() => setOpen('tables')}>
            Tables…
          </Button>
          <Button icon="export" onClick={() => setOpen('report')}>
            Report
          </Button>
        </>
      }
    >
      {error !== null ? (
        <ErrorNote error={error} retry={refetch} />
      ) : findings === undefined || project == null ? (
        <Loading label="Loading findings" />
      ) : findings.length === 0 ? (
        <EmptyState title="Nothing kept yet" action={<Button onClick={() => show('compare')}>Show the latents</Button>}>
          Press K, or the bookmark beside it, to keep a latent, an example, a document, a row of an analysis or a whole one: here
          you order them, add notes and sections, and take a report away.
        </EmptyState>
      ) : (
        <>
          <div className={styles['filter']}>
            <SearchField
              ref={search}
              label="Search the findings"
              placeholder="Search titles, notes, evidence"
              value={shown.words}
              onChange={(words) => setShown({ ...shown, words })}
            />
            <Select
              label="Kind of finding"
              value={shown.kind}
              options={[
                { value: 'all', title: 'All kinds' },
                { value: 'stale', title: 'Changed since' },
                ...findingKinds
                  .filter((kind) => findings.some((each) => each.kind === kind))
                  .map((kind: FindingKind) => ({ value: kind, title: kindTitles[kind] })),
              ]}
              onChange={(kind) => setShown({ ...shown, kind })}
            />
            <span className={styles['stretch']} />
            <Button kind="quiet" onClick={fold}>
              {allFolded ? 'Unfold all' : 'Fold all'}
            </Button>
          </div>
          {listed.length === 0 ? (
            <EmptyState title="No finding fits" action={<Button onClick={() => setShown(allShown)}>Show all</Button>}>
              None has these words in its title, its note or its evidence.
            </EmptyState>
          ) : (
            <Notebook
              project={project.folder}
              findings={findings}
              listed={listed}
              isFiltered={isFiltered}
              added={added}
              folded={folded}
              onFold={(id, on) => setFolded((before) => new Set(on ? [...before, id] : [...before].filter((each) => each !== id)))}
              onSection={newSection}
            />
          )}
        </>
      )}
      <ReportDialog open={open === 'report'} onClose={() => setOpen(null)} />
      <TablesDialog open={open === 'tables'} analyses={null} onClose={() => setOpen(null)} />
    </Panel>
  )
}
