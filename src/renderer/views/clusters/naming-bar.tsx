import type { ReactNode } from 'react'
import { counted } from '../../client/model-words.ts'
import { Button, IconButton } from '../../widgets/button.tsx'
import { ErrorNote } from '../../widgets/empty-state.tsx'
import { Select } from '../../widgets/fields.tsx'
import { formatCount, formatShare, formatWhen } from '../../widgets/format-numbers.ts'
import { OpenRun } from '../../widgets/open-run.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import resultBar from '../../widgets/result-bar.module.css'
import styles from './clusters.module.css'
import { openProposals } from './proposals.ts'
import type { Naming } from './use-naming.ts'

/** Where names are asked for: runs under way or stopped, and what the shown one came to. */
export function NamingBar({ naming }: { naming: Naming }): ReactNode {
  const { open, error, retry, hindered, ask } = naming
  return (
    <>
      {open.map((run) => (
        <OpenRun key={run.run} run={run} />
      ))}
      {error !== null && <ErrorNote error={error} retry={retry} />}
      <div className={`${resultBar['bar']} ${styles['naming']}`}>
        <Proposed naming={naming} />
        <Button
          icon="models"
          disabled={hindered !== null}
          data-tip={hindered ?? 'From the latents and documents of each cluster. First you see what is sent where'}
          onClick={ask}
        >
          Name with a language model…
        </Button>
      </div>
    </>
  )
}

/** What the shown run proposed on the whole, and the button that takes all of it over. */
function Proposed({ naming: { ended = [], shown, proposals, clusters, choose, acceptAll } }: { naming: Naming }) {
  if (shown === null)
    return ended.length === 0 ? (
      <span>Clusters are called by the latents that tell them apart.</span>
    ) : (
      <Button kind="quiet" onClick={() => choose(ended[0]?.run.run ?? null)}>
        Show the names that were proposed
      </Button>
    )
  const { run, result } = shown
  const waiting = openProposals(proposals, clusters).length
  const silent = result.clusters.length - proposals.size
  return (
    <>
      {ended.length > 1 ? (
        <Select
          label="Names proposed by"
          labelled
          value={String(run.run)}
          options={ended.map((each) => ({
            value: String(each.run.run),
            title: `run ${each.run.run}, ${each.run.model}, ${formatWhen(each.run.startedAt)}`,
          }))}
          onChange={(next) => choose(Number(next))}
        />
      ) : (
        <span>
          Names proposed by <PlainText text={run.model} />, {formatWhen(run.startedAt)}.
        </span>
      )}
      <span
        data-tip={`A judge who knew only the descriptions put documents that were not shown for them back into clusters. At random ${formatShare(result.chance)} would come back`}
      >
        {result.accuracy === null
          ? 'Not judged.'
          : `By what it says of them ${formatShare(result.accuracy)} of documents come back to their cluster.`}
      </span>
      {silent > 0 && <span className={styles['silent']}>{counted(silent, 'cluster')} without an answer.</span>}
      {waiting > 0 && (
        <Button kind="primary" onClick={acceptAll}>
          {waiting === 1 ? 'Accept the name' : `Accept ${formatCount(waiting)} names`}
        </Button>
      )}
      <IconButton icon="close" label="Put the proposed names aside" onClick={() => choose(null)} />
    </>
  )
}
