import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import type { Report, ReportFormat } from '../../../contract/findings.ts'
import { download } from '../../client/download.ts'
import { useReport } from '../../client/finding-queries.ts'
import { notify } from '../../client/notices.ts'
import { inFolder, useAbout, useProject } from '../../client/project-queries.ts'
import { Button } from '../../widgets/button.tsx'
import { Dialog } from '../../widgets/dialog.tsx'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { Segmented } from '../../widgets/segmented.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './findings.module.css'

const MarkdownText = lazy(() => import('../../widgets/markdown-text.tsx').then((found) => ({ default: found.MarkdownText })))

/** The report as it will be, as Markdown or as a page, and the two ways to take it away: downloaded, or written where Etalon runs. */
export function ReportDialog({ open, onClose }: { open: boolean; onClose: () => void }): ReactNode {
  return (
    <Dialog title="Report" open={open} onClose={onClose}>
      {open && <Making />}
    </Dialog>
  )
}

const mediaTypes: Readonly<Record<ReportFormat, string>> = { md: 'text/markdown', html: 'text/html' }

function Making() {
  const { mutate, data, error } = useReport()
  const [format, setFormat] = useState<ReportFormat>('md')
  const [view, setView] = useState<'preview' | 'source'>('preview')
  useEffect(() => mutate({ format }), [mutate, format])
  return (
    <>
      <div className={styles['bar']}>
        <Segmented
          label="Format"
          options={[
            { value: 'md', title: 'Markdown', tip: 'For editors and repositories; plots lie in a folder beside the file' },
            {
              value: 'html',
              title: 'HTML page',
              tip: 'One file that any browser shows and prints; nothing is fetched, nothing runs',
            },
          ]}
          value={format}
          onChange={setFormat}
        />
        <Segmented
          label="Shown as"
          options={[
            { value: 'preview', title: 'Preview' },
            { value: 'source', title: 'Source' },
          ]}
          value={view}
          onChange={setView}
        />
        <span className={styles['stretch']} />
        {data !== undefined && (
          <span className={styles['muted']}>
            {data.findings} {data.findings === 1 ? 'finding' : 'findings'}, {data.labels} {data.labels === 1 ? 'label' : 'labels'}{' '}
            of yours
          </span>
        )}
      </div>
      {error !== null ? (
        <ErrorNote error={error} retry={() => mutate({ format })} />
      ) : data?.format !== format || data.text === null ? (
        <Loading label="Writing the report" />
      ) : (
        <>
          <Shown report={data} text={data.text} view={view} />
          <Export key={format} report={data} text={data.text} />
        </>
      )}
    </>
  )
}

function Shown({ report, text, view }: { report: Report; text: string; view: 'preview' | 'source' }) {
  // In a frame of its own without rights: nothing in it runs, or reaches the app.
  if (view === 'preview' && report.format === 'html')
    return <iframe className={styles['page']} title="The report" sandbox="" srcDoc={text} />
  return (
    // A long text scrolls by keyboard only where it can be focused.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['report']} tabIndex={0} role="region" aria-label="The report">
      {view === 'source' ? (
        <pre>
          <PlainText text={text} lines="keep" />
        </pre>
      ) : (
        <Suspense fallback={<Loading />}>
          <MarkdownText markdown={text} headingsFrom={3} />
        </Suspense>
      )}
    </div>
  )
}

function Export({ report: { format }, text }: { report: Report; text: string }) {
  const { data: project } = useProject()
  const { data: about } = useAbout()
  const { mutate, error, isPending } = useReport()
  const name = `${project?.name ?? 'etalon'}-findings.${format}`
  const [typed, setTyped] = useState<string | null>(null)
  const path = typed ?? inFolder(project?.folder ?? '', name)
  const desktop = about?.host === 'desktop'
  const write = () =>
    mutate({ format, out: path.trim() }, { onSuccess: ({ out }) => notify({ text: `The report was written to ${out ?? path}` }) })
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
        <Button
          kind={desktop ? 'plain' : 'primary'}
          icon="export"
          data-tip={format === 'md' ? 'One file; plots are inside it, which not every editor shows' : undefined}
          onClick={() => download(name, new Blob([text], { type: `${mediaTypes[format]};charset=utf-8` }))}
        >
          Download
        </Button>
      </div>
    </form>
  )
}
