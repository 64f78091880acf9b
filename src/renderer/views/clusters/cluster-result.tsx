import { type ReactNode, useMemo } from 'react'
import { type Cluster, type ClusterRequest, type ClusterResult, clusterTitle } from '../../../contract/clusters.ts'
import { ClusterMap } from '../../charts/cluster-map.tsx'
import { useLook } from '../../client/kept-look.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { IconButton } from '../../widgets/button.tsx'
import { ComparedByNote } from '../../widgets/compared-by.tsx'
import { Facts } from '../../widgets/facts.tsx'
import { formatCount, formatShare } from '../../widgets/format-numbers.ts'
import { Split } from '../../widgets/split.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import { ClusterCard, UnassignedCard } from './cluster-card.tsx'
import { ClusterDocuments } from './cluster-documents.tsx'
import { clusterGuide } from './guide.ts'
import styles from './clusters.module.css'
import { documentLabels, selectedMembers } from './map-selection.ts'
import { membersOf } from './member-list.ts'
import { NamingBar } from './naming-bar.tsx'
import { SelectionActs } from './selection-acts.tsx'
import { useNaming } from './use-naming.ts'

/** The result: a card for each cluster, the map of all documents, and the documents of the chosen cluster. */
export function ClusterResultView({ result }: { result: ClusterResult }): ReactNode {
  const [chosen, setChosen] = useLook<number | null>('chosen cluster', result, null)
  const open = useWorkbench((state) => state.openDocument)
  const { channel = null } = result.recipe.request as ClusterRequest
  const [selected, setSelected] = useLook<Uint32Array | null>('selection of documents', result, null)
  const { map, unassigned } = result
  const naming = useNaming(result)
  const { clusters, proposals } = naming
  const toggle = (id: number) => {
    setSelected(null)
    setChosen(chosen === id ? null : id)
  }
  const labels = useMemo(() => documentLabels(result), [result])
  const cards = (
    // A list that scrolls, also by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['cards']} role="group" aria-label="Clusters" tabIndex={0}>
      {clusters.map((cluster) => (
        <ClusterCard
          key={cluster.id}
          cluster={cluster}
          analysis={result.analysis}
          proposal={proposals.get(cluster.id)}
          chosen={chosen === cluster.id}
          onChoose={() => toggle(cluster.id)}
          onName={(name) => naming.rename(cluster.id, name)}
          onAccept={naming.accept}
        />
      ))}
      {unassigned > 0 && <UnassignedCard count={unassigned} chosen={chosen === -1} onChoose={() => toggle(-1)} />}
    </div>
  )
  const picture = (
    <ClusterMap
      title={`Map of ${formatCount(map.ordinal.length)} documents of ${map.corpora.map(visibleText).join(', ')}`}
      notes={[
        `${axisOf(result)} Near points have like latents; directions and distances have no unit.`,
        `Lens ${visibleText(result.lens)}, Etalon ${result.recipe.etalon}.`,
      ]}
      x={map.x}
      y={map.y}
      cluster={map.cluster}
      names={clusters.map((cluster) => visibleText(clusterTitle(cluster)))}
      chosen={chosen}
      selected={selected}
      onSelect={setSelected}
      labels={labels}
      nameOf={(point) =>
        `${visibleText(map.corpora[map.corpus[point] ?? 0] ?? '')}, document ${formatCount((map.ordinal[point] ?? 0) + 1)}`
      }
      onOpen={(point) => open({ corpus: map.corpora[map.corpus[point] ?? 0] ?? '', channel, ordinal: map.ordinal[point] ?? 0 })}
    />
  )
  return (
    <>
      <ClusterFacts result={result} />
      <NamingBar naming={naming} />
      <Split
        name="clusters"
        label="Width of the clusters"
        direction="row"
        share={0.46}
        first={cards}
        second={
          chosen === null && selected === null ? (
            picture
          ) : (
            <Split
              name="cluster-map"
              label="Height of the map"
              direction="column"
              share={0.56}
              first={picture}
              second={
                selected !== null ? (
                  <Selected key="selected" result={result} points={selected} channel={channel} onClose={() => setSelected(null)} />
                ) : (
                  <OfCluster
                    key={chosen}
                    result={result}
                    cluster={chosen ?? -1}
                    named={nameOf(clusters, chosen ?? -1)}
                    channel={channel}
                    onClose={() => setChosen(null)}
                  />
                )
              }
            />
          )
        }
      />
    </>
  )
}

type OfClusterProps = {
  readonly result: ClusterResult
  /** -1: unassigned. */
  readonly cluster: number
  /** What it is called; empty without a name of its own. */
  readonly named: string
  readonly channel: string | null
  readonly onClose: () => void
}

function OfCluster({ result, cluster, named, channel, onClose }: OfClusterProps) {
  const members = useMemo(() => membersOf(result, cluster), [result, cluster])
  return (
    <ClusterDocuments
      members={members}
      channel={channel}
      title={cluster < 0 ? 'Unassigned' : `Cluster ${cluster + 1}${named === '' ? '' : `: ${visibleText(named)}`}`}
      aside={`${formatCount(members.length)} documents${cluster < 0 || named !== '' ? '' : ', the most central first'}`}
      actions={<IconButton icon="close" label="Close the documents" onClick={onClose} />}
    />
  )
}

type SelectedProps = Pick<OfClusterProps, 'result' | 'channel' | 'onClose'> & { readonly points: Uint32Array }

function Selected({ result, points, channel, onClose }: SelectedProps) {
  const members = useMemo(() => selectedMembers(result, points), [result, points])
  return (
    <ClusterDocuments
      members={members}
      channel={channel}
      title="Selected"
      aside={`${formatCount(points.length)} / ${formatCount(result.map.ordinal.length)}`}
      actions={<SelectionActs result={result} points={points} onClose={onClose} />}
    />
  )
}

/** The axis as a sentence. */
function axisOf({ axisLatents, recipe }: ClusterResult): string {
  const { query } = recipe.request as ClusterRequest
  if (axisLatents.length === 0) return 'By all latents.'
  return `By ${formatCount(axisLatents.length)} latents${query === undefined ? '' : ` about “${visibleText(query)}”`}.`
}

/** What the documents of a cluster stand under; empty for those without one. */
function nameOf(clusters: readonly Cluster[], chosen: number): string {
  const cluster = clusters.find(({ id }) => id === chosen)
  return cluster?.named?.name ?? ''
}

const ways = { exact: 'every pair compared', graph: 'nearest neighbours', landmarks: 'landmarks' } as const

function ClusterFacts({
  result: { documents, k, mode, unassigned, coverage, axisLatents, compared, recipe },
}: {
  result: ClusterResult
}) {
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
        ...(compared == null
          ? []
          : [
              {
                name: 'Compared by',
                value: <ComparedByNote compared={compared} />,
                tip: 'What compared the words of the axis with labels',
              },
            ]),
        { name: 'Covered', value: formatShare(coverage), tip: 'Documents that have anything on the axis' },
        { name: 'Unassigned', value: formatCount(unassigned), tip: 'Documents with nothing on the axis belong to no cluster' },
        { name: 'By', value: ways[mode], tip: 'How the likeness of documents was worked out' },
      ]}
      guide={clusterGuide}
    />
  )
}
