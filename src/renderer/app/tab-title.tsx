import type { ReactNode } from 'react'
import { useRecorded } from '../client/analyses-queries.ts'
import { useDocumentId } from '../client/document-queries.ts'
import { useLatent } from '../client/latent-queries.ts'
import { analysisScreens, listOf } from '../client/view.ts'
import { type AnalysisScreen, useWorkbench } from '../client/workbench.ts'
import { Icon, type IconName } from '../widgets/icon.tsx'
import { visibleText } from '../widgets/visible-text.ts'
import { analysisTitles } from './analyses-screen.tsx'
import { railTitles } from './rail.tsx'
import styles from './tabs.module.css'

/** What the tab shows in which it stands: a sign, and as few words as tell it from others. */
export function TabTitle(): ReactNode {
  const activity = useWorkbench((state) => state.activity)
  const isPage = useWorkbench((state) => state.activity === 'latents' && state.filling === 'page' && state.latent !== null)
  const screen = analysisScreens.find((each) => each === activity)
  if (screen !== undefined) return <AnalysisTitle screen={screen} />
  if (isPage) return <LatentTitle />
  if (activity === 'document') return <DocumentTitle />
  return <PlainTitle />
}

function Title({ icon, text }: { icon: IconName; text: string }) {
  return (
    <>
      <Icon name={icon} size={13} />
      <span className={styles['title']}>{visibleText(text)}</span>
    </>
  )
}

function PlainTitle() {
  const activity = useWorkbench((state) => state.activity)
  const corpus = useWorkbench((state) => state.corpus)
  const list = useWorkbench((state) => listOf(state.collection))
  const { title, icon } = railTitles.find(({ id }) => id === activity) ?? { title: activity, icon: 'document' as const }
  const named = activity === 'corpora' ? corpus : activity === 'lists' ? list : null
  return <Title icon={icon} text={named ?? title} />
}

function LatentTitle() {
  const latent = useWorkbench((state) => state.latent) ?? 0
  const { data } = useLatent(latent, true)
  const label = data?.label?.text.split('\n', 1)[0]
  return <Title icon="latents" text={label === undefined ? `Latent ${latent}` : `${latent} ${label}`} />
}

function DocumentTitle() {
  const document = useWorkbench((state) => state.document)
  const id = useDocumentId(document)
  return <Title icon="document" text={document === null ? 'Document' : (id ?? document.corpus)} />
}

function AnalysisTitle({ screen }: { screen: AnalysisScreen }) {
  const result = useWorkbench((state) => state.results[screen])
  const recorded = useRecorded(screen).find(({ id }) => id === result)
  return <Title icon="analyses" text={recorded?.title ?? analysisTitles.find(({ id }) => id === screen)?.title ?? ''} />
}
