import { type ReactNode, useState } from 'react'
import type { EmbedderChoice, EmbedderTerms, EndpointSummary } from '../../../contract/language-models.ts'
import { askModels } from '../../client/ask-models.ts'
import { useEmbedder, useEmbedderTerms, useSetEmbedder } from '../../client/model-queries.ts'
import { counted } from '../../client/model-words.ts'
import { notify, notifyError } from '../../client/notices.ts'
import { Button } from '../../widgets/button.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { EmbedderDialog } from './embedder-dialog.tsx'
import styles from './models.module.css'

/** What compares words with labels: the bundled embedder, or one of an endpoint's. Not there while no endpoint offers any. */
export function EmbedderPanel({ endpoints }: { endpoints: readonly EndpointSummary[] }): ReactNode {
  const { data: embedder } = useEmbedder()
  const [shown, setShown] = useState<EmbedderTerms | null>(null)
  const set = useSetEmbedder()
  const offering = endpoints.filter(({ embedding }) => embedding !== null)
  if (embedder === undefined || (offering.length === 0 && embedder.endpoint === null)) return null
  const goBack = () =>
    set.mutate({ endpoint: null }, { onSuccess: () => notify({ text: 'Searches use the bundled embedder' }), onError: notifyError })
  return (
    <section className={styles['card']} aria-label="What compares words with labels">
      <div className={styles['about']}>
        <h3>What compares words with labels</h3>
        <Now embedder={embedder} />
        {offering.length > 0 && (
          <div className={styles['offers']}>
            {offering.map(({ name }) => (
              <Offer
                key={name}
                name={name}
                inUse={embedder.endpoint === name && embedder.problem === null}
                onUse={setShown}
                onLeave={goBack}
              />
            ))}
          </div>
        )}
      </div>
      {embedder.problem !== null && (
        <div className={styles['acts']}>
          <Button disabled={set.isPending} onClick={goBack}>
            Use the bundled one
          </Button>
        </div>
      )}
      {shown !== null && <EmbedderDialog terms={shown} onClose={() => setShown(null)} />}
    </section>
  )
}

function Now({ embedder: { endpoint, model, url, problem } }: { embedder: EmbedderChoice }) {
  if (endpoint === null)
    return (
      <p className={styles['muted']}>
        Search, and the axis of clusters in words, use the bundled embedder: it works offline, and nothing is sent.
      </p>
    )
  if (problem !== null)
    return (
      <p className={styles['why']}>
        <PlainText text={problem} /> The bundled embedder answers instead.
      </p>
    )
  return (
    <p>
      <PlainText text={model} /> at <PlainText text={endpoint} />: what you search for is sent to <PlainText text={url ?? ''} />.
    </p>
  )
}

type OfferProps = {
  readonly name: string
  readonly inUse: boolean
  readonly onUse: (terms: EmbedderTerms) => void
  readonly onLeave: () => void
}

/** How many labels an endpoint has embedded, with what can be done about it. */
function Offer({ name, inUse, onUse, onLeave }: OfferProps) {
  const { data: terms } = useEmbedderTerms(name)
  const missing = terms?.lenses.some(({ labels, embedded }) => embedded < labels) === true
  const none = terms?.lenses.every(({ labels }) => labels === 0) === true
  return (
    <div>
      <span>
        <strong>
          <PlainText text={name} />
        </strong>
        {inUse && <span className={styles['state']}>in use</span>}{' '}
        {terms?.lenses.map(({ lens, labels, embedded }) => (
          <span key={lens} className={styles['muted']}>
            {formatCount(embedded)} of {counted(labels, 'label')} of <PlainText text={lens} /> embedded
          </span>
        ))}
        {none && <span className={styles['muted']}>no labels to embed yet</span>}
      </span>
      {missing && (
        <Button aria-label={`Embed labels with ${name}`} onClick={() => void askModels({ kind: 'embed-labels', endpoint: name })}>
          Embed labels…
        </Button>
      )}
      {inUse ? (
        <Button onClick={onLeave}>Use the bundled one</Button>
      ) : (
        <Button aria-label={`Use for searches: ${name}`} disabled={terms === undefined} onClick={() => terms && onUse(terms)}>
          Use for searches…
        </Button>
      )}
    </div>
  )
}
