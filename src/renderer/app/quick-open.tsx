import { type ReactNode, useState } from 'react'
import type { Found } from '../../contract/find.ts'
import { openRecorded, screenOf } from '../client/analysis-runs.ts'
import { useFound } from '../client/find-queries.ts'
import { useProject, useRecent, useOpenProject } from '../client/project-queries.ts'
import { inList } from '../client/view.ts'
import { workbench } from '../client/workbench.ts'
import { Dialog } from '../widgets/dialog.tsx'
import { formatCount, formatWhen } from '../widgets/format-numbers.ts'
import type { IconName } from '../widgets/icon.tsx'
import { LabelText } from '../widgets/label-text.tsx'
import { PlainText } from '../widgets/visible-parts.tsx'
import { notifyError } from '../client/notices.ts'
import { closeOverlay, useOverlay } from './overlays.ts'
import styles from './palette.module.css'
import { type Choice, Picker } from './picker.tsx'

/** Goes to a latent, document, corpus, list, analysis or finding by some letters of it; without a project to one that was open before. */
export function QuickOpen(): ReactNode {
  const open = useOverlay((state) => state.open === 'quick-open')
  const { data: project } = useProject()
  return (
    <Dialog title="Go to" open={open} onClose={closeOverlay} bare>
      {project == null ? <Projects /> : <Things />}
    </Dialog>
  )
}

function Things() {
  const [text, setText] = useState('')
  const { found, pending } = useFound(text, true)
  return (
    <Picker
      label="Go to"
      placeholder="Latent, document, corpus, list, analysis or finding"
      text={text}
      onText={setText}
      choices={found.map(choiceOf)}
      none={
        pending
          ? 'Looking…'
          : text.trim() === ''
            ? 'Type a number or words of a label for a latent, an id or words for a document, or any name.'
            : 'Nothing has such a name, and no document has all these words.'
      }
      busy={pending}
      tabs
    />
  )
}

function Projects() {
  const [text, setText] = useState('')
  const { data: recent = [] } = useRecent()
  const open = useOpenProject()
  const fits = recent.filter(({ folder, exists }) => exists && folder.toLowerCase().includes(text.trim().toLowerCase()))
  return (
    <Picker
      label="Go to"
      placeholder="A project that was open before"
      text={text}
      onText={setText}
      choices={fits.map(({ folder, name, openedAt }) => ({
        key: folder,
        part: 'Projects',
        icon: 'folder',
        title: <PlainText text={name} />,
        aside: <Aside text={formatWhen(openedAt)} />,
        run: () => open.mutate(folder, { onError: notifyError }),
      }))}
      none="No project that was open before has such a name."
    />
  )
}

const parts: Readonly<Record<Found['kind'], { readonly part: string; readonly icon: IconName }>> = {
  latent: { part: 'Latents', icon: 'latents' },
  document: { part: 'Documents', icon: 'document' },
  corpus: { part: 'Corpora', icon: 'corpora' },
  analysis: { part: 'Analyses', icon: 'analyses' },
  finding: { part: 'Findings', icon: 'findings' },
  list: { part: 'Lists', icon: 'lists' },
}

function choiceOf(found: Found): Choice {
  return { ...parts[found.kind], ...shown(found), run: () => goTo(found) }
}

function shown(found: Found): Pick<Choice, 'key' | 'title' | 'aside'> {
  switch (found.kind) {
    case 'latent':
      return {
        key: `latent ${found.latent}`,
        title: <LabelText label={found.label} latent={found.latent} />,
        aside: <Aside text={String(found.latent)} />,
      }
    case 'document':
      return {
        key: `document ${found.corpus} ${found.ordinal}`,
        title: (
          <>
            <PlainText text={found.id} /> <Aside text={found.excerpt} />
          </>
        ),
        aside: <Aside text={found.corpus} />,
      }
    case 'corpus':
      return {
        key: `corpus ${found.name}`,
        title: <PlainText text={found.name} />,
        aside: <Aside text={counted(found.documents, 'document')} />,
      }
    case 'list':
      return {
        key: `list ${found.name}`,
        title: <PlainText text={found.name} />,
        aside: <Aside text={counted(found.latents, 'latent')} />,
      }
    case 'analysis':
      return {
        key: `analysis ${found.id}`,
        title: <PlainText text={found.title} />,
        aside: <Aside text={formatWhen(found.ranAt)} />,
      }
    case 'finding':
      return { key: `finding ${found.id}`, title: <PlainText text={found.title} /> }
  }
}

const counted = (count: number, what: string) => `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`

function Aside({ text }: { text: string }) {
  return (
    <span className={styles['group']}>
      <PlainText text={text} />
    </span>
  )
}

function goTo(found: Found): void {
  const { put, show, selectLatent, openDocument } = workbench.getState()
  switch (found.kind) {
    case 'latent':
      selectLatent(found.latent)
      return show('latents')
    case 'document':
      return openDocument({ corpus: found.corpus, channel: found.channel, ordinal: found.ordinal })
    case 'corpus':
      return put({ corpus: found.name, activity: 'corpora' })
    case 'list':
      return put({ collection: inList(found.name), activity: 'lists' })
    case 'analysis':
      show(screenOf(found.analysis))
      return openRecorded(screenOf(found.analysis), found.id)
    case 'finding':
      return show('findings')
  }
}
