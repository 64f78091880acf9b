import type { ReactNode } from 'react'
import type { ClusterResult } from '../../../contract/clusters.ts'
import { keepFinding } from '../../client/finding-acts.ts'
import { useKeepable } from '../../client/keeping.ts'
import { Button, IconButton } from '../../widgets/button.tsx'
import { compareSelection, mostExamples, searchLikeSelection } from './map-selection.ts'

type Props = { readonly result: ClusterResult; readonly points: Uint32Array; readonly onClose: () => void }

/** What can be done with the documents selected on the map. */
export function SelectionActs({ result, points, onClose }: Props): ReactNode {
  const { analysis, map } = result
  const isAll = points.length === map.ordinal.length
  const keep = () => {
    if (analysis !== null) void keepFinding({ kind: 'cluster', analysis, points: [...points] })
  }
  useKeepable(analysis === null ? null : keep)
  return (
    <>
      <Button
        icon="compare"
        disabled={isAll}
        data-tip={
          isAll
            ? 'All are selected: there are none to compare with'
            : 'How the selected documents differ from all others of the map'
        }
        onClick={() => compareSelection(result, points)}
      >
        Compare with the rest
      </Button>
      <Button
        icon="search"
        disabled={points.length > mostExamples}
        data-tip={
          points.length > mostExamples
            ? `A search takes at most ${mostExamples} examples: select fewer`
            : 'Other documents with the latents that the selected ones have in common'
        }
        onClick={() => searchLikeSelection(result, points)}
      >
        Search like these
      </Button>
      <Button icon="findings" disabled={analysis === null} data-tip="Keep the selection as a finding (K)" onClick={keep}>
        Keep
      </Button>
      <IconButton icon="close" label="Let the selection go" onClick={onClose} />
    </>
  )
}
