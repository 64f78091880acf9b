import type { ReactNode } from 'react'
import type { ClusterRequest, ClusterResult } from '../../../contract/clusters.ts'
import { ClusterMap } from '../../charts/cluster-map.tsx'
import { useLook } from '../../client/kept-look.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { Facts } from '../../widgets/facts.tsx'
import { formatCount, formatShare } from '../../widgets/format-numbers.ts'
import { Split } from '../../widgets/split.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import { ClusterCard, UnassignedCard } from './cluster-card.tsx'
import { ClusterDocuments } from './cluster-documents.tsx'
import { clusterGuide } from './guide.ts'
import styles from './clusters.module.css'

/** The result: a card for each cluster, the map of all documents, and the documents of the chosen cluster. */
export function ClusterResultView({ result }: { result: ClusterResult }): ReactNode {
  const [chosen, setChosen] = useLook<number | null>('chosen cluster', result, null)
  const open = useWorkbench((state) => state.openDocument)
  const { channel = null } = result.recipe.request as ClusterRequest
  const { map, clusters, unassigned } = result
  const toggle = (id: number) => setChosen(chosen === id ? null : id)
  const cards = (
    // A list that scrolls, also by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['cards']} role="group" aria-label="Clusters" tabIndex={0}>
      {clusters.map((cluster) => (
        <ClusterCard
          key={cluster.id}
          cluster={cluster}
          analysis={result.analysis}
          chosen={chosen === cluster.id}
          onChoose={() => toggle(cluster.id)}
        />
      ))}
      {unassigned > 0 && <UnassignedCard count={unassigned} chosen={chosen === -1} onChoose={() => toggle(-1)} />}
    </div>
  )
  const picture = (
    <ClusterMap
      x={map.x}
      y={map.y}
      cluster={map.cluster}
      names={clusters.map(({ name }) => visibleText(name))}
      chosen={chosen}
      nameOf={(point) =>
        `${visibleText(map.corpora[map.corpus[point] ?? 0] ?? '')}, document ${formatCount((map.ordinal[point] ?? 0) + 1)}`
      }
      onOpen={(point) => open({ corpus: map.corpora[map.corpus[point] ?? 0] ?? '', channel, ordinal: map.ordinal[point] ?? 0 })}
    />
  )
  return (
    <>
      <ClusterFacts result={result} />
      <Split
        name="clusters"
        label="Width of the clusters"
        direction="row"
        share={0.46}
        first={cards}
        second={
          chosen === null ? (
            picture
          ) : (
            <Split
              name="cluster-map"
              label="Height of the map"
              direction="column"
              share={0.5}
              first={picture}
              second={<ClusterDocuments key={chosen} result={result} cluster={chosen} onClose={() => setChosen(null)} />}
            />
          )
        }
      />
    </>
  )
}

const ways = { exact: 'every pair compared', graph: 'nearest neighbours', landmarks: 'landmarks' } as const

function ClusterFacts({ result: { documents, k, mode, unassigned, coverage, axisLatents, recipe } }: { result: ClusterResult }) {
  const { query, k: asked } = recipe.request as ClusterRequest
  return (
    <Facts
      label="The clusters"
      facts={[
        { name: 'Documents', value: formatCount(documents) },
        { name: 'Clusters', value: `${formatCount(k)}${asked === undefined ? ', by the largest gap' : ''}` },
        {
          name: 'Axis',
          value:
            axisLatents.length === 0
              ? 'all latents'
              : `${query === undefined ? '' : `“${visibleText(query)}”, `}${formatCount(axisLatents.length)} ${axisLatents.length === 1 ? 'latent' : 'latents'}`,
          tip: axisLatents
            .slice(0, 12)
            .map(({ latent, label }) => visibleText(label ?? `latent ${latent}`))
            .join('\n'),
        },
        { name: 'Covered', value: formatShare(coverage), tip: 'Documents that have anything on the axis' },
        { name: 'Unassigned', value: formatCount(unassigned), tip: 'Documents with nothing on the axis belong to no cluster' },
        { name: 'By', value: ways[mode], tip: 'How the likeness of documents was worked out' },
      ]}
      guide={clusterGuide}
    />
  )
}
