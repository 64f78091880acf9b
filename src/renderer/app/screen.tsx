import { type ReactNode, Suspense } from 'react'
import type { CorpusSummary } from '../../contract/corpora.ts'
import { useWorkbench } from '../client/workbench.ts'
import { Button } from '../widgets/button.tsx'
import { EmptyState, Loading } from '../widgets/empty-state.tsx'
import { AnalysesScreen } from './analyses-screen.tsx'
import { CompareScreen } from './compare-screen.tsx'
import { LatentsScreen } from './latents-screen.tsx'
import {
  CorporaView,
  DocumentView,
  FindingsView,
  LensesView,
  ListsView,
  ModelsView,
  ReviewView,
  TextsView,
  TryItView,
} from './lazy-views.ts'
import { NextStep } from './next-step.tsx'

/** The screen of the chosen activity. */
export function Screen({ corpora }: { corpora: readonly CorpusSummary[] | undefined }): ReactNode {
  if (corpora === undefined) return <Loading label="Opening the project" />
  return (
    <Suspense fallback={<Loading />}>
      <ChosenScreen corpora={corpora} />
    </Suspense>
  )
}

function ChosenScreen({ corpora }: { corpora: readonly CorpusSummary[] }) {
  const activity = useWorkbench((state) => state.activity)
  const document = useWorkbench((state) => state.document)
  const show = useWorkbench((state) => state.show)
  switch (activity) {
    case 'corpora':
      return <CorporaView corpora={corpora} />
    case 'compare':
      return <CompareScreen corpora={corpora} />
    case 'latents':
      return <LatentsScreen corpora={corpora} />
    case 'document':
      return document === null ? (
        <EmptyState title="No document is open" action={<Button onClick={() => show('compare')}>Show the documents</Button>}>
          Click a document in a list, or an example of a latent, to read it whole with its tokens and strongest latents.
        </EmptyState>
      ) : document.against === undefined ? (
        <DocumentView document={document} />
      ) : (
        <TextsView document={{ ...document, against: document.against }} />
      )
    case 'differences':
    case 'correlations':
    case 'clusters':
    case 'search':
      return <AnalysesScreen key={activity} screen={activity} corpora={corpora} />
    case 'lists':
      return <ListsView />
    case 'lenses':
      return <LensesView />
    case 'models':
      return <ModelsView />
    case 'findings':
      return <FindingsView />
    case 'review':
      return corpora.some(({ encodings }) => encodings.length > 0) ? <ReviewView /> : <NextStep corpora={corpora} />
    case 'try':
      return corpora.some(({ encodings }) => encodings.length > 0) ? <TryItView /> : <NextStep corpora={corpora} />
  }
}
