import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { useReport } from '../../client/finding-queries.ts'
import { notify } from '../../client/notices.ts'
import { useAbout, useProject } from '../../client/project-queries.ts'
import { Button } from '../../widgets/button.tsx'
import { Dialog } from '../../widgets/dialog.tsx'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { Segmented } from '../../widgets/segmented.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { download } from './download.ts'
import styles from './findings.module.css'

const MarkdownText = lazy(() => import('../../widgets/markdown-text.tsx').then((found) => ({ default: found.MarkdownText })))

/** The report as it will be, and the two ways to take it away: as a download, or written to a file where Etalon runs. */
export function ReportDialog({ open, onClose }: { open: boolean; onClose: () => void }): ReactNode {
  return (
    <Dialog title="Report" open={open} onClose={onClose}>
      {open && <Report />}
    </Dialog>
  )
}

function Report() {
  const { mutate, data, error } = useReport()
  const [view, setView] = useState<'preview' | 'source'>('preview')
  useEffect(() => mutate({}), [mutate])
  if (error !== null) return <ErrorNote error={error} retry={() => mutate({})} />
  if (data === undefined) return <Loading label="Writing the report" />
  return (
    <>
      <div className={styles['bar']}>
        <Segmented
          label="Shown as"
          options={[
            { value: 'preview', title: 'Preview' },
            { value: 'source', title: 'Markdown' },
          ]}
          value={view}
          onChange={setView}
        />
        <span className={styles['muted']}>
          {data.findings} {data.findings === 1 ? 'finding' : 'findings'}, {data.labels} {data.labels === 1 ? 'label' : 'labels'} of
          yours
        </span>
      </div>
      {/* A long text scrolls by keyboard only where it can be focused. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles['report']} tabIndex={0} role="region" aria-label="The report">
        {view === 'source' ? (
          <pre>
            <PlainText text={data.markdown} lines="keep" />
          </pre>
        ) : (
          <Suspense fallback={<Loading />}>
            <MarkdownText markdown={data.markdown} headingsFrom={3} />
          </Suspense>
        )}
      </div>
      <Export markdown={data.markdown} />
    </>
  )
}

function Export({ markdown }: { markdown: string }) {
  const { data: project } = useProject()
  const { data: about } = useAbout()
  const { mutate, error, isPending } = useReport()
  const name = `${project?.name ?? 'etalon'}-findings.md`
  const [typed, setTyped] = useState<string | null>(null)
  const separator = project?.folder.includes('\\') === true ? '\\' : '/'
  const path = typed ?? `${project?.folder ?? ''}${separator}${name}`
  const desktop = about?.host === 'desktop'
  const write = () =>
    mutate({ out: path }, { onSuccess: ({ out }) => notify({ text: `The report was written to ${out ?? path}` }) })
  return (
    <form
      className={styles['export']}
      onSubmit={(event) => {
        event.preventDefault()
        write()
      }}
    >
      {error !== null && <ErrorNote error={error} />}
      <label htmlFor="report-path">{desktop ? 'Write to' : 'Write to a file on the machine that runs Etalon'}</label>
      <div>
        <input id="report-path" value={path} spellCheck={false} onChange={(event) => setTyped(event.target.value)} />
        <Button type="submit" kind={desktop ? 'primary' : 'plain'} disabled={isPending || path.trim() === ''}>
          Write
        </Button>
        <Button kind={desktop ? 'plain' : 'primary'} icon="export" onClick={() => download(name, markdown)}>
          Download
        </Button>
      </div>
    </form>
  )
}
